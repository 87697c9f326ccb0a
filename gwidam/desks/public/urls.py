"""Addresses of the public pages; they belong to the desks' names."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("speak", views.speak, name="speak"),
    path("speak/heard", views.heard, name="heard"),
    path("speak/<slug:code>", views.speak, name="speak-at"),
    path("fix/<str:key>", views.fix, name="fix"),
    path("fix/<str:key>/ideas/<int:pk>", views.fix_idea, name="fix-idea"),
    path("fix/<str:key>/ideas/<int:pk>/support", views.fix_support, name="fix-support"),
    path("fix/<str:key>/ideas/<int:pk>/support/end", views.fix_support_end, name="fix-support-end"),
    path("fix/<str:key>/ideas/<int:pk>/comments", views.fix_comments, name="fix-comments"),
    path("fix/<str:key>/me", views.fix_me, name="fix-me"),
    path("fix/<str:key>/me/<str:token>", views.fix_agree, name="fix-agree"),
    path("follow", views.follow, name="follow"),
    path("follow/look", views.look, name="look"),
    path("follow/words", views.show_words, name="follow-words"),
    path("follow/read", views.read_answer, name="follow-read"),
    path("follow/outcome", views.outcome, name="follow-outcome"),
    path("follow/more", views.add, name="follow-more"),
    path("follow/settled", views.settled, name="follow-settled"),
    path("follow/said", views.ask_for_link, name="follow-said"),
    path("f/<str:code>", views.open_code, name="follow-code"),
    path("follow/<str:token>", views.open_link, name="follow-link"),
    path("said", views.said, name="said"),
    path("said/settled", views.said_settled, name="said-settled"),
    path("said/<str:token>", views.open_said, name="said-link"),
    path("changes", views.changes, name="changes"),
    path("changes/feed", views.feed, name="changes-feed"),
    path("changes/embed", views.embed, name="changes-embed"),
    path("changes/photos/<int:pk>", views.photo, name="changes-photo"),
    path("changes/<str:number>", views.change, name="change"),
    path("language", views.language, name="language"),
]
