"""Addresses of the set-up."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("setup", views.wizard, name="wizard"),
    path("setup/first/<str:token>", views.founding, name="founding"),
    path("setup/<slug:slug>", views.step, name="wizard-step"),
]
