"""Addresses of issue trackers and of improvements' issues; they belong to the names of the room."""

from __future__ import annotations

from django.urls import URLPattern, path

from ..views import issues, trackers

urlpatterns: list[URLPattern] = [
    path("trackers", trackers.trackers, name="trackers"),
    path("trackers/<int:pk>/trial", trackers.trial, name="tracker-trial"),
    path("trackers/<int:pk>/secret", trackers.secret, name="tracker-secret"),
    path("trackers/<int:pk>/end", trackers.end, name="tracker-end"),
    path("trackers/<int:pk>/hook", trackers.hook, name="tracker-hook"),
    path("improvements/<str:number>/issue", issues.issue, name="issue"),
    path("improvements/<str:number>/issues/<int:pk>/aside", issues.aside, name="issue-aside"),
]
