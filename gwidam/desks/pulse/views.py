"""The page of the pulse."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gwidam.listen.queries import open_channels
from gwidam.own.queries.pulse import pulse_of
from gwidam.people.door import door
from gwidam.people.queries import departments

from . import drawings
from .asking import filters_from
from .figures import figures_now, figures_of_period


@door("see pulse")
@require_safe
def pulse(request: HttpRequest) -> HttpResponse:
    """How customers are heard and answered; only the part that changes where htmx asks. Aggregates only."""
    filters = filters_from(request.GET)
    found = pulse_of(filters.asked, at=timezone.now())
    context = {
        "filters": filters,
        "channels": open_channels(),
        "departments": departments().values(),
        "pulse": found,
        "now": figures_now(found, request.user),
        "in_period": figures_of_period(found),
        "by_day": drawings.by_day(found),
        "by_kind": drawings.by_kind(found),
        "touchpoints": drawings.touchpoints_broken(found),
        "ages": drawings.ages(found),
        "week": drawings.week(found),
        "back_and_forth": drawings.routes(found),
        "by_channel": drawings.channels(found, filters),
        "route_rows": drawings.route_rows(found),
        "departments_held": drawings.departments_held(found, filters),
        "departments_work": drawings.departments_work(found),
    }
    is_part = request.headers.get("HX-Request") and not request.headers.get("HX-Boosted")
    return render(request, "desks/pulse/readings.html" if is_part else "desks/pulse/page.html", context)
