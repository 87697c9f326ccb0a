"""Two addresses: is it there, and a voice."""

from django.urls import path

from . import views

urlpatterns = [path("healthz", views.healthz), path("voices", views.voices)]
