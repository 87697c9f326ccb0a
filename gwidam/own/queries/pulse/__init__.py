"""The pulse: how customers are heard and answered, in few numbers that are true.

Finished days are counted once and kept (`days`), so that a look at it counts today and what is open now, however
many voices there are. What a look has found is remembered for half a minute, and counted by one request at a time.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from gwidam.core.memory import shared_for

from .asked import PERIODS, Asked, Period
from .cases import BANDS, STATES, Held, OpenCases, open_cases_of
from .days import days_of
from .endings import Endings, endings_of
from .promises import AT_RISK, Promises, Wait, promises_of
from .routes import BackAndForth, Route, back_and_forth, routes_of
from .tallies import Tally
from .voices import Voices, voices_of

__all__ = [
    "AT_RISK",
    "BANDS",
    "FRESH",
    "PERIODS",
    "STATES",
    "Asked",
    "BackAndForth",
    "Endings",
    "Held",
    "OpenCases",
    "Period",
    "Promises",
    "Pulse",
    "Route",
    "Voices",
    "Wait",
    "back_and_forth",
    "count_finished_days",
    "pulse_of",
]

FRESH = 30.0  # seconds


@dataclass(frozen=True, slots=True)
class Pulse:
    """All of it, as it was at the end of the period."""

    asked: Asked
    period: Period
    voices: Voices
    cases: OpenCases
    promises: Promises
    endings: Endings
    routes: tuple[Route, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell: no voice in the period, nothing open, nothing promised."""
        return not (self.voices.whole or self.cases.whole or self.promises.whole.whole or self.endings.closed)


def count_finished_days(*, at: datetime) -> None:
    """Count what no look at the pulse has counted yet, so that the first look of the morning need not."""
    asked = Asked(max(PERIODS))
    days_of(asked, Period.until(at, asked.days))


@shared_for(FRESH)
def pulse_of(asked: Asked, *, at: datetime) -> Pulse:
    """The pulse at this moment, or as it was when somebody asked the same within the last half minute."""
    period = Period.until(at, asked.days)
    days = days_of(asked, period)
    whole: Tally = Counter()
    for tally in days.values():
        whole.update(tally)
    return Pulse(
        asked=asked,
        period=period,
        voices=voices_of(days, whole, asked, period),
        cases=open_cases_of(asked, period),
        promises=promises_of(days, whole, asked, period),
        endings=endings_of(whole),
        routes=routes_of(whole),
    )
