"""When people work: calendars and duty rosters."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gwidam.core.errors import NotFound, Refused
from gwidam.core.forms import show_on

from .. import queries, verbs
from ..door import door, who
from ..forms import CalendarForm, RosterForm, RosterGrid, ShiftForm
from ..forms.hours import WEEKDAY_NAMES
from ..forms.rosters import Turn
from ..models import Calendar, Roster, Shift


@door("edit people")
@require_safe
def duty(request: HttpRequest) -> HttpResponse:
    """All rosters, with who is on now, and all calendars."""
    now = timezone.now()
    rosters = [(each, queries.on_duty(each.pk, now)) for each in Roster.objects.order_by("name_ko")]
    calendars = Calendar.objects.prefetch_related("departments").order_by("name_ko")
    return render(request, "people/duty.html", {"rosters": rosters, "calendars": calendars})


@door("edit people")
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest, code: str | None = None) -> HttpResponse:
    """Make a calendar, or change one: open clocks that run on it are reckoned anew."""
    found = Calendar.objects.filter(code=code).first() if code else None
    if code and found is None:
        raise NotFound(ko="그런 근무시간이 없습니다.", en="There is no such calendar.")
    form = CalendarForm(request.POST or None, initial=_shown(found))
    if found:
        form.fields["code"].disabled = True
    status = 422 if form.is_bound else 200
    if form.is_valid():
        said = form.cleaned_data
        if found is None and Calendar.objects.filter(code=said["code"]).exists():
            form.add_error("code", _("There is a calendar with this code."))
        else:
            verbs.set_calendar(
                code=said["code"],
                name_ko=said["name_ko"],
                name_en=said["name_en"],
                hours=said["hours"],
                by=who(request),
                at=timezone.now(),
            )
            messages.success(request, _("Saved."))
            return redirect("people:duty")
    return render(request, "people/calendar.html", {"form": form, "calendar": found}, status=status)


@door("edit people")
@require_http_methods(["GET", "HEAD", "POST"])
def roster_new(request: HttpRequest) -> HttpResponse:
    """Make an empty roster, to be filled on its own page."""
    form = RosterForm(request.POST or None)
    if form.is_valid():
        made = verbs.set_roster(shifts=[], by=who(request), at=timezone.now(), **form.cleaned_data)
        return redirect("people:roster", code=made.code)
    return render(request, "people/roster_new.html", {"form": form}, status=422 if form.is_bound else 200)


@door("edit people")
@require_http_methods(["GET", "HEAD", "POST"])
def roster(request: HttpRequest, code: str) -> HttpResponse:
    """The week of a roster. POST `employee` adds somebody's turns, otherwise the whole week is saved."""
    found = _roster(code)
    shifts = list(found.shifts.select_related("employee").filter(employee__is_active=True))
    people = sorted({each.employee for each in shifts}, key=lambda each: each.name_ko)
    is_adding = "employee" in request.POST
    adding = ShiftForm(request.POST if is_adding else None)
    grid = RosterGrid(
        request.POST if request.method == "POST" and not is_adding else None, people=people, shifts=shifts
    )
    form: Form = adding if is_adding else grid
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        kept = _kept(shifts, grid, is_adding=is_adding)
        try:
            turns = kept + (adding.cleaned_data["turns"] if is_adding else grid.turns())
            return _save(request, found, turns)
        except (Refused, ValidationError) as refused:
            if isinstance(refused, Refused):
                show_on(form, refused)
                status = refused.status
    places = {"roster": found, "grid": grid, "adding": adding, "weekdays": WEEKDAY_NAMES}
    places["on"] = queries.on_duty(found.pk, timezone.now())
    return render(request, "people/roster.html", places, status=status)


def _kept(shifts: list[Shift], grid: RosterGrid, *, is_adding: bool) -> list[Turn]:
    """Turns that this form does not speak of: all of them when somebody is added."""
    shown = set() if is_adding else {each.pk for each in grid.people}
    return [(each.employee, each.starts_minute, each.minutes) for each in shifts if each.employee_id not in shown]


def _save(request: HttpRequest, found: Roster, turns: list[Turn]) -> HttpResponse:
    verbs.set_roster(
        code=found.code,
        name_ko=found.name_ko,
        name_en=found.name_en,
        time_zone=found.time_zone,
        shifts=list(dict.fromkeys(turns)),
        by=who(request),
        at=timezone.now(),
    )
    messages.success(request, _("The roster is saved."))
    return redirect("people:roster", code=found.code)


def _shown(found: Calendar | None) -> dict[str, object]:
    if found is None:
        return {"rests": True}
    names = {"code": found.code, "name_ko": found.name_ko, "name_en": found.name_en}
    return {**names, **CalendarForm.initial_of(found.hours)}


def _roster(code: str) -> Roster:
    found = Roster.objects.filter(code=code).first()
    if found is None:
        raise NotFound(ko="그런 근무표가 없습니다.", en="There is no such roster.")
    return found
