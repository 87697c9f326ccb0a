"""The screen in the room: large type, the item at hand, one clock for all, the ruling stamped."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from gwidam.core.acting import back
from gwidam.core.asked import is_part
from gwidam.core.text import number_in
from gwidam.people.door import door, who

from .. import verbs
from ..models import Meeting
from ..queries import meetings as queries

CLOCK = {"start": True, "stop": False}


@door("take part in meetings")
@require_safe
def stage(request: HttpRequest, pk: int) -> HttpResponse:
    """The screen; only its inside where htmx asks."""
    found = queries.meeting_of(pk)
    context = {
        "meeting": found,
        "stage": queries.stage_of(found, at=timezone.now()),
        "may_run": queries.may_facilitate(who(request), found),
        "verdicts": (("yes", "y"), ("no", "n"), ("more", "m")),
    }
    name = "change/meetings/stage_inside.html" if is_part(request) else "change/meetings/stage.html"
    return render(request, name, context)


@door("take part in meetings")
@require_POST
def current(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an item before everybody."""
    found = queries.meeting_to_run(who(request), pk)
    item = queries.item_of(found, number_in(request.POST.get("item", "")))
    verbs.present(item=item, by=who(request), at=timezone.now())
    return back(request, url_of(found))


@door("take part in meetings")
@require_POST
def clock(request: HttpRequest, pk: int) -> HttpResponse:
    """Start or stop the clock, or set it back to its full time."""
    found = queries.meeting_to_run(who(request), pk)
    do = request.POST.get("do", "")
    verbs.set_clock(
        meeting=found,
        run=CLOCK.get(do, False),
        seconds=found.seconds_each if do == "reset" else None,
        by=who(request),
        at=timezone.now(),
    )
    return back(request, url_of(found))


def url_of(found: Meeting) -> str:
    """The screen of a meeting."""
    return reverse("change:meeting-stage", args=[found.pk])
