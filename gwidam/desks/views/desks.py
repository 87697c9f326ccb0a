"""The two desks people work at all day, and the way to the right one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gwidam.core.asked import is_part
from gwidam.own.queries.department import desk_of
from gwidam.own.queries.guarded import Guarded, guarded_page
from gwidam.people.door import door
from gwidam.people.models import Employee, Role

# The first role a person has decides where their day begins.
FIRST_DESKS = (
    (Role.FRONT_LINE, "desks:guarded"),
    (Role.DEPARTMENT, "desks:department"),
    (Role.CVI, "desks:department"),
    (Role.EXECUTIVE, "desks:pulse"),
    (Role.OPERATOR, "desks:wizard"),
)


@door("home")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To the desk where this person's day begins."""
    return HttpResponseRedirect(first_desk(request.user))


def first_desk(who: Employee) -> str:
    """The address of the first desk of their roles that the house has; guarded cases for everybody else."""
    for role, name in FIRST_DESKS:
        if who.is_a(role):
            try:
                return reverse(name)
            except NoReverseMatch:
                continue
    return reverse("desks:guarded")


@door("see cases")
@require_safe
def guarded(request: HttpRequest) -> HttpResponse:
    """My guarded cases, the promise most at risk first; only the list where htmx asks."""
    at = timezone.now()
    chip = request.GET.get("only", "")
    found = guarded_page(request.user, at=at, chip=chip, mark=request.GET.get("after", ""))
    name = "desks/parts/guarded_list.html" if is_part(request) else "desks/guarded.html"
    topics = [f"employee:{pk}" for pk in (request.user.pk, *found.covered_ids)]
    context = {
        "found": found,
        "chip": chip,
        "chips": chips_of(found, chip),
        "topics": " ".join([*topics, *(row.about for row in found.rows)]),
        "now": at,
    }
    return render(request, name, context)


def chips_of(found: Guarded, chosen: str) -> list[dict[str, object]]:
    """The filters above the list with their counts; one that would show nothing is left out."""
    labels = {
        "": _("All"),
        "mine": _("Mine"),
        "covering": _("Covering for"),
        "elsewhere": _("Held elsewhere"),
        "papers": _("Papers owed"),
        "answered": _("Answered, not closed"),
    }
    return [
        {
            "url": f"?only={name}" if name else "?",
            "label": label,
            "count": found.counts[name or "all"],
            "current": name == chosen,
        }
        for name, label in labels.items()
        if found.counts[name or "all"] or name in ("", chosen)
    ]


@door("see cases")
@require_safe
def department(request: HttpRequest) -> HttpResponse:
    """What the department has before it: offers to decide, work held, offers it gave."""
    at = timezone.now()
    desk = desk_of(request.user, at=at, mark=request.GET.get("after", ""))
    name = "desks/parts/department_lists.html" if is_part(request) else "desks/department.html"
    rows = (*desk.offers, *desk.given, *(row for row, _due in (*desk.mine, *desk.colleagues)))
    topics = dict.fromkeys(row.about for row in rows)
    context = {
        "desk": desk,
        "topics": " ".join([f"department:{request.user.department_id}", *topics]),
        "after": request.GET.get("after", ""),
        "now": at,
    }
    return render(request, name, context)
