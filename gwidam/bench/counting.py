"""How many queries a page runs: with fifty rows it must not be more than with five."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.test import Client

from gwidam.core.memory import forget

from .cast import Cast
from .house import Tell
from .pages import follower, signed_in

FEW, MANY = 5, 50

# Each makes a list that many rows long, for the reader, the worker or the case; nothing of it is kept.
GIVE_TO_READER = """
UPDATE own_case SET guardian_id = CASE WHEN id IN (
    SELECT id FROM own_case WHERE state = 'open' ORDER BY id LIMIT %(rows)s) THEN %(reader)s ELSE %(other)s END
WHERE state = 'open'
"""
GIVE_TO_WORKER = """
UPDATE own_case SET holder_id = CASE WHEN id IN (
    SELECT id FROM own_case WHERE state = 'open' ORDER BY id LIMIT %(rows)s) THEN %(worker)s ELSE %(other)s END,
    department_id = CASE WHEN id IN (
    SELECT id FROM own_case WHERE state = 'open' ORDER BY id LIMIT %(rows)s) THEN %(department)s ELSE %(centre)s END
WHERE state = 'open'
"""
LENGTHEN_STORY = """
INSERT INTO core_fact (kind, version, at, by, about, body, personal, is_public, request_id)
SELECT 'own.FirstWordSaid', 1, now(), 'employee:' || %(reader)s, 'case:' || id, jsonb_build_object('case_id', id),
       NULL, true, gen_random_uuid()
FROM own_case, generate_series(1, %(rows)s) WHERE receipt = %(receipt)s
"""


class Queries:
    """Counts what passes it on the way to the database."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        return execute(sql, params, many, context)


def count_all(cast: Cast, *, tell: Tell) -> dict[str, Any]:
    """{page: {"5": queries, "50": queries}}, in the house this process is connected to."""
    tell("Counting queries.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT receipt FROM own_case WHERE state = 'open' ORDER BY id LIMIT 1")
        (receipt,) = cursor.fetchone()
    reader, worker = (signed_in(cast.sessions[pk]) for pk in (cast.reader_id, cast.worker_id))
    keyed = {"Authorization": f"Bearer {cast.keys[0]}"}
    pages = {
        "inbox": (GIVE_TO_READER, "/guarded", reader),
        "department desk": (GIVE_TO_WORKER, "/desk", worker),
        "case": (LENGTHEN_STORY, f"/cases/{receipt}", reader),
        "follow": (LENGTHEN_STORY, "/follow", follower(receipt)),
        "API: voices": ("", "/api/v1/voices?limit={rows}", keyed),
        "API: cases": ("", "/api/v1/cases?limit={rows}", keyed),
    }
    department = next(iter(cast.departments))
    named = {
        "reader": cast.reader_id, "other": cast.front_line[-1], "worker": cast.worker_id, "department": department,
        "centre": cast.centre_id, "receipt": receipt,
    }  # fmt: skip
    found = {}
    for name, (change, path, headers) in pages.items():
        counts = {}
        for rows in (FEW, MANY):
            with changed(change, {**named, "rows": rows}):
                counts[str(rows)] = queries_of(path.format(rows=rows), headers)
        found[name] = counts
    connection.close()
    return found


@contextmanager
def changed(change: str, named: dict[str, Any]) -> Iterator[None]:
    """The house with a change that is taken back when the block ends."""
    with transaction.atomic():
        if change:
            with connection.cursor() as cursor:
                cursor.execute(change, named)
        yield
        transaction.set_rollback(True)


def queries_of(path: str, headers: dict[str, str]) -> int | None:
    """Queries of the second request for a page; None when it does not answer 200."""
    client = Client(headers=headers, SERVER_NAME="127.0.0.1")
    forget()
    client.get(path)
    queries = Queries()
    with connection.execute_wrapper(queries):
        response = client.get(path)
    return queries.count if response.status_code == 200 else None
