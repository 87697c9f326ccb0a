"""What the cases of a theme have taught: causes and preventions written when they were closed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from gwidam.core.text import squeezed
from gwidam.people.models import Employee
from gwidam.understand.models import Theme

from ..models import Case, Closure
from .cases import cases_seen_by

NEWEST = 500  # closures that are looked at
MOST = 6  # different sentences that are shown
SHOWN = 3  # cases that are named for each


@dataclass(frozen=True, slots=True)
class Taught:
    """A sentence in which closures agree, in its newest wording. receipts: a few of their cases, newest first."""

    words: str
    count: int
    receipts: tuple[str, ...]


class Lessons(NamedTuple):
    """Causes, and what was decided so that it does not happen again, each the most frequent first."""

    causes: tuple[Taught, ...]
    preventions: tuple[Taught, ...]


def lessons_of(theme: Theme, who: Employee, *, at: datetime) -> Lessons:
    """What the newest closures of a theme's cases say, as far as this person may see them. One query."""
    closures = list(
        Closure.objects.filter(_of(theme, "case__voice__"), case__in=cases_seen_by(who, at=at))
        .select_related("case")
        .order_by("-at", "-pk")[:NEWEST]
    )
    prevented = (each for each in closures if each.recurrence != Closure.Recurrence.NONE)
    return Lessons(
        _agreed(closures, lambda closure: closure.cause),
        _agreed(prevented, lambda closure: closure.recurrence_why),
    )


def guarded_in(theme: Theme, who: Employee) -> Case | None:
    """The newest case of a theme that this person guards; None where they guard none. One query."""
    return Case.objects.filter(_of(theme, "voice__"), guardian=who).order_by("-pk").first()


def _of(theme: Theme, voice: str) -> Q:
    return Q(**{f"{voice}themed__theme": theme}) | Q(**{f"{voice}themed__theme__under": theme})


def _agreed(closures: Iterable[Closure], words_of: Callable[[Closure], str]) -> tuple[Taught, ...]:
    """Sentences that differ at most in spaces and capital letters are one."""
    same: dict[str, list[Closure]] = {}
    for closure in closures:
        same.setdefault(squeezed(words_of(closure)), []).append(closure)
    ranked = sorted(same.values(), key=lambda alike: -len(alike))  # of equals the newest first
    return tuple(
        Taught(
            words_of(alike[0]),
            len(alike),
            tuple(dict.fromkeys(closure.case.receipt for closure in alike))[:SHOWN],
        )
        for alike in ranked[:MOST]
    )
