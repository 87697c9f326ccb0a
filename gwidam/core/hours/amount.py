"""`Amount`: how long a promise or a standard allows, as a number and a unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from .reckon import add_open, add_open_days
from .week import Hours

UNITS = ("seconds", "minutes", "hours", "days", "working_days")
LONGEST = timedelta(days=3660)  # contract records are kept five years; nobody promises past ten


@dataclass(frozen=True, slots=True)
class Amount:
    """A positive whole number of one of `UNITS`, at most ten years. Raises ValueError otherwise."""

    value: int
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ValueError(f"Unknown unit {self.unit!r}; allowed are {', '.join(UNITS)}.")
        if isinstance(self.value, bool) or not isinstance(self.value, int) or self.value < 1:
            raise ValueError("An amount of time is a whole number from one.")
        if self.value > LONGEST / self._one:
            raise ValueError("An amount of time may be at most ten years.")

    @classmethod
    def from_dict(cls, shape: Mapping[str, Any]) -> Self:
        """Read `{"value": 3, "unit": "working_days"}`."""
        if not isinstance(shape, Mapping) or set(shape) != {"value", "unit"}:
            raise ValueError("An amount of time is an object of value and unit.")
        return cls(shape["value"], shape["unit"])

    def to_dict(self) -> dict[str, Any]:
        return {"value": self.value, "unit": self.unit}

    @property
    def length(self) -> timedelta:
        """How long it is on the wall clock. Raises ValueError for working days, which have no one length."""
        if self.unit == "working_days":
            raise ValueError("Working days have no length without a calendar.")
        return self.value * self._one

    @property
    def _one(self) -> timedelta:
        return timedelta(**{"days" if self.unit == "working_days" else self.unit: 1})


def due(amount: Amount, since: datetime, hours: Hours) -> datetime:
    """When an amount of time that began at `since` (aware) is over, in UTC.

    Seconds, minutes and hours are open time of the hours, so on `ALWAYS` they are wall-clock time. Days are
    24 hours of wall clock on any calendar. Working days end with the N-th open day after the day of `since`.
    Raises NeverOpen where the hours have no such time.
    """
    if amount.unit == "working_days":
        return add_open_days(hours, since, amount.value)
    if amount.unit == "days":
        return since.astimezone(UTC) + amount.length
    return add_open(hours, since, amount.length)
