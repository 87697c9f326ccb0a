"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from .views import health, routes

app_name = "understand"
urlpatterns = [
    path("understand/health", health.health, name="health"),
    path("understand/routes", routes.routes, name="routes"),
]
