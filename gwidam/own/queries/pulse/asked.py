"""What is asked of the pulse: how many days, which channel, which department; and the days that makes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.timezone import get_default_timezone_name

PERIODS = (7, 30, 90)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the pulse. A department's cases are those it holds now, or held when they were closed."""

    days: int = 30
    channel_id: int | None = None
    department_id: int | None = None

    @property
    def is_filtered(self) -> bool:
        return self.channel_id is not None or self.department_id is not None

    def of_department(self, path: str) -> Q:
        """The condition on the department, `path` leading to it."""
        return Q() if self.department_id is None else Q(**{path: self.department_id})

    def of_channel(self, path: str) -> Q:
        """The condition on the channel, `path` leading to it."""
        return Q() if self.channel_id is None else Q(**{path: self.channel_id})


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days of the house, the last of which is today and ends now. Half-open."""

    days: int
    ends_at: datetime
    zone: ZoneInfo

    @classmethod
    def until(cls, at: datetime, days: int) -> Period:
        """The last `days` days on the clock of the house."""
        return cls(days=days, ends_at=at, zone=ZoneInfo(get_default_timezone_name()))

    @property
    def today(self) -> date:
        return self.ends_at.astimezone(self.zone).date()

    @property
    def dates(self) -> list[date]:
        """Every day, oldest first."""
        return [self.today - timedelta(days=back) for back in reversed(range(self.days))]

    @property
    def starts_at(self) -> datetime:
        return self.midnight(self.dates[0])

    def since(self, day: date) -> Period:
        """The same period from this day on."""
        return Period((self.today - day).days + 1, self.ends_at, self.zone)

    def midnight(self, day: date) -> datetime:
        """When a day of the house begins."""
        return datetime.combine(day, time.min, tzinfo=self.zone)

    def has(self, field: str) -> Q:
        """The condition that a moment lies in the period."""
        bounds: dict[str, Any] = {f"{field}__gte": self.starts_at, f"{field}__lt": self.ends_at}
        return Q(**bounds)
