"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "listen"
urlpatterns = [
    path("channels", views.channels, name="channels"),
    path("channels/new", views.channel, name="channel-new"),
    path("channels/<str:code>", views.channel, name="channel"),
    path("channels/<str:code>/opening", views.opening, name="opening"),
    path("channels/<str:code>/closing", views.closing, name="closing"),
    path("channels/<str:code>/poster", views.poster, name="poster"),
]
