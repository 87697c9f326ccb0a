"""Who is on duty in which hour of the week, as the rosters say."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from gwidam.listen.queries import open_channels
from gwidam.people.queries import shifts_of

DAYS, HOURS = 7, 24
WEEK = DAYS * HOURS * 60  # minutes
People = list[list[frozenset[int]]]  # Monday first, 24 hours each: ids of employees


def on_duty_by_channel(zone: ZoneInfo, at: datetime) -> dict[int, People]:
    """{id of an open channel: who has a shift in each hour of the house's week}, looked at at half past.

    The plan of the week, without absences: it shows where nobody is meant to be, not who was ill.
    """
    weeks: dict[int | None, People] = {}
    for channel in open_channels():
        if channel.roster_id not in weeks:
            weeks[channel.roster_id] = _week_of(channel.roster_id, zone, at)
    return {channel.pk: weeks[channel.roster_id] for channel in open_channels()}


def _week_of(roster_id: int | None, zone: ZoneInfo, at: datetime) -> People:
    shifts = shifts_of(roster_id) if roster_id else ()
    ahead = _minutes_ahead(ZoneInfo(shifts[0][0].roster.time_zone), zone, at) if shifts else 0
    return [
        [
            frozenset(
                employee.pk
                for shift, employee in shifts
                if shift.is_on((day * 1440 + hour * 60 + 30 + ahead) % WEEK)
            )
            for hour in range(HOURS)
        ]
        for day in range(DAYS)
    ]


def _minutes_ahead(theirs: ZoneInfo, ours: ZoneInfo, at: datetime) -> int:
    """How far the roster's clock is ahead of the house's, at this moment."""
    difference = at.astimezone(theirs).utcoffset() - at.astimezone(ours).utcoffset()  # type: ignore[operator]
    return int(difference.total_seconds()) // 60
