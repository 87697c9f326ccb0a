"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, include, path

from .views import desks

app_name = "desks"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("gwidam.desks.public.urls")),
    path("", desks.home, name="home"),
    path("guarded", desks.guarded, name="guarded"),
    path("desk", desks.department, name="department"),
]
