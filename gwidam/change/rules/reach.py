"""How many people a quarter, and whether they become more: pure decisions, without a clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

QUARTER_WEEKS = 13  # the running week is one of them: 85 to 91 days
LEAST_TREND, MOST_TREND = 0.5, 2.0


@dataclass(frozen=True, slots=True)
class Movement:
    """People of the last week, and what the weeks before let expect of it, as themes are watched.

    low to high: nine of ten weeks in which nothing has changed. is_rising: whether the test of many themes at once
    calls it a rise. theme_id: the theme that was looked at; None: the improvement's own voices.
    """

    people: float
    low: float
    expected: float
    high: float
    is_rising: bool
    theme_id: int | None = None

    @property
    def is_falling(self) -> bool:
        return self.people < self.low

    @property
    def weight(self) -> float:
        """How many times as many as expected, drawn towards 1 where there are few; 1 where it may be chance."""
        if not (self.is_rising or self.is_falling):
            return 1.0
        return min(MOST_TREND, max(LEAST_TREND, round((self.people + 1) / (self.expected + 1), 2)))

    def as_json(self) -> dict[str, Any]:
        """As a reach keeps it."""
        return {name: getattr(self, name) for name in self.__slots__}


def monday_of(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def people_lately(last_weeks: Mapping[str, int], *, this_week: date | None) -> int:
    """People who asked within the quarter that ends with `this_week`; all of them while no week is known.

    last_weeks: {Monday in ISO format: people who asked last in that week}, so that each person is in it once.
    """
    if this_week is None:
        return sum(last_weeks.values())
    since = (this_week - timedelta(weeks=QUARTER_WEEKS - 1)).isoformat()
    return sum(people for week, people in last_weeks.items() if week >= since)
