"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from .views import health, offers, routes, themes

app_name = "understand"
urlpatterns = [
    path("understand/health", health.health, name="health"),
    path("understand/models/<str:subject>/back", health.back, name="back"),
    path("understand/offers", offers.offers, name="offers"),
    path("understand/offers/new", offers.offer, name="offer-new"),
    path("understand/offers/<int:pk>", offers.offer, name="offer"),
    path("understand/routes", routes.routes, name="routes"),
    path("understand/themes", themes.themes, name="themes"),
    path("understand/themes/<int:pk>", themes.theme, name="theme"),
    path("understand/themes/<int:pk>/name", themes.name, name="theme_name"),
    path("understand/themes/<int:pk>/under", themes.under, name="theme_under"),
    path("understand/themes/<int:pk>/under/undo", themes.take_out, name="theme_take_out"),
    path("understand/themes/<int:pk>/voices", themes.move, name="theme_move"),
    path("understand/themes/<int:pk>/voices/undo", themes.put_back, name="theme_put_back"),
]
