"""Counting days: what happened on each, by channel, as one flat tally of keys and counts.

A key is (what, channel, further numbers or words). Only what can no longer change once its day is over is counted,
so that a finished day is counted once:

* a promise on the day it fell due. Kept means kept by then; kept late is broken. One let go before it fell due is
  not counted, one let go after it is broken; what is not due yet is not counted either way, also when it is kept
  already, else a day would look the better the younger its promises are;
* a wait for the first word or the answer, from the moment the customer spoke, as it stood at the end of the day it
  was due;
* an offer on the day it was decided; closures, reopenings and customers' words on theirs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    FloatField,
    Func,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models import Case as Either
from django.db.models.functions import (
    Cast,
    Coalesce,
    Extract,
    ExtractHour,
    ExtractIsoWeekDay,
    Least,
    Round,
    TruncDate,
)

from gwidam.listen.models import Channel, Voice

from ...models import Closure, HandOff, Outcome, Promise, Reopening
from .asked import Asked, Period

Key = tuple[Any, ...]
Tally = Counter[Key]
Row = tuple[date, Key, int]

IN_TIME = Q(kept_at__lte=F("due_at"))
# Waits are told apart as finely as people speak of them, so that a day has hundreds of rows, not one a customer.
STEPS = ((7_200.0, 60.0), (43_200.0, 900.0), (172_800.0, 3_600.0))  # seconds: waits below the first in the second
WIDEST = 21_600.0
DECIDED = (HandOff.State.ACCEPTED, HandOff.State.BOUNCED, HandOff.State.EXPIRED)


def count_days(asked: Asked, period: Period) -> dict[date, Tally]:
    """The tallies of all days of the period, whatever the channel: its number is in every key."""
    found: defaultdict[date, Tally] = defaultdict(Counter)
    for count in (_voices, _hours, _promises, _broken, _waits, _routes, _said, _closed, _again):
        for day, key, number in count(asked, period):
            if number:
                found[day][key] += number
    return found


def _day(field: str, period: Period) -> TruncDate:
    return TruncDate(field, tzinfo=period.zone)


def _voices(asked: Asked, period: Period) -> Iterator[Row]:
    heard = Voice.objects.filter(asked.of_department("case__department"), period.has("heard_at"))
    for day, channel, count in heard.values_list(_day("heard_at", period), "channel_id").annotate(Count("id")):
        yield day, ("voice", channel), count


def _hours(asked: Asked, period: Period) -> Iterator[Row]:
    """When customers speak; not those of doors whose times are only dates, as of many imported files."""
    spoken = Voice.objects.filter(asked.of_department("case__department"), period.has("heard_at"))
    hours = spoken.exclude(channel__kind__in=(Channel.Kind.IMPORT, Channel.Kind.UNNAMED)).values_list(
        _day("heard_at", period),
        "channel_id",
        ExtractIsoWeekDay("said_at", tzinfo=period.zone),
        ExtractHour("said_at", tzinfo=period.zone),
    )
    for day, channel, weekday, hour, count in hours.annotate(Count("id")):
        yield day, ("hour", channel, weekday - 1, hour), count


def fell_due(asked: Asked, period: Period) -> QuerySet[Promise]:
    """Promises of ours whose time came within the period."""
    return Promise.objects.filter(
        asked.of_department("case__department"), period.has("due_at"), owed_by=Promise.OwedBy.US
    ).exclude(released_at__lte=F("due_at"))


def _promises(asked: Asked, period: Period) -> Iterator[Row]:
    rows = fell_due(asked, period).values_list(
        _day("due_at", period), "case__voice__channel_id", "kind", "department_id"
    )
    for day, channel, kind, department, whole, kept in rows.annotate(
        whole=Count("id"), kept=Count("id", filter=IN_TIME)
    ):
        yield day, ("due", channel, kind, department), whole
        yield day, ("kept", channel, kind, department), kept


def _broken(asked: Asked, period: Period) -> Iterator[Row]:
    """Broken promises by touchpoint."""
    rows = (
        fell_due(asked, period)
        .filter(Q(kept_at__isnull=True) | Q(kept_at__gt=F("due_at")))
        .values_list(_day("due_at", period), "case__voice__channel_id", "case__voice__touchpoint_id")
    )
    for day, channel, touchpoint, count in rows.annotate(Count("id")):
        yield day, ("broken", channel, touchpoint), count


def _waits(asked: Asked, period: Period) -> Iterator[Row]:
    midnight = Func(
        Value("day"), F("due_at"), Value(period.zone.key), function="date_trunc", output_field=DateTimeField()
    )
    seen_until = Least(
        ExpressionWrapper(midnight + Value(timedelta(days=1)), output_field=DateTimeField()),
        Value(period.ends_at),
    )
    span = ExpressionWrapper(
        Least(Coalesce(F("kept_at"), seen_until), seen_until) - F("case__opened_at"),
        output_field=DurationField(),
    )
    seconds = Cast(Extract(span, "epoch"), FloatField())
    unit = Either(*(When(waited__lt=until, then=Value(step)) for until, step in STEPS), default=Value(WIDEST))
    rows = (
        fell_due(asked, period)
        .filter(kind__in=(Promise.Kind.FIRST_WORD, Promise.Kind.ANSWER))
        .alias(seen_until=seen_until, waited=seconds, unit=unit)
        .values_list(
            _day("due_at", period),
            "case__voice__channel_id",
            "kind",
            ExpressionWrapper(Q(kept_at__isnull=False, kept_at__lte=F("seen_until")), output_field=BooleanField()),
            Round(F("waited") / F("unit")) * F("unit"),
        )
    )
    for day, channel, kind, is_over, rounded, count in rows.annotate(Count("id")):
        yield day, ("wait", channel, kind, is_over, int(rounded)), count


def _routes(asked: Asked, period: Period) -> Iterator[Row]:
    decided = HandOff.objects.filter(
        asked.of_department("from_department") | asked.of_department("to_department"),
        period.has("decided_at"),
        state__in=DECIDED,
    ).values_list(
        _day("decided_at", period),
        "case__voice__channel_id",
        "from_department_id",
        "to_department_id",
        "state",
    )
    for day, channel, giver, receiver, state, count in decided.annotate(Count("id")):
        yield day, ("route", channel, giver, receiver, state), count


def _said(asked: Asked, period: Period) -> Iterator[Row]:
    """Customers' own words on a closure."""
    said = Outcome.objects.filter(asked.of_department("closure__case__department"), period.has("at"))
    rows = said.values_list(_day("at", period), "closure__case__voice__channel_id", "word")
    for day, channel, word, count in rows.annotate(Count("id")):
        yield day, ("said", channel, word), count


def _closed(asked: Asked, period: Period) -> Iterator[Row]:
    closures = Closure.objects.filter(asked.of_department("case__department"), period.has("at"))
    rows = closures.values_list(_day("at", period), "case__voice__channel_id")
    for day, channel, count in rows.annotate(Count("id")):
        yield day, ("closed", channel), count


def _again(asked: Asked, period: Period) -> Iterator[Row]:
    reopenings = Reopening.objects.filter(asked.of_department("case__department"), period.has("at"))
    rows = reopenings.values_list(_day("at", period), "case__voice__channel_id")
    for day, channel, count in rows.annotate(Count("id")):
        yield day, ("again", channel), count
