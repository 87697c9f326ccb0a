"""Who spoke, when, through which door, and whether somebody was there to listen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ...rules.shares import Share
from .asked import Asked, Period
from .duty import DAYS, HOURS, on_duty_by_channel
from .tallies import Tally

Week = tuple[tuple[int, ...], ...]  # Monday first, 24 hours each


@dataclass(frozen=True, slots=True)
class Voices:
    """Voices of the period. `by_hour` leaves out imported files, whose times are often only dates.

    `unheard` are those of `by_hour` that came while nobody was on the roster of their own channel.
    """

    by_day: tuple[tuple[date, int], ...]
    by_channel: dict[int, int]
    by_hour: Week
    on_duty: Week
    unheard: Share

    @property
    def today(self) -> int:
        return self.by_day[-1][1]

    @property
    def week(self) -> int:
        return sum(count for _day, count in self.by_day[-7:])

    @property
    def whole(self) -> int:
        return sum(count for _day, count in self.by_day)


def voices_of(days: Mapping[date, Tally], whole: Tally, asked: Asked, period: Period) -> Voices:
    """Read the voices out of the tallies, and set them against the rosters."""
    there = on_duty_by_channel(period.zone, period.ends_at)
    present = [week for pk, week in there.items() if asked.channel_id in (None, pk)]
    spoken: Counter[tuple[int, int]] = Counter()
    unheard = 0
    for key, count in whole.items():
        if key[0] == "hour":
            _what, channel_id, weekday, hour = key
            spoken[weekday, hour] += count
            if channel_id not in there or not there[channel_id][weekday][hour]:
                unheard += count
    channels = Counter({key[1]: count for key, count in whole.items() if key[0] == "voice"})
    return Voices(
        by_day=tuple(
            (day, sum(count for key, count in tally.items() if key[0] == "voice")) for day, tally in days.items()
        ),
        by_channel=dict(channels.most_common()),
        by_hour=tuple(tuple(spoken[day, hour] for hour in range(HOURS)) for day in range(DAYS)),
        on_duty=tuple(
            tuple(len(frozenset[int]().union(*(week[day][hour] for week in present))) for hour in range(HOURS))
            for day in range(DAYS)
        ),
        unheard=Share(unheard, sum(spoken.values())),
    )
