"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from .views import channels, doors, hooks, mails

app_name = "listen"
urlpatterns = [
    path("channels", channels.channels, name="channels"),
    path("channels/new", channels.channel, name="channel-new"),
    path("channels/<str:code>", channels.channel, name="channel"),
    path("channels/<str:code>/opening", channels.opening, name="opening"),
    path("channels/<str:code>/closing", channels.closing, name="closing"),
    path("channels/<str:code>/poster", channels.poster, name="poster"),
    path("channels/<str:code>/hook", hooks.hook, name="hook"),
    path("channels/<str:code>/hook/secret", hooks.hook_secret, name="hook-secret"),
    path("settings/doors", doors.doors, name="doors"),
    path("settings/doors/ears/<int:pk>/trial", doors.try_ear, name="ear-trial"),
    path("settings/doors/ears/<int:pk>/end", doors.end_ear, name="ear-end"),
    path("settings/mails", mails.mails, name="mails"),
    path("settings/mails/<int:pk>", mails.mail, name="mail"),
    path("settings/mails/<int:pk>/page", mails.page, name="mail-page"),
    path("settings/mails/<int:pk>/original", mails.raw, name="mail-raw"),
    path("settings/mails/<int:pk>/voice", mails.take, name="mail-voice"),
    path("settings/doors/lines/new/<slug:kind>", doors.connect, name="line-new"),
    path("settings/doors/lines/<int:pk>", doors.line, name="line"),
    path("settings/doors/ears/<int:pk>/address", doors.ear_address, name="ear-address"),
    path("settings/doors/lines/<int:pk>/report-secret", doors.report_secret, name="line-report-secret"),
    path("settings/doors/lines/<int:pk>/trial", doors.try_line, name="line-trial"),
    path("settings/doors/lines/<int:pk>/end", doors.end_line, name="line-end"),
]
