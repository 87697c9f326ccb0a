"""The address of the pulse; it belongs to the desks' names."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [path("pulse", views.pulse, name="pulse")]
