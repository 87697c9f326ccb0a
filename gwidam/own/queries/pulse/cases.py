"""What is open now: how old, how near its promise, in whose hands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case as Either
from django.db.models import CharField, Count, IntegerField, Min, QuerySet, Value, When

from ...models import Case
from ..rows import OPEN
from .asked import Asked, Period
from .promises import AT_RISK

BANDS = (1, 3, 7, 14)  # days; the last band is older than all of them
STATES = ("late", "soon", "safe", "none")


@dataclass(frozen=True, slots=True)
class Held:
    """Open work of a department: how many cases, and how many of them are past a promise."""

    cases: int
    late: int


@dataclass(frozen=True, slots=True)
class OpenCases:
    """Everything open at this moment, whatever the period.

    `ages` has a count by state of the next promise for each band of age, youngest first. `oldest` is when the
    customer who has waited longest for an answer spoke, `oldest_receipt` their case.
    """

    answered: int
    ages: tuple[dict[str, int], ...]
    by_department: dict[int, Held]
    oldest: datetime | None
    oldest_receipt: str

    @property
    def whole(self) -> int:
        return sum(sum(band.values()) for band in self.ages)

    @property
    def late(self) -> int:
        return sum(band["late"] for band in self.ages)


def open_cases_of(asked: Asked, period: Period) -> OpenCases:
    """One grouped pass over the open cases, and the receipt of the oldest."""
    at = period.ends_at
    rows = (
        _cases(asked)
        .filter(state__in=OPEN)
        .values_list("department_id", "state", _band(at), _promise_state(at))
        .annotate(Count("id"), Min("opened_at"))
    )
    ages = [Counter[str]() for _ in range(len(BANDS) + 1)]
    held: Counter[int] = Counter()
    late: Counter[int] = Counter()
    answered, waiting_since = 0, []
    for department_id, state, band, promise, count, opened_at in rows:
        ages[band][promise] += count
        held[department_id] += count
        late[department_id] += count if promise == "late" else 0
        if state == Case.State.ANSWERED:
            answered += count
        else:
            waiting_since.append(opened_at)
    oldest = min(waiting_since, default=None)
    return OpenCases(
        answered=answered,
        ages=tuple({state: band[state] for state in STATES} for band in ages),
        by_department={pk: Held(count, late[pk]) for pk, count in held.most_common()},
        oldest=oldest,
        oldest_receipt=_receipt_of(asked, oldest) if oldest else "",
    )


def _cases(asked: Asked) -> QuerySet[Case]:
    return Case.objects.filter(asked.of_department("department"), asked.of_channel("voice__channel"))


def _band(at: datetime) -> Either:
    younger = (When(opened_at__gt=at - timedelta(days=days), then=Value(band)) for band, days in enumerate(BANDS))
    return Either(*younger, default=Value(len(BANDS)), output_field=IntegerField())


def _promise_state(at: datetime) -> Either:
    return Either(
        When(next_due_at__isnull=True, then=Value("none")),
        When(next_due_at__lte=at, then=Value("late")),
        When(next_due_at__lte=at + AT_RISK, then=Value("soon")),
        default=Value("safe"),
        output_field=CharField(),
    )


def _receipt_of(asked: Asked, opened_at: datetime) -> str:
    found = _cases(asked).filter(state=Case.State.OPEN, opened_at=opened_at).values_list("receipt", flat=True)
    return str(found.order_by("id").first() or "")
