"""Promises of ours: kept, broken, at risk; and how long customers waited for what was promised."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from django.db.models import F, Value

from ...models import Promise
from ...rules.shares import NOTHING, Share, Waits, median_wait
from .asked import Asked, Period
from .days import select
from .tallies import Key, Tally

K = TypeVar("K")
AT_RISK = timedelta(hours=4)  # the clock warns this long before, or at half time


@dataclass(frozen=True, slots=True)
class Wait:
    """`median` is None where half still waited; `customers` is how many were counted."""

    median: timedelta | None
    customers: int


@dataclass(frozen=True, slots=True)
class Promises:
    """Promises that fell due in the period: `part` of a share are the kept ones.

    `by_department` has the work promised on a department's own clock. `touchpoints` are (id or None, broken
    promises), most first. `at_risk` counts what can still be kept now but is near its end.
    """

    by_day: tuple[tuple[date, Share], ...]
    by_kind: dict[str, Share]
    by_department: dict[int, Share]
    touchpoints: tuple[tuple[int | None, int], ...]
    first_word: Wait
    answer: Wait
    at_risk: int

    @property
    def today(self) -> Share:
        return self.by_day[-1][1]

    @property
    def whole(self) -> Share:
        return sum((share for _day, share in self.by_day), NOTHING)

    @property
    def answers(self) -> Share:
        return self.by_kind.get(Promise.Kind.ANSWER, NOTHING)


def promises_of(days: Mapping[date, Tally], whole: Tally, asked: Asked, period: Period) -> Promises:
    """Read the promises out of the tallies, and count those at risk now."""
    shares = _shares(whole)
    broken: Counter[int | None] = Counter()
    for (touchpoint_id,), count in select(whole, "broken"):
        broken[touchpoint_id] += count
    return Promises(
        by_day=tuple(
            (day, sum((share for _key, share in _shares(tally)), NOTHING)) for day, tally in days.items()
        ),
        by_kind=_gather((kind, share) for (kind, _department), share in shares),
        by_department=_gather((pk, share) for (_kind, pk), share in shares if pk is not None),
        touchpoints=tuple(broken.most_common()),
        first_word=_wait(whole, Promise.Kind.FIRST_WORD),
        answer=_wait(whole, Promise.Kind.ANSWER),
        at_risk=_at_risk(asked, period),
    )


def _shares(tally: Tally) -> list[tuple[Key, Share]]:
    return [(key[2:], Share(tally["kept", *key[1:]], whole)) for key, whole in tally.items() if key[0] == "due"]


def _gather(shares: Iterable[tuple[K, Share]]) -> dict[K, Share]:
    found: defaultdict[K, Share] = defaultdict(lambda: NOTHING)
    for key, share in shares:
        found[key] += share
    return dict(found)


def _wait(tally: Tally, kind: str) -> Wait:
    waits = [
        Waits(seconds, is_over, count) for (of, is_over, seconds), count in select(tally, "wait") if of == kind
    ]
    median = median_wait(waits)
    return Wait(
        median=None if median is None else timedelta(seconds=median),
        customers=sum(each.count for each in waits),
    )


def _at_risk(asked: Asked, period: Period) -> int:
    at = period.ends_at
    return (
        Promise.objects.filter(
            asked.of_department("case__department"),
            asked.of_channel("case__voice__channel"),
            owed_by=Promise.OwedBy.US,
            due_at__gt=at,
            due_at__lte=at + AT_RISK,
            kept_at__isnull=True,
            released_at__isnull=True,
        )
        .alias(left=F("due_at") - Value(at), gone=Value(at) - F("made_at"))
        .filter(left__lte=F("gone"))
        .count()
    )
