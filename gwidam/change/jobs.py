"""The room's part of the work loop."""

from __future__ import annotations

from datetime import datetime

from . import verbs


def tick(at: datetime) -> int:
    """One batch of every telling that is due. Returns how many people: call again if any."""
    return verbs.tell_due(at=at)
