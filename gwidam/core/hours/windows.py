"""Stretches of a day and of a week, in whole minutes of local time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

DAY = 24 * 60
WEEK = 7 * DAY
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_CLOCK = re.compile(r"([01]\d|2[0-4]):([0-5]\d)", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Half-open stretch `[start, end)`, in minutes since the midnight of the day it belongs to.

    A window that crosses midnight ends after minute 1440 and belongs wholly to the day it starts on.
    Raises ValueError when it is empty, starts outside its day or lasts longer than 24 hours.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < DAY:
            raise ValueError("A window must start between 00:00 and 23:59.")
        if not self.start < self.end <= self.start + DAY:
            raise ValueError("A window must last longer than nothing and at most 24 hours.")

    @classmethod
    def of(cls, start: str, end: str) -> Self:
        """Read `"09:00", "18:00"`; an end that is not after the start is on the next day."""
        first, last = _minute(start), _minute(end)
        return cls(first, last if last > first else last + DAY)

    @property
    def shown(self) -> tuple[str, str]:
        """The two clock times that `of` reads back as the same window."""
        return clock(self.start), clock(self.end if self.end <= DAY else self.end - DAY)


@dataclass(frozen=True, slots=True, order=True)
class WeekWindow:
    """Half-open stretch of every week, in minutes since Monday 00:00; a duty shift, or a gap in a roster.

    The end may lie in the next week (Sunday night to Monday morning). Raises ValueError like `Window`.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < WEEK:
            raise ValueError("A weekly window must start between Monday 00:00 and Sunday 23:59.")
        if not self.start < self.end <= self.start + WEEK:
            raise ValueError("A weekly window must last longer than nothing and at most a week.")

    @classmethod
    def on(cls, weekday: int, start: str, end: str) -> Self:
        """A shift of one weekday (0 = Monday); an end that is not after the start is on the next day."""
        if not 0 <= weekday < 7:
            raise ValueError("A weekday is a number from 0 (Monday) to 6 (Sunday).")
        window = Window.of(start, end)
        return cls(weekday * DAY + window.start, weekday * DAY + window.end)

    @property
    def shown(self) -> tuple[tuple[int, str], tuple[int, str]]:
        """`((weekday, "HH:MM"), (weekday, "HH:MM"))` of start and end; an end at midnight reads 24:00."""
        last_day, last_minute = divmod(self.end - 1, DAY)
        return (
            (self.start // DAY, clock(self.start % DAY)),
            (last_day % 7, clock(last_minute + 1)),
        )

    def covers(self, at: datetime, zone: ZoneInfo) -> bool:
        """Whether the moment (aware) falls into this stretch on the clocks of the zone."""
        local = at.astimezone(zone)
        minute = local.weekday() * DAY + local.hour * 60 + local.minute
        return self.start <= minute < self.end or minute + WEEK < self.end


def clock(minute: int) -> str:
    """`540` -> `"09:00"`, `1440` -> `"24:00"`."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _minute(text: str) -> int:
    found = _CLOCK.fullmatch(text)
    minute = int(found[1]) * 60 + int(found[2]) if found else DAY + 1
    if minute > DAY:
        raise ValueError(f"{text!r} is not a time of day between 00:00 and 24:00.")
    return minute


def week_of(weekly: Sequence[Sequence[Window]]) -> list[WeekWindow]:
    """Windows of seven weekdays, Monday first, as windows of one week."""
    return [
        WeekWindow(weekday * DAY + window.start, weekday * DAY + window.end)
        for weekday, windows in enumerate(weekly)
        for window in windows
    ]


def uncovered(needed: Iterable[WeekWindow], covered: Iterable[WeekWindow]) -> list[WeekWindow]:
    """What of `needed` no window of `covered` covers, merged, in order of the week.

    A gap that runs over Sunday midnight is one gap, listed where it starts.
    """
    shifts = _on_one_week(covered)
    missing: list[tuple[int, int]] = []
    for start, end in _on_one_week(needed):
        for first, last in shifts:
            if last <= start or first >= end:
                continue
            if first > start:
                missing.append((start, first))
            start = last
        if start < end:
            missing.append((start, end))
    return [WeekWindow(start, end) for start, end in _joined_over_sunday(missing)]


def _on_one_week(windows: Iterable[WeekWindow]) -> list[tuple[int, int]]:
    """Merged pieces within `[0, WEEK]`, with what runs over Sunday midnight moved to Monday."""
    pieces: list[tuple[int, int]] = []
    for window in windows:
        pieces.append((window.start, min(window.end, WEEK)))
        if window.end > WEEK:
            pieces.append((0, window.end - WEEK))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _joined_over_sunday(pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    if len(pieces) > 1 and pieces[0][0] == 0 and pieces[-1][1] == WEEK:
        return [*pieces[1:-1], (pieces[-1][0], WEEK + pieces[0][1])]
    return pieces
