"""Facts on their way into the table."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

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


def write(facts: Sequence[Noted]) -> list[int]:
    """Write the facts; their numbers, in order."""
    return _copy(facts) if len(facts) >= MANY else _insert(facts)


def _insert(facts: Sequence[Noted]) -> list[int]:
    row = "(%s, %s, %s, %s, %s, %s, %s, %s, %s)"
    values: list[Any] = []
    for each in facts:
        values += each[:5]
        values += (json.dumps(each.body), None if each.personal is None else json.dumps(each.personal))
        values += each[7:]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} ({_COLUMNS}) VALUES {', '.join([row] * len(facts))} RETURNING id",  # noqa: S608
            values,
        )
        return [number for (number,) in cursor.fetchall()]


def _copy(facts: Sequence[Noted]) -> list[int]:
    from ..rows import copy_values, draw_ids, spell_json, spell_moment, spell_switch, spell_text

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
