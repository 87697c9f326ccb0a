"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from .views import directory, duty, keys, me, staff

app_name = "people"
urlpatterns = [
    path("me", me.me, name="me"),
    path("absences/<int:pk>/end", me.come_back, name="come-back"),
    path("directory", directory.directory, name="directory"),
    path("directory/new", directory.line, name="line-new"),
    path("directory/<int:pk>", directory.line, name="line"),
    path("directory/<int:pk>/removal", directory.line_removal, name="line-removal"),
    path("departments/new", directory.department_edit, name="department-new"),
    path("departments/<str:code>", directory.department, name="department"),
    path("departments/<str:code>/edit", directory.department_edit, name="department-edit"),
    path("people", staff.people, name="people"),
    path("people/new", staff.join, name="join"),
    path("people/chart", staff.chart, name="chart"),
    path("people/<int:pk>", staff.person, name="person"),
    path("people/<int:pk>/invitation", staff.invitation, name="invitation"),
    path("duty", duty.duty, name="duty"),
    path("duty/calendars/new", duty.calendar, name="calendar-new"),
    path("duty/calendars/<str:code>", duty.calendar, name="calendar"),
    path("duty/rosters/new", duty.roster_new, name="roster-new"),
    path("duty/rosters/<str:code>", duty.roster, name="roster"),
    path("keys", keys.tokens, name="tokens"),
    path("keys/<int:pk>/revocation", keys.revocation, name="revocation"),
]
