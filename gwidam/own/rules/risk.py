"""Which promise is most at risk, and how near its end looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Risk:
    """A due time and what is due then."""

    due_at: datetime
    kind: str


def most_at_risk(due: Iterable[tuple[datetime, str]]) -> Risk | None:
    """The earliest of the open due times; None when nothing is owed."""
    first = min(due, default=None)
    return Risk(*first) if first else None


def shade(made_at: datetime, due_at: datetime, now: datetime) -> str:
    """'safe', 'soon' (the last quarter of the time, or the last hour of a long one) or 'late'."""
    if now >= due_at:
        return "late"
    left, whole = due_at - now, due_at - made_at
    return "soon" if left <= max(whole / 4, min(timedelta(hours=1), whole)) else "safe"
