"""Addresses of the room, under /post/."""

from django.urls import path

from . import views

app_name = "post"
urlpatterns = [
    path("mute/<str:token>", views.mute, name="mute"),
]
