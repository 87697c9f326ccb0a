"""Many new rows of one table by COPY: a tenth of what as many INSERTs cost."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED

from .models import Watched

Spell = Callable[[Any], str]
_NULL = r"\N"


def copy_in(rows: Sequence[models.Model]) -> None:
    """Write new rows of one model. Numbers the database gives, and its own defaults, are left to it.

    Written in COPY's text format (PostgreSQL manual, COPY, "Text Format"); the usual constraints and triggers
    hold, so it raises what INSERT would. The rows learn no numbers from it.
    """
    if not rows:
        return
    model = type(rows[0])
    if issubclass(model, Watched):
        model.note_write()
    fields = [each for each in model._meta.concrete_fields if _is_given(each, rows[0])]
    columns = ", ".join(connection.ops.quote_name(each.column) for each in fields)
    spelt = [(each.attname, _spelling(each)) for each in fields]
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {connection.ops.quote_name(model._meta.db_table)} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            values = row.__dict__
            copy.write("\t".join([spell(values[name]) for name, spell in spelt]) + "\n")


def draw_ids(table: str, count: int) -> list[int]:
    """Numbers for that many new rows of a table whose database numbers them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
        )
        return [row[0] for row in cursor.fetchall()]


def _is_given(field: models.Field[Any, Any], row: models.Model) -> bool:
    if field.db_default is not NOT_PROVIDED:
        return False
    return not (field.primary_key and getattr(row, field.attname) is None)


def _spelling(field: models.Field[Any, Any]) -> Spell:
    """How values of this field are written; None is written the same everywhere."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    for kind, spell in _SPELLINGS:
        if isinstance(field, kind):
            return lambda value: _NULL if value is None else spell(value)
    raise TypeError(f"{field} cannot be copied: say in core.copying how its values are spelt")


def _text(value: str) -> str:
    value = value.replace("\\", "\\\\")
    return value.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _json(value: Any) -> str:
    return _text(json.dumps(value, ensure_ascii=False))


def _integers(value: Sequence[int]) -> str:
    return f"{{{str(list(value))[1:-1]}}}"


_SPELLINGS: tuple[tuple[type[models.Field[Any, Any]], Spell], ...] = (
    (models.BooleanField, lambda value: "t" if value else "f"),
    (models.IntegerField, str),
    (models.DateTimeField, lambda value: value.isoformat()),
    (models.JSONField, _json),
    (ArrayField, _integers),
    (models.UUIDField, str),
    (models.CharField, _text),
    (models.TextField, _text),
)
