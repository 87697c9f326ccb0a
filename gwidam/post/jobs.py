"""The room's part of the work loop."""

from __future__ import annotations

from datetime import datetime

from . import verbs

BATCH = 100


def tick(at: datetime) -> int:
    """Write the digests that are due and send one batch. Returns how many were taken: call again if any."""
    return verbs.bundle_digests(at=at) + verbs.send_due(at=at, limit=BATCH)
