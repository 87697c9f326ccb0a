"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "moments"
urlpatterns = [
    path("journeys", views.journeys, name="journeys"),
    path("standards/new", views.standard_new, name="standard-of-house"),
    path("standards/new/<str:code>", views.standard_new, name="standard-new"),
    path("standards/<int:pk>", views.standard, name="standard"),
    path("standards/<int:pk>/checks", views.checks, name="checks"),
]
