"""The addresses."""

from __future__ import annotations

from django.urls import path

from . import texts, views

app_name = "hooks"
urlpatterns = [
    path("hooks/<slug:code>", views.voice, name="voice"),
    path("phone/<slug:code>", views.call, name="call"),
    path("texts/<int:number>", texts.reported, name="texts"),
    path("texts/<int:number>/<str:secret>", texts.heard, name="texts-heard"),
]
