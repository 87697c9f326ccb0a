"""The addresses."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "hooks"
urlpatterns = [
    path("hooks/<slug:code>", views.voice, name="voice"),
    path("phone/<slug:code>", views.call, name="call"),
]
