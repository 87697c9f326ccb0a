"""One at a time over all processes of the house, for what is done best, or only right, by one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

NIGHT = 7_245_002  # a night's sorting into themes


@contextmanager
def alone(turn: int) -> Iterator[bool]:
    """Whether this process has the turn; True for one at a time. PostgreSQL takes it from whoever dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [turn])
        (has_turn,) = cursor.fetchone()
    try:
        yield has_turn
    finally:
        if has_turn:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [turn])
