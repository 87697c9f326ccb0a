"""Addresses of the telephone."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("calls", views.calls, name="calls"),
    path("calls/<int:pk>/aside", views.aside, name="call-aside"),
    path("settings/phone", views.phone, name="phone"),
    path("settings/phone/<int:pk>/end", views.extension_end, name="extension-end"),
]
