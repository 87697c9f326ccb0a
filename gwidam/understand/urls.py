"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from .views import health, offers, routes

app_name = "understand"
urlpatterns = [
    path("understand/health", health.health, name="health"),
    path("understand/models/<str:subject>/back", health.back, name="back"),
    path("understand/offers", offers.offers, name="offers"),
    path("understand/offers/new", offers.offer, name="offer-new"),
    path("understand/offers/<int:pk>", offers.offer, name="offer"),
    path("understand/routes", routes.routes, name="routes"),
]
