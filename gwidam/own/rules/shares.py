"""Counts that people decide by: a share with its uncertainty, and a wait that does not forget who still waits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

FEWEST = 5  # of fewer, a share says more about chance than about us
Z = 1.959964  # two-sided 95 %


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole. Below FEWEST the share is not said, only the two counts are."""

    part: int
    whole: int

    def __add__(self, other: Share) -> Share:
        return Share(self.part + other.part, self.whole + other.whole)

    @property
    def rest(self) -> int:
        """What is not the part."""
        return self.whole - self.part

    @property
    def is_sayable(self) -> bool:
        return self.whole >= FEWEST

    @property
    def value(self) -> float | None:
        """From 0 to 1; None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def likely(self) -> tuple[float, float]:
        """Between which the true share lies in 95 of 100 such counts (Wilson 1927); (0, 1) of nothing."""
        if not self.whole:
            return 0.0, 1.0
        n, p, squared = self.whole, self.part / self.whole, Z * Z
        middle = (p + squared / (2 * n)) / (1 + squared / n)
        reach = Z * sqrt(p * (1 - p) / n + squared / (4 * n * n)) / (1 + squared / n)
        return max(0.0, middle - reach), min(1.0, middle + reach)


NOTHING = Share(0, 0)


@dataclass(frozen=True, slots=True)
class Waits:
    """`count` customers who waited `seconds`; `is_over` once they have what they waited for."""

    seconds: float
    is_over: bool
    count: int


def median_wait(waits: Iterable[Waits]) -> float | None:
    """Seconds within which half have what they wait for (Kaplan and Meier 1958); None where half do not yet.

    Who still waits counts for as long as they have waited: leaving them out would make us look faster the more
    customers we keep waiting.
    """
    rows = sorted(waits, key=lambda each: (each.seconds, not each.is_over))
    left = sum(each.count for each in rows)
    still = 1.0
    for each in rows:
        if each.is_over:
            still *= 1 - each.count / left
            if still <= 0.5 + 1e-9:
                return each.seconds
        left -= each.count
    return None
