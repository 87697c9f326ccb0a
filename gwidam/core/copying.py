"""Many new rows of one table by COPY: a tenth of what as many INSERTs cost.

Written in COPY's text format (PostgreSQL manual, COPY, "Text Format"). The usual constraints and triggers hold,
so it raises what INSERT would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import Any

import orjson
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED

Spell = Callable[[Any], str]
LINES = 200  # written at once: sending costs more than joining


def copy_in(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write new rows of a model, {attribute: value} each, all with the same attributes.

    What they do not name has its default; numbers and defaults that the database gives are left to it.
    """
    if not rows:
        return
    note_write = getattr(model, "note_write", None)  # of a watched model
    if note_write is not None:
        note_write()
    fields = {each.attname: each for each in model._meta.concrete_fields}
    given = {name: _spelling(fields[name]) for name in rows[0]}
    others = {name: _spelling(each) for name, each in fields.items() if name not in given and not _is_given(each)}
    fixed = [fields[name].get_default() for name in others]
    columns = {str(fields[name].column): spell for name, spell in {**given, **others}.items()}
    copy_values(model._meta.db_table, columns, ([*row.values(), *fixed] for row in rows))


def copy_values(table: str, columns: dict[str, Spell], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows of values; `columns` says in which order they stand and how each is spelt."""
    spells = list(columns.values())
    lines = (
        "\t".join([r"\N" if value is None else spell(value) for value, spell in zip(row, spells, strict=True)])
        for row in rows
    )
    names = ", ".join(map(connection.ops.quote_name, columns))
    sql = f"COPY {connection.ops.quote_name(table)} ({names}) FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(sql) as copy:
        while piece := list(islice(lines, LINES)):
            copy.write("\n".join(piece) + "\n")


def draw_ids(table: str, count: int) -> list[int]:
    """Numbers for that many new rows of a table whose database numbers them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
        )
        return [row[0] for row in cursor.fetchall()]


def _is_given(field: models.Field[Any, Any]) -> bool:
    """Whether the database gives the value by itself."""
    return field.db_default is not NOT_PROVIDED or isinstance(field, models.AutoField)


def _spelling(field: models.Field[Any, Any]) -> Spell:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    for kind, spell in _SPELLINGS:
        if isinstance(field, kind):
            return spell
    raise TypeError(f"{field} cannot be copied: say in core.copying how its values are spelt")


def spell_text(value: str) -> str:
    """Text, its tabs, line ends and backslashes escaped."""
    value = value.replace("\\", "\\\\")
    return value.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def spell_json(value: Any) -> str:
    """JSON of any value."""
    return spell_text(orjson.dumps(value).decode())


def spell_switch(value: bool) -> str:
    """True or false."""
    return "t" if value else "f"


@lru_cache(maxsize=1024)  # the rows of a batch were written at the same moment
def spell_moment(value: datetime) -> str:
    """A moment with its offset."""
    return value.isoformat()


def _integers(value: Sequence[int]) -> str:
    return f"{{{str(list(value))[1:-1]}}}"


_SPELLINGS: tuple[tuple[type[models.Field[Any, Any]], Spell], ...] = (
    (models.BooleanField, spell_switch),
    (models.IntegerField, str),
    (models.DateTimeField, spell_moment),
    (models.JSONField, spell_json),
    (ArrayField, _integers),
    (models.CharField, spell_text),
    (models.TextField, spell_text),
)
