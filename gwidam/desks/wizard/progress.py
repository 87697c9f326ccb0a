"""How far the house is set up: read from what is there, so that it can be left and continued anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gwidam.listen.models import Channel
from gwidam.moments.models import Touchpoint
from gwidam.people.models import Calendar, Department, Responsibility, Shift


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the set-up."""

    slug: str
    label: Any
    done: bool
    current: bool = False


def steps(current: str = "") -> list[Step]:
    """All steps in order, each with whether what it asks for is there."""
    there = {
        "house": Department.objects.exists(),
        "journeys": Touchpoint.objects.exists(),
        "people": Department.objects.exclude(code="operations").exists(),
        "hours": Calendar.objects.exists(),
        "duty": Shift.objects.filter(employee__is_active=True).exists(),
        "channels": Channel.objects.filter(opened_at__isnull=False).exists(),
        "directory": Responsibility.objects.exists(),
    }
    return [Step(slug, LABELS[slug], done, slug == current) for slug, done in there.items()]


LABELS = {
    "house": _("The house"),
    "journeys": _("Journeys"),
    "people": _("People"),
    "hours": _("Hours"),
    "duty": _("Duty"),
    "channels": _("Channels"),
    "directory": _("Directory"),
}
ORDER = tuple(LABELS)


def after(slug: str) -> str:
    """The step after this one; after the last, the end."""
    place = ORDER.index(slug) + 1
    return ORDER[place] if place < len(ORDER) else "end"
