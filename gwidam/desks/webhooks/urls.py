"""Addresses of the webhooks' settings."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("settings/webhooks", views.webhooks, name="webhooks"),
    path("settings/webhooks/new", views.webhook_new, name="webhook-new"),
    path("settings/webhooks/<int:pk>", views.webhook, name="webhook"),
    path("settings/webhooks/<int:pk>/edit", views.webhook_edit, name="webhook-edit"),
    path("settings/webhooks/<int:pk>/trial", views.trial, name="webhook-trial"),
    path("settings/webhooks/<int:pk>/pause", views.pause, name="webhook-pause"),
    path("settings/webhooks/<int:pk>/resumption", views.resumption, name="webhook-resumption"),
    path("settings/webhooks/<int:pk>/secret", views.secret, name="webhook-secret"),
    path("settings/webhooks/<int:pk>/removal", views.removal, name="webhook-removal"),
    path("settings/webhooks/<int:pk>/resending", views.resending, name="webhook-resending"),
    path("settings/webhooks/<int:pk>/log/<int:row>/resending", views.row_resending, name="webhook-row-resending"),
]
