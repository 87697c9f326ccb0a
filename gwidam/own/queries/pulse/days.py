"""Finished days are counted once and kept; a look at the pulse counts only what is new since then."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from ...models import DayCount
from .asked import Asked, Period
from .tallies import Key, Tally, count_days

SHAPE = 1  # of the keys: counts of another shape are counted anew
SETTLED = timedelta(hours=1)  # after midnight, by when every transaction of the day before is surely over


def days_of(asked: Asked, period: Period) -> dict[date, Tally]:
    """The tally of each day of the period, of the channel asked for.

    Who holds a case changes after the day is over, so a department's days are counted each time.
    """
    if asked.department_id is not None:
        found = count_days(asked, period)
    else:
        found = _kept(period)
        first_missing = next((day for day in period.dates if day not in found), None)
        if first_missing is not None:
            counted = count_days(Asked(period.days), period.since(first_missing))
            fresh = {day: tally for day, tally in counted.items() if day not in found}
            _keep(fresh, period)
            found |= fresh
    return {day: _of_channel(found.get(day, Counter()), asked.channel_id) for day in period.dates}


def _kept(period: Period) -> dict[date, Tally]:
    rows = DayCount.objects.filter(
        zone=period.zone.key, shape=SHAPE, day__gte=period.dates[0], day__lt=period.today
    ).values_list("day", "counts")
    return {day: Counter({tuple(key): number for *key, number in counts}) for day, counts in rows}


def _keep(counted: dict[date, Tally], period: Period) -> None:
    """Keep the days that are over; not an empty one, so that a history written later is still seen."""
    DayCount.objects.bulk_create(
        [
            DayCount(
                zone=period.zone.key,
                shape=SHAPE,
                day=day,
                counts=[[*key, number] for key, number in tally.items()],
            )
            for day, tally in counted.items()
            if period.midnight(day + timedelta(days=1)) + SETTLED <= period.ends_at
        ],
        ignore_conflicts=True,
    )


def _of_channel(tally: Tally, channel_id: int | None) -> Tally:
    if channel_id is None:
        return tally
    return Counter({key: number for key, number in tally.items() if key[1] == channel_id})


def select(tally: Tally, what: str) -> list[tuple[Key, int]]:
    """[(the key behind `what` and the channel, count)] of one kind of count."""
    return [(key[2:], number) for key, number in tally.items() if key[0] == what]
