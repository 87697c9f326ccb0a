"""News from PostgreSQL: LISTEN, the cursor to come back with, and what was missed since."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

import orjson
import psycopg
from django.conf import settings
from psycopg.rows import tuple_row

from gwidam.core.ledger import references

MOST_MISSED = 2000  # facts; beyond that the page looks at everything again


def connection_settings() -> dict[str, Any]:
    """What psycopg needs to reach the same database as the pages."""
    told = settings.DATABASES["default"]
    return {
        "dbname": told["NAME"],
        "user": told["USER"],
        "password": told["PASSWORD"] or None,
        "host": told["HOST"] or None,
        "port": told["PORT"] or None,
        "connect_timeout": 5,
    }


async def connect() -> psycopg.AsyncConnection[Any]:
    return await psycopg.AsyncConnection.connect(**connection_settings(), autocommit=True, row_factory=tuple_row)


async def listen(connection: psycopg.AsyncConnection[Any]) -> AsyncIterator[list[str]]:
    """The topics of one act after another. Raises psycopg.OperationalError when the database goes away."""
    await connection.execute("LISTEN gwidam_live")
    async for notify in connection.notifies():
        yield list(orjson.loads(notify.payload))


async def cursor_now(connection: psycopg.AsyncConnection[Any]) -> int:
    """The oldest transaction still running: all before it is over and has been told."""
    found = await connection.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
    row = await found.fetchone()
    return int(row[0]) if row else 0


async def missed_since(connection: psycopg.AsyncConnection[Any], cursor: int) -> Sequence[Sequence[str]] | None:
    """Topics of every fact written by transactions from `cursor` on; None when there are too many to tell."""
    found = await connection.execute(
        "SELECT about, body FROM core_fact WHERE xact >= %s ORDER BY id LIMIT %s", [cursor, MOST_MISSED + 1]
    )
    rows = await found.fetchall()
    if len(rows) > MOST_MISSED:
        return None
    return [[about, *(f"{noun}:{pk}" for _, noun, pk in references(body))] for about, body in rows]
