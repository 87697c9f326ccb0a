"""The room's part of the work loop."""

from __future__ import annotations

from datetime import datetime

from . import queries, verbs

BATCH = 100


def tick(at: datetime) -> int:
    """Write the digests that are due and send one batch. Returns how many were taken: call again if any."""
    return verbs.bundle_digests(at=at) + verbs.send_due(at=at, limit=BATCH)


def tick_webhooks(at: datetime) -> int:
    """Queue what webhooks have yet to be told and deliver what is due. Returns how many were called."""
    if not queries.webhooks_that_are_on():
        return 0
    verbs.gather(at=at)
    return verbs.deliver_due(at=at)
