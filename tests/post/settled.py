"""Webhooks are told of what lies below the oldest transaction that still runs, and other test processes run some."""

from __future__ import annotations

import time
from datetime import datetime

from django.db import connection

from gwidam.post import verbs

MOST_WAITED = 120  # seconds; some tests build a whole house in one transaction


def gather(*, at: datetime) -> int:
    """Gather once everything written until now may be told; never inside a transaction of the test's own."""
    until_settled()
    return verbs.gather(at=at)


def until_settled() -> None:
    """Wait until every transaction of this server that runs now is over."""
    until = time.monotonic() + MOST_WAITED
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        (now,) = cursor.fetchone()
        while time.monotonic() < until:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            if cursor.fetchone()[0] > now:
                return
            time.sleep(0.02)
