"""Facts on their way into the table."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from django.db import connection

from ..rows import copy_values, draw_ids, spell_json, spell_moment, spell_switch, spell_text

TABLE = "core_fact"
MANY = 100  # from here on COPY is faster than INSERT


class Noted(NamedTuple):
    """One fact of an open act, in the order of its columns."""

    kind: str
    version: int
    at: datetime
    by: str
    about: str
    body: dict[str, Any]
    personal: dict[str, Any] | None
    is_public: bool
    request_id: uuid.UUID


_COLUMNS = "kind, version, at, by, about, body, personal, is_public, request_id"


class Job(Protocol):
    """What the queue has to know of a job."""

    name: str
    queue: str
    priority: int


def write(facts: Sequence[Noted]) -> list[int]:
    """Write the facts; their numbers, in order."""
    if len(facts) >= MANY:
        return _copy(facts)
    sql, values = _insertion(facts)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} RETURNING id", values)
        return [number for (number,) in cursor.fetchall()]


def write_and_cause(facts: Sequence[Noted], causing: Collection[str], *, job: Job | None, news: list[str]) -> None:
    """Write a few facts, put the job for those of the causing kinds (if any) into the queue, and say the news.

    All in one statement: each of the three would cost as much again. The queue's own function takes the job;
    without one, the facts are kept for whoever does the unhurried ones.
    """
    sql, values = _insertion(facts)
    steps = [f"noted AS ({sql} RETURNING id, kind)"]
    done = ["SELECT pg_notify('gwidam_live', %s)"] * len(news)
    if causing:
        kinds = f"({', '.join(['%s'] * len(causing))})"
        if job is None:
            steps.append(f"deferred AS ({KEEP} {kinds} RETURNING fact_id)")
        else:
            steps.append(f"deferred AS ({DEFER} {kinds})")
            values += (job.queue, job.name, job.priority)
        values += causing
        done.append("SELECT NULL FROM deferred")  # what nobody asks for, PostgreSQL does not do
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(steps)} {' UNION ALL '.join(done)}", [*values, *news])


DEFER = """SELECT procrastinate_defer_jobs_v1(ARRAY[
    ROW(%s, %s, %s, NULL, NULL, jsonb_build_object('fact_ids', jsonb_agg(id ORDER BY id)), NULL)
    ::procrastinate_job_to_defer_v1]) FROM noted WHERE kind IN"""


KEEP = "INSERT INTO core_unhurried (fact_id) SELECT id FROM noted WHERE kind IN"


def _insertion(facts: Sequence[Noted]) -> tuple[str, list[Any]]:
    row = "(%s, %s, %s, %s, %s, %s, %s, %s, %s)"
    values: list[Any] = []
    for each in facts:
        values += each[:5]
        values += (spell_json(each.body), None if each.personal is None else spell_json(each.personal))
        values += each[7:]
    return f"INSERT INTO {TABLE} ({_COLUMNS}) VALUES {', '.join([row] * len(facts))}", values  # noqa: S608


def _copy(facts: Sequence[Noted]) -> list[int]:
    numbers = draw_ids(TABLE, len(facts))
    spells: dict[str, Callable[[Any], str]] = {
        "kind": str,
        "version": str,
        "at": spell_moment,
        "by": spell_text,
        "about": spell_text,
        "body": spell_json,
        "personal": spell_json,
        "is_public": spell_switch,
        "request_id": str,
        "id": str,
    }
    copy_values(TABLE, spells, ((*each, number) for each, number in zip(facts, numbers, strict=True)))
    return numbers
