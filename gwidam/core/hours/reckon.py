"""Questions about open time. Every datetime is aware; every answer that is a moment is in UTC."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import MAXYEAR, UTC, datetime, timedelta

from .timetable import Year, year_of
from .week import Hours, zone_of
from .windows import WeekWindow, uncovered, week_of

# Three calendar years without an open minute hold at least two full years from any moment in the first.
_BARREN_YEARS = 3
# Fixed holidays, leap days and weekdays repeat well within this; a longer search only burns time.
_FURTHEST_YEARS = 100


class NeverOpen(ValueError):
    """These hours have no open time within two years, or not as much as was asked for."""


def is_open(hours: Hours, at: datetime) -> bool:
    """Whether `at` lies in a window; a window holds its first moment and not its last."""
    year, at = _year_at(hours, at)
    index = bisect_right(year.starts, at) - 1
    return index >= 0 and at < year.ends[index]


def open_between(hours: Hours, start: datetime, end: datetime) -> timedelta:
    """Open time in `[start, end)`; zero when the end is not after the start."""
    if end <= start:
        return timedelta()
    zone = zone_of(hours.zone)
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    first, last = start.astimezone(zone).year, end.astimezone(zone).year
    whole_years = sum((year_of(hours, year).total for year in range(first, last)), timedelta())
    return whole_years + year_of(hours, last).opened_by(end) - year_of(hours, first).opened_by(start)


def add_open(hours: Hours, start: datetime, amount: timedelta) -> datetime:
    """The first moment by which `amount` of open time has passed since `start`.

    Time that is used up exactly at closing time ends at closing time, not next morning; no amount at all
    ends at `start`. Raises ValueError for a negative amount, NeverOpen where there is no open time.
    """
    if amount < timedelta():
        raise ValueError("Open time cannot be added backwards.")
    year, start = _year_at(hours, start)
    if not amount:
        return start
    target = year.opened_by(start) + amount
    for year in _fertile_years(hours, start):
        if target <= year.total:
            return year.moment_of(target)
        target -= year.total
    raise NeverOpen("There is no such amount of open time.")


def add_open_days(hours: Hours, start: datetime, days: int) -> datetime:
    """The end of the N-th open day after the day of `start`.

    This is how "N working days" is counted in Korea: the day on which it begins does not count, however
    early it was (Civil Act art. 157), and the last day counts until its work ends (art. 159). A day ends
    with the last window that starts on it; days are those of the zone of the hours.
    Raises ValueError for fewer than one day, NeverOpen where there are no open days.
    """
    if days < 1:
        raise ValueError("Working days are counted from one.")
    today = start.astimezone(zone_of(hours.zone)).date()
    for year in _fertile_years(hours, start):
        index = bisect_right(year.days, today) + days - 1
        if index < len(year.days):
            return year.day_ends[index]
        days = index - len(year.days) + 1
    raise NeverOpen("There are no such open days.")


def next_open(hours: Hours, at: datetime) -> datetime:
    """`at` itself while open, otherwise when the next window starts. Raises NeverOpen."""
    if is_open(hours, at):
        return at.astimezone(UTC)
    at = at.astimezone(UTC)
    for year in _fertile_years(hours, at):
        index = bisect_right(year.starts, at)
        if index < len(year.starts):
            return year.starts[index]
    raise NeverOpen("These hours do not open within two years.")


def gaps(needed: Hours | Sequence[WeekWindow], covered: Iterable[WeekWindow]) -> list[WeekWindow]:
    """Weekly windows of the hours during which no shift of the roster is on duty, merged and in order.

    Holidays and extra dates are left aside: a roster is a week that repeats.
    """
    return uncovered(week_of(needed.weekly) if isinstance(needed, Hours) else needed, covered)


def _year_at(hours: Hours, at: datetime) -> tuple[Year, datetime]:
    return year_of(hours, at.astimezone(zone_of(hours.zone)).year), at.astimezone(UTC)


def _fertile_years(hours: Hours, start: datetime) -> Iterator[Year]:
    """Timetables from the year of `start` on, until too many in a row would bring nothing."""
    first = start.astimezone(zone_of(hours.zone)).year
    barren = 0
    for number in range(first, min(first + _FURTHEST_YEARS, MAXYEAR)):
        year = year_of(hours, number)
        barren = 0 if year.days and year.day_ends[-1] > start else barren + 1
        if barren == _BARREN_YEARS:
            return
        yield year
