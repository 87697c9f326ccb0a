"""My guarded cases: what I keep, and what I keep for colleagues who are away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Count, Q, QuerySet

from gwidam.core.prepared import Given, Prepared, any_of
from gwidam.people.models import Employee
from gwidam.people.queries import covers_for

from ..models import Case
from .rows import OPEN, CaseRow, as_rows, behind, columns_of, mark_of, most_at_risk_first, place_of

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
    people = {"me": who.pk, "covered": covered, "us": [who.pk, *covered]}
    due_at, last = place_of(mark) if mark else (None, None)
    asked = _page(
        chip if chip in CHIPS else "", is_alone=not covered, is_first=last is None, is_dated=due_at is not None
    )
    found = as_rows(asked(**people, due_at=due_at, last=last))
    rows = found[:PAGE]
    return Guarded(
        rows=rows,
        counts=dict(zip(("all", *CHIPS), _counted(**people)[0], strict=True)),
        next_mark=mark_of(rows[-1]) if len(found) > PAGE else "",
        covered_ids=covered,
    )


@cache
def _page(chip: str, *, is_alone: bool, is_first: bool, is_dated: bool) -> Prepared[Any]:
    """A page under a chip: the first one, or what stands behind a case that has a time, or behind one without.

    The cases of one guardian stand in the index in the order of the page; those of several have to be sorted.
    """

    def build(me: Given, covered: Given, us: Given, due_at: Given, last: Given) -> QuerySet[Case, Any]:
        shown = _mine(me if is_alone else any_of(us))
        if chip:
            shown = shown.filter(_conditions(me, any_of(covered), any_of(us))[chip])
        if not is_first:
            shown = behind(shown, due_at if is_dated else None, last)
        return columns_of(shown.order_by(*most_at_risk_first())[: PAGE + 1])

    return Prepared(build)


def _counts(me: Given, covered: Given, us: Given) -> QuerySet[Case, Any]:
    chips = _conditions(me, any_of(covered), any_of(us))
    counts = {"all": Count("id"), **{chip: Count("id", filter=condition) for chip, condition in chips.items()}}
    counted = _mine(any_of(us)).order_by().annotate(**counts).values_list("all", *CHIPS)
    counted.query.group_by = None  # of all rows together, as `aggregate` does it
    return counted


_counted = Prepared(_counts)


def _mine(us: Any) -> QuerySet[Case]:
    return Case.objects.filter(guardian=us, state__in=OPEN)


def _conditions(me: Any, covered: Any, us: Any) -> dict[str, Q]:
    return {
        "mine": Q(guardian=me),
        "covering": Q(guardian=covered),
        "elsewhere": ~Q(holder=us),
        "papers": Q(owes_papers=True),
        "answered": Q(state=Case.State.ANSWERED),
    }
