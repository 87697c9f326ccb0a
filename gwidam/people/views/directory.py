"""Who answers for what: search as you type, departments, lines."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gwidam.core.asked import is_part
from gwidam.core.errors import NotFound, Refused
from gwidam.core.forms import show_on
from gwidam.core.hours import WEEKDAYS, is_open

from .. import queries, verbs
from ..door import door, may, who
from ..forms import DepartmentForm, LineForm, SeekForm
from ..forms.hours import WEEKDAY_NAMES, written
from ..models import Department, Responsibility, Roster

LINES = 40


@door("see directory")
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Search as you type; htmx asks for the part alone."""
    form = SeekForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    places = {
        "words": words,
        "lines": queries.who_answers(words, limit=LINES),
        "people": queries.find_people(words) if words else [],
        "may_edit": may(who(request), "edit directory"),
    }
    if is_part(request):
        return render(request, "people/directory/found.html", places)
    places["departments"] = (
        Department.objects.filter(Q(employees__is_active=True) | Q(responsibilities__isnull=False))
        .annotate(people=Count("employees", filter=Q(employees__is_active=True), distinct=True))
        .distinct()
    )
    return render(request, "people/directory.html", places)


@door("see directory")
@require_safe
def department(request: HttpRequest, code: str) -> HttpResponse:
    """One department: who is in it, who is on duty now, its hours, what it answers for."""
    found = _department(code)
    now = timezone.now()
    people = list(found.employees.filter(is_active=True).prefetch_related(Prefetch("deputy")).order_by("name_ko"))
    on = {each.pk for roster in Roster.objects.all() for each in queries.on_duty(roster.pk, now)}
    absent = queries.away(now)
    weekly = found.calendar.hours.to_dict()["weekly"]
    places = {
        "department": found,
        "people": [(each, each.pk in on, absent.get(each.pk)) for each in people],
        "lines": found.responsibilities.select_related("person").order_by("id"),
        "is_open": is_open(found.calendar.hours, now),
        "week": [(name, written(weekly.get(day, []))) for day, name in zip(WEEKDAYS, WEEKDAY_NAMES, strict=True)],
        "may_edit": may(who(request), "edit directory"),
        "may_change": may(who(request), "edit people"),
    }
    return render(request, "people/department.html", places)


@door("edit directory")
@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Write a line of the directory, or change one."""
    found = _line(pk) if pk else None
    form = LineForm(request.POST or None, line=found, initial=_asked(request))
    if form.is_valid():
        verbs.answer_for(line=found, by=who(request), at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The directory knows it now."))
        return redirect("people:directory")
    status = 422 if form.is_bound else 200
    return render(request, "people/line.html", {"form": form, "line": found}, status=status)


@door("edit directory")
@require_POST
def line_removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a line out of the directory."""
    verbs.stop_answering_for(line=_line(pk), by=who(request), at=timezone.now())
    messages.success(request, _("The line was taken out."))
    return redirect("people:directory")


@door("edit people")
@require_http_methods(["GET", "HEAD", "POST"])
def department_edit(request: HttpRequest, code: str | None = None) -> HttpResponse:
    """Make a department, or change one."""
    found = _department(code) if code else None
    form = DepartmentForm(request.POST or None, department=found)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        said: dict[str, Any] = {"code": found.code if found else "", **form.cleaned_data}
        try:
            made = verbs.set_department(by=who(request), at=timezone.now(), **said)
            messages.success(request, _("%(name)s is saved.") % {"name": made.name})
            return redirect("people:department", code=made.code)
        except Refused as refused:
            show_on(form, refused)
            status = refused.status
    return render(request, "people/department_edit.html", {"form": form, "department": found}, status=status)


def _department(code: str) -> Department:
    found = Department.objects.select_related("calendar", "parent").filter(code=code).first()
    if found is None:
        raise NotFound(ko="그런 부서가 없습니다.", en="There is no such department.")
    return found


def _line(pk: int) -> Responsibility:
    found = Responsibility.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(ko="그런 줄이 없습니다.", en="There is no such line.")
    return found


def _asked(request: HttpRequest) -> dict[str, str]:
    """What the address already says of a new line."""
    return {name: request.GET[name] for name in ("department", "says_ko") if name in request.GET}
