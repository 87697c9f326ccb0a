"""My guarded cases: what I keep, and what I keep for colleagues who are away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from gwidam.people.models import Employee
from gwidam.people.queries import covers_for

from ..models import Case
from .rows import OPEN, CaseRow, after, mark_of, most_at_risk_first, rows_of

PAGE = 25
CHIPS = ("mine", "covering", "elsewhere", "papers", "answered")


@dataclass(frozen=True, slots=True)
class Guarded:
    """A page of guarded cases, how many stand under each chip, and the mark of the next page ('' : none)."""

    rows: list[CaseRow]
    counts: dict[str, int]
    next_mark: str
    covered_ids: list[int]


def guarded_by(who: Employee, *, at: datetime) -> QuerySet[Case]:
    """Open cases this person guards or covers for somebody who is away."""
    return Case.objects.filter(guardian__in=[who.pk, *covers_for(who, at)], state__in=OPEN)


def guarded_page(who: Employee, *, at: datetime, chip: str = "", mark: str = "") -> Guarded:
    """One page in the order of risk, all chips counted. An unknown chip is no chip."""
    covered = covers_for(who, at)
    conditions = _conditions(who, covered)
    mine = Case.objects.filter(guardian__in=[who.pk, *covered], state__in=OPEN)
    counts = mine.aggregate(
        all=Count("id"), **{name: Count("id", filter=condition) for name, condition in conditions.items()}
    )
    shown = mine.filter(conditions[chip]) if chip in conditions else mine
    found = rows_of(after(shown, mark).order_by(*most_at_risk_first())[: PAGE + 1])
    rows = found[:PAGE]
    return Guarded(
        rows=rows,
        counts=counts,
        next_mark=mark_of(rows[-1]) if len(found) > PAGE else "",
        covered_ids=covered,
    )


def _conditions(who: Employee, covered: list[int]) -> dict[str, Q]:
    return {
        "mine": Q(guardian=who.pk),
        "covering": Q(guardian__in=covered),
        "elsewhere": ~Q(holder__in=[who.pk, *covered]),
        "papers": Q(owes_papers=True),
        "answered": Q(state=Case.State.ANSWERED),
    }
