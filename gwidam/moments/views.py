"""The pages of the room: the journey map, a standard, a check."""

from __future__ import annotations

import itertools

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gwidam.core.errors import NotFound, Refused
from gwidam.core.forms import show_on
from gwidam.people.door import door, may, who

from . import queries, verbs
from .forms import CheckForm, StandardForm
from .models import Standard, Touchpoint


@door("edit moments")
@require_safe
def journeys(request: HttpRequest) -> HttpResponse:
    """Every journey as a column, its touchpoints as cards with what they are held to."""
    by_touchpoint: dict[int | None, list[Standard]] = {}
    for each in sorted(queries.standards_in_force().values(), key=lambda each: each.pk):
        by_touchpoint.setdefault(each.touchpoint_id, []).append(each)
    grouped = itertools.groupby(queries.touchpoints(), key=lambda each: each.journey)
    places = {
        "journeys": [
            (journey, [(each, by_touchpoint.get(each.pk, [])) for each in group]) for journey, group in grouped
        ],
        "house": by_touchpoint.get(None, []),
        "may_set_up": may(who(request), "set up"),
    }
    return render(request, "moments/journeys.html", places)


@door("edit moments")
@require_http_methods(["GET", "HEAD", "POST"])
def standard_new(request: HttpRequest, code: str | None = None) -> HttpResponse:
    """A standard where there was none: of a touchpoint, or of the house."""
    return _set(request, StandardForm(request.POST or None), _touchpoint(code) if code else None, None)


@door("edit moments")
@require_http_methods(["GET", "HEAD", "POST"])
def standard(request: HttpRequest, pk: int) -> HttpResponse:
    """One standard: put another in its place; promises made under the old one keep it."""
    found = _standard(pk)
    return _set(request, StandardForm(request.POST or None, standard=found), found.touchpoint, found)


@door("edit moments")
@require_http_methods(["GET", "HEAD", "POST"])
def checks(request: HttpRequest, pk: int) -> HttpResponse:
    """What was seen so far; POST writes down another look."""
    found, form = _standard(pk), CheckForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        verbs.check_standard(
            standard=found,
            is_met=said["is_met"] == "yes",
            measured=None if said["measured"] is None else float(said["measured"]),
            saw=said["saw"],
            by=who(request),
            at=timezone.now(),
        )
        messages.success(request, _("Written down."))
        return redirect("moments:checks", pk=pk)
    seen = found.checks.select_related("by").order_by("-at")[:50]
    places = {"standard": found, "form": form, "checks": seen}
    return render(request, "moments/checks.html", places, status=422 if form.is_bound else 200)


def _set(
    request: HttpRequest, form: StandardForm, touchpoint: Touchpoint | None, before: Standard | None
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            verbs.set_standard(touchpoint=touchpoint, by=who(request), at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("The standard is in force from now on."))
            return redirect("moments:journeys")
        except Refused as refused:
            show_on(form, refused)
            status = refused.status
    places = {"form": form, "touchpoint": touchpoint, "standard": before}
    return render(request, "moments/standard.html", places, status=status)


def _standard(pk: int) -> Standard:
    found = Standard.objects.select_related("touchpoint__journey").filter(pk=pk, ended_at__isnull=True).first()
    if found is None:
        raise NotFound(ko="지금 쓰이는 기준이 아닙니다.", en="No such standard is in force.")
    return found


def _touchpoint(code: str) -> Touchpoint:
    found = Touchpoint.objects.filter(code=code).first()
    if found is None:
        raise NotFound(ko="그런 접점이 없습니다.", en="There is no such touchpoint.")
    return found
