"""Addresses of the door without a name."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("unnamed", views.write, name="unnamed"),
    path("unnamed/sent", views.send, name="unnamed-sent"),
]
