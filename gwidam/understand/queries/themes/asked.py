"""What is asked of the themes: how many days, which channel, which touchpoint, in which order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

PERIODS = (7, 30, 90, 0)  # days; 0: all there ever were
ORDERS = ("people", "rising", "new", "negative")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the themes. `today` is the last day that counts."""

    today: date
    days: int = 30
    channel_id: int | None = None
    touchpoint_id: int | None = None
    order: str = "people"

    def condition(self, *, before: int = 0) -> Q:
        """The condition on days of themes; `before`: of so many periods earlier."""
        found = Q()
        if self.days:
            last = self.today - timedelta(days=self.days * before)
            found &= Q(day__gt=last - timedelta(days=self.days), day__lte=last)
        if self.channel_id is not None:
            found &= Q(channel=self.channel_id)
        if self.touchpoint_id is not None:
            found &= Q(touchpoint=self.touchpoint_id)
        return found
