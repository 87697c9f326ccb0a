"""Addresses of live chat: the script and the window for customers, the page of talks for employees."""

from __future__ import annotations

from django.urls import path

from . import files, frame, handing, ready, views, window

urlpatterns = [
    path("widget.js", frame.widget, name="widget"),
    path("chat/<slug:code>", frame.window, name="window"),
    path("chat/<slug:code>/sample", frame.sample, name="window-sample"),
    path("chat/<slug:code>/talk", window.talk, name="window-talk"),
    path("chat/<slug:code>/lines", window.lines, name="window-lines"),
    path("chat/<slug:code>/files", window.files, name="window-files"),
    path("chat/<slug:code>/files/<int:number>", window.file, name="window-file"),
    path("chat/<slug:code>/writing", window.writing, name="window-writing"),
    path("chat/<slug:code>/end", window.end, name="window-end"),
    path("talks", views.talks, name="talks"),
    path("talks/presence", views.seat, name="talks-presence"),
    path("talks/<int:pk>", views.talk, name="talk"),
    path("talks/<int:pk>/presence", views.presence, name="talk-presence"),
    path("talks/<int:pk>/lines", views.lines, name="talk-lines"),
    path("talks/<int:pk>/files", files.files, name="talk-files"),
    path("talks/<int:pk>/files/<int:number>", files.file, name="talk-file"),
    path("talks/<int:pk>/files/<int:number>/preview", files.preview, name="talk-preview"),
    path("talks/<int:pk>/take", handing.take, name="talk-take"),
    path("talks/<int:pk>/release", handing.release, name="talk-release"),
    path("talks/<int:pk>/asking", views.asking, name="talk-asking"),
    path("talks/<int:pk>/end", views.end, name="talk-end"),
    path("talks/<int:pk>/hand-off", handing.hand_off, name="talk-hand-off"),
    path("talks/<int:pk>/acceptance", handing.acceptance, name="talk-acceptance"),
    path("talks/<int:pk>/bounce", handing.bounce, name="talk-bounce"),
    path("talks/<int:pk>/withdrawal", handing.withdrawal, name="talk-withdrawal"),
    path("settings/ready-answers", ready.ready_answers, name="ready-answers"),
    path("settings/ready-answers/new", ready.ready_answer, name="ready-answer-new"),
    path("settings/ready-answers/<int:pk>", ready.ready_answer, name="ready-answer"),
    path("settings/ready-answers/<int:pk>/removal", ready.removal, name="ready-answer-removal"),
]
