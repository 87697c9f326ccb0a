"""What became of hand-overs, counted: which departments are confused, what goes back and forth, what drifts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncWeek

from gwidam.core.words import reading_language
from gwidam.people.queries import names

from ..models import RouteExample

MOST_PAIRS = 8
MOST_WEEKS = 26


@dataclass(frozen=True, slots=True)
class Confused:
    """Voices that `bounced` bounced and `taken` took, and the other way round."""

    bounced: str
    taken: str
    count: int
    back: int


@dataclass(frozen=True, slots=True)
class Week:
    """Outcomes of a week that begins on a Monday."""

    begins_on: date
    accepted: int
    bounced: int


@dataclass(frozen=True, slots=True)
class Routing:
    """accepted, bounced: outcomes at all. ping_pong: voices bounced more than once, of `voices` handed over."""

    accepted: int
    bounced: int
    voices: int
    ping_pong: int
    confused: tuple[Confused, ...]
    weeks: tuple[Week, ...]


def routing() -> Routing:
    """All outcomes, counted. Four queries, however many there are."""
    totals = RouteExample.objects.aggregate(
        accepted=Count("id", filter=Q(is_accepted=True)),
        bounced=Count("id", filter=Q(is_accepted=False)),
        voices=Count("voice", distinct=True),
    )
    often = RouteExample.objects.filter(is_accepted=False).values("voice").annotate(n=Count("id")).filter(n__gt=1)
    return Routing(**totals, ping_pong=often.count(), confused=_confused(), weeks=_weeks())


def _confused() -> tuple[Confused, ...]:
    bounced = Q(voice__routes__is_accepted=False)
    rows = (
        RouteExample.objects.filter(bounced, is_accepted=True)
        .values_list("voice__routes__department_id", "department_id")
        .annotate(n=Count("voice", distinct=True))
    )
    counts = Counter({(wrong, right): count for wrong, right, count in rows if wrong != right})
    pairs = {frozenset(pair) for pair in counts}
    ranked = sorted(pairs, key=lambda pair: (-sum(counts[a, b] for a, b in _ways(pair)), sorted(pair)))
    known, language = names(), reading_language()

    def name(pk: int) -> str:
        return known["department", pk].into(language) if ("department", pk) in known else "–"

    return tuple(
        Confused(name(a), name(b), counts[a, b], counts[b, a])
        for a, b in (tuple(sorted(pair)) for pair in ranked[:MOST_PAIRS])
    )


def _ways(pair: frozenset[int]) -> list[tuple[int, int]]:
    a, b = sorted(pair)
    return [(a, b), (b, a)]


def _weeks() -> tuple[Week, ...]:
    rows = (
        RouteExample.objects.annotate(week=TruncWeek("at"))
        .values_list("week")
        .annotate(
            accepted=Count("id", filter=Q(is_accepted=True)), bounced=Count("id", filter=Q(is_accepted=False))
        )
        .order_by("week")
    )
    found = {week.date(): (accepted, bounced) for week, accepted, bounced in rows}
    if not found:
        return ()
    last = max(found)
    first = max(min(found), last - timedelta(weeks=MOST_WEEKS - 1))
    count = (last - first).days // 7 + 1
    weeks = (first + timedelta(weeks=number) for number in range(count))
    return tuple(Week(begins_on, *found.get(begins_on, (0, 0))) for begins_on in weeks)
