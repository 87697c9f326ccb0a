"""The address of leaving."""

from __future__ import annotations

from django.urls import path

from .views import leaving

urlpatterns = [path("people/<int:pk>/leaving", leaving, name="leaving")]
