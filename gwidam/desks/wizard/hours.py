"""The hours that a roster covers, as the hours a channel may promise."""

from __future__ import annotations

from gwidam.core.hours import WEEKDAYS, Hours, WeekWindow, always, gaps
from gwidam.core.hours.windows import DAY, clock
from gwidam.people.models import Roster
from gwidam.people.queries import shifts_of


def covered_hours(roster: Roster) -> Hours | None:
    """When somebody of this roster is on duty, week by week; None when nobody ever is."""
    shifts = [
        WeekWindow(each.starts_minute, each.starts_minute + each.minutes) for each, _ in shifts_of(roster.pk)
    ]
    weekly = {day: _covered(shifts, number) for number, day in enumerate(WEEKDAYS)}
    if not any(weekly.values()):
        return None
    if all(spans == [["00:00", "24:00"]] for spans in weekly.values()):
        return always(roster.time_zone)
    return Hours.from_dict({"zone": roster.time_zone, "weekly": weekly})


def _covered(shifts: list[WeekWindow], day: int) -> list[list[str]]:
    """The covered spans of one weekday: the day, less what no shift covers of it."""
    start = day * DAY
    spans, at = [], 0
    for gap in gaps([WeekWindow(start, start + DAY)], shifts):
        if gap.start - start > at:
            spans.append([clock(at), clock(gap.start - start)])
        at = gap.end - start
    if at < DAY:
        spans.append([clock(at), clock(DAY)])
    return spans
