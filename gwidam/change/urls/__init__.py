"""Addresses of the room: one improvement, one address for each verb, each a noun."""

from django.urls import URLPattern

from . import campaigns, improvements, trackers

app_name = "change"
urlpatterns: list[URLPattern] = [*improvements.urlpatterns, *campaigns.urlpatterns, *trackers.urlpatterns]
