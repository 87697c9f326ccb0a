"""One calendar year of opening hours as sorted moments, so that every question is a binary search."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from .public_holidays import public_holidays
from .week import Hours, Windows, zone_of

Span = tuple[datetime, datetime]

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Year:
    """Open time of one local calendar year; every moment in UTC.

    starts, ends: merged half-open spans, clipped to the year.
    before: open time from the beginning of the year to each start; `total` is that of the whole year.
    days, day_ends: dates on which a window starts, and when the last one of that date ends,
        never earlier than that of a date before.
    """

    begins: datetime
    starts: list[datetime]
    ends: list[datetime]
    before: list[timedelta]
    total: timedelta
    days: list[date]
    day_ends: list[datetime]

    def opened_by(self, at: datetime) -> timedelta:
        """Open time from the beginning of the year to `at`, which lies in the year."""
        index = bisect_right(self.starts, at) - 1
        if index < 0:
            return timedelta()
        return self.before[index] + min(at, self.ends[index]) - self.starts[index]

    def moment_of(self, opened: timedelta) -> datetime:
        """The first moment by which that much was open; `opened` is more than zero and at most `total`."""
        index = bisect_right(self.before, opened) - 1
        if self.before[index] == opened:
            index -= 1  # exactly used up at the end of the span before, not at the start of this one
        return self.starts[index] + (opened - self.before[index])


@lru_cache(maxsize=1024)
def year_of(hours: Hours, year: int) -> Year:
    """The timetable of a year; equal hours share one, wherever they were loaded from."""
    zone = zone_of(hours.zone)
    begins, until = _moment(date(year, 1, 1), 0, zone), _moment(date(year + 1, 1, 1), 0, zone)
    spans: list[Span] = []
    days: list[date] = []
    day_ends: list[datetime] = []
    windows_on = _windows_by_date(hours, year)
    day = date(year, 1, 1) - _ONE_DAY  # its night may run into the year
    latest = begins
    while day.year <= year:
        todays = _spans(day, windows_on(day), zone)
        spans += todays
        # A long night can end after the short day that follows it, which then ends with the night.
        latest = max([latest, *(end for _, end in todays)])
        if todays and day.year == year:
            days.append(day)
            day_ends.append(latest)
        day += _ONE_DAY
    starts, ends = _merged(spans, begins, until)
    before, total = [], timedelta()
    for start, end in zip(starts, ends, strict=True):
        before.append(total)
        total += end - start
    return Year(begins, starts, ends, before, total, days, day_ends)


def _windows_by_date(hours: Hours, year: int) -> Callable[[date], Windows]:
    opened = dict(hours.opened)
    closed = hours.closed
    if hours.region:
        closed |= public_holidays(hours.region, year - 1) | public_holidays(hours.region, year)

    def windows_on(day: date) -> Windows:
        if day in opened:
            return opened[day]
        return () if day in closed else hours.weekly[day.weekday()]

    return windows_on


def _spans(day: date, windows: Windows, zone: ZoneInfo) -> list[Span]:
    spans = [(_moment(day, window.start, zone), _moment(day, window.end, zone)) for window in windows]
    return [(start, end) for start, end in spans if start < end]  # a leap of the clock can swallow a window


def _moment(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Local minute of a day in UTC: the first of two when clocks go back, moved on when it is leapt over."""
    local = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001 - zoned below
    return local.replace(tzinfo=zone).astimezone(UTC)


def _merged(spans: list[Span], begins: datetime, until: datetime) -> tuple[list[datetime], list[datetime]]:
    starts: list[datetime] = []
    ends: list[datetime] = []
    for start, end in sorted(spans):
        start, end = max(start, begins), min(end, until)
        if start >= end:
            continue
        if ends and start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return starts, ends
