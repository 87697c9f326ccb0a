"""Addresses of the room."""

from django.urls import URLPattern

app_name = "own"
urlpatterns: list[URLPattern] = []
