"""Row numbers taken in blocks, so that a row knows its number (and its receipt) before it is written."""

from __future__ import annotations

import threading

from django.db import connection

BLOCK = 64  # equals the sequence's INCREMENT BY in the first migration

_lock = threading.RLock()  # drawing may open a connection, and that forgets the block
_next = 0
_end = 0


def next_id() -> int:
    """A number nobody else has had. Numbers of a block that its process did not use are never used."""
    global _next, _end  # noqa: PLW0603 - the block belongs to the process
    with _lock:
        if _next >= _end:
            _next = _draw()
            _end = _next + BLOCK
        taken, _next = _next, _next + 1
        return taken


def next_ids(count: int) -> list[int]:
    """Many numbers at once, whole blocks drawn in one query."""
    blocks = -(-count // BLOCK)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('gwidam_ids') FROM generate_series(1, %s)", [blocks])
        starts = [row[0] for row in cursor.fetchall()]
    return [start + step for start in starts for step in range(BLOCK)][:count]


def forget_block(**_: object) -> None:
    """Drop what is left of the block: after a fork, when a test's database is a new one, on a new connection.

    A block drawn in a transaction that had not committed when the database crashed is drawn again by somebody
    else. Such a crash ends every connection, so whoever opens one must not go on with an old block.
    """
    global _next, _end  # noqa: PLW0603 - the block belongs to the process
    with _lock:
        _next = _end = 0


def _draw() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('gwidam_ids')")
        return int(cursor.fetchone()[0])
