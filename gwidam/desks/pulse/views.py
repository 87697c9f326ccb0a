"""The page of the pulse."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gwidam.change.queries.meetings import overdue_for
from gwidam.change.queries.telling_pulse import tellings_of
from gwidam.core.asked import is_part
from gwidam.core.words import reading_language
from gwidam.listen.queries import open_channels
from gwidam.own.queries.pulse import pulse_of
from gwidam.people.door import door
from gwidam.people.models import Role
from gwidam.people.queries import departments

from . import drawings
from .asking import filters_from
from .figures import figures_now, figures_of_period, figures_of_telling


@door("see pulse")
@require_safe
def pulse(request: HttpRequest) -> HttpResponse:
    """How customers are heard and answered; only the part that changes where htmx asks. Aggregates only."""
    filters = filters_from(request.GET)
    at = timezone.now()
    found = pulse_of(filters.asked, at=at)
    context = {
        "filters": filters,
        "channels": open_channels(),
        "departments": departments().values(),
        "pulse": found,
        "now": figures_now(found, request.user),
        "in_period": figures_of_period(found),
        "of_telling": figures_of_telling(tellings_of(filters.asked, at=timezone.now())),
        "overdue": overdue_for(request.user, at=at) if request.user.is_a(Role.EXECUTIVE) else None,
        "route_rows": drawings.route_rows(found),
        **drawings.plots_of(filters.asked, found.period.ends_at, reading_language(), pulse=found, filters=filters),
    }
    return render(request, "desks/pulse/readings.html" if is_part(request) else "desks/pulse/page.html", context)
