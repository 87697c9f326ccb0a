"""The room's part of the work loop."""

from __future__ import annotations

from datetime import datetime

from . import verbs
from .trackers import making, polling


def tick(at: datetime) -> int:
    """One batch of every telling that is due. Returns how many people: call again if any."""
    return verbs.tell_due(at=at)


def tick_trackers(at: datetime) -> int:
    """Make the issues that are asked for, and ask trackers what has changed. Returns how many were tried."""
    return making.make_due(at=at) + polling.poll_due(at=at)
