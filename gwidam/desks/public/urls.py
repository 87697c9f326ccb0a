"""Addresses of the public pages; they belong to the desks' names."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("speak", views.speak, name="speak"),
    path("speak/heard", views.heard, name="heard"),
    path("speak/<slug:code>", views.speak, name="speak-at"),
    path("fix/<str:key>", views.fix, name="fix"),
    path("follow", views.follow, name="follow"),
    path("follow/look", views.look, name="look"),
    path("follow/words", views.show_words, name="follow-words"),
    path("follow/read", views.read_answer, name="follow-read"),
    path("follow/outcome", views.outcome, name="follow-outcome"),
    path("follow/more", views.add, name="follow-more"),
    path("follow/<str:token>", views.open_link, name="follow-link"),
    path("language", views.language, name="language"),
]
