"""New rows of one table: a few by one INSERT, many by COPY, a tenth of what as many INSERTs cost.

Values are spelt as text, which PostgreSQL reads as what the column is (its manual, COPY, "Text Format"). The usual
constraints and triggers hold: both raise the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from itertools import islice
from typing import Any, TypeVar

import orjson
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED

from .sealed import SealedJSONField, SealedTextField, seal

Spell = Callable[[Any], str]
Row = TypeVar("Row", bound=models.Model)
FEW = 20  # rows up to which INSERT is faster
LINES = 200  # written at once: sending costs more than joining


def write_rows(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write new rows of a model, {attribute: value} each, all with the same attributes in the same order.

    What they do not name has its default; numbers and defaults that the database gives are left to it.
    """
    if not rows:
        return
    if len(rows) <= FEW:
        with connection.cursor() as cursor:
            cursor.execute(*insertion(model, rows))
        return
    columns, values = _of(model, rows)
    copy_values(model._meta.db_table, columns, values)


def insertion(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> tuple[str, list[Any]]:
    """The INSERT of a few rows as `write_rows` takes them, and its values: alone or as `WITH x AS (...)` of another.

    A statement costs PostgreSQL and us about as much as the row it writes.
    """
    columns, values = _of(model, rows)
    spells = list(columns.values())
    spelt = [
        None if value is None else spell(value) for row in values for value, spell in zip(row, spells, strict=True)
    ]
    return _insertion(model._meta.db_table, tuple(columns), len(rows)), spelt


def _of(
    model: type[models.Model], rows: Sequence[Mapping[str, Any]]
) -> tuple[dict[str, Spell], Iterable[Sequence[Any]]]:
    """How the columns of new rows are spelt, and their values; the write is noted."""
    note_write = getattr(model, "note_write", None)  # of a watched model
    if note_write is not None:
        note_write()
    columns, defaults = _columns(model, tuple(rows[0]))
    fixed = [default() for default in defaults]
    return columns, ([*row.values(), *fixed] for row in rows)


def written(model: type[Row], row: Mapping[str, Any]) -> Row:
    """Write one new row, and return it as a model."""
    write_rows(model, [row])
    return as_written(model, row)


def as_written(model: type[Row], row: Mapping[str, Any]) -> Row:
    """A row that was written, as a model."""
    names, defaults = _attributes(model)
    return model.from_db(
        connection.alias,
        names,
        [row[name] if name in row else default() for name, default in zip(names, defaults, strict=True)],
    )


@cache
def _attributes(model: type[models.Model]) -> tuple[list[str], list[Callable[[], Any]]]:
    """The attributes of a model in the order of its columns, and what gives the default of each."""
    fields = model._meta.concrete_fields
    return [each.attname for each in fields], [each.get_default for each in fields]


@cache
def _columns(
    model: type[models.Model], names: tuple[str, ...]
) -> tuple[dict[str, Spell], list[Callable[[], Any]]]:
    """How each column is spelt: those of these attributes, then those with a default; and what gives that."""
    fields = {each.attname: each for each in model._meta.concrete_fields}
    others = [name for name, field in fields.items() if name not in names and not _is_given(field)]
    columns = {str(fields[name].column): _spelling(fields[name]) for name in (*names, *others)}
    return columns, [fields[name].get_default for name in others]


@cache
def _insertion(table: str, columns: tuple[str, ...], count: int) -> str:
    quoted = connection.ops.quote_name
    row = f"({', '.join(['%s'] * len(columns))})"
    names = ", ".join(map(quoted, columns))
    return f"INSERT INTO {quoted(table)} ({names}) VALUES {', '.join([row] * count)}"  # noqa: S608


def copy_values(table: str, columns: dict[str, Spell], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows of values; `columns` says in which order they stand and how each is spelt."""
    spells = list(columns.values())
    spells = [_ESCAPED.get(spell, spell) for spell in spells]
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
    if field.choices:
        return str  # a code of our own, with nothing to escape
    for kind, spell in _SPELLINGS:
        if isinstance(field, kind):
            return spell
    raise TypeError(f"{field} cannot be copied: say in core.copying how its values are spelt")


def spell_text(value: str) -> str:
    """Text as it is."""
    return str(value)


def _escaped(value: str) -> str:
    """Text as a line of COPY has it: tabs, line ends and backslashes escaped."""
    value = value.replace("\\", "\\\\")
    return value.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def spell_json(value: Any) -> str:
    """JSON of any value."""
    return orjson.dumps(value).decode()


def _escaping_json(value: Any) -> str:
    return _escaped(orjson.dumps(value).decode())


def spell_sealed(value: str) -> str:
    """Text as it is kept sealed, in PostgreSQL's hexadecimal form of bytes."""
    return f"\\x{seal(value.encode()).hex()}"


def spell_sealed_json(value: Any) -> str:
    """A JSON value as it is kept sealed."""
    return spell_sealed(orjson.dumps(value).decode())


def _escaping_sealed_json(value: Any) -> str:
    return f"\\{spell_sealed_json(value)}"


def _escaping_sealed(value: str) -> str:
    return f"\\{spell_sealed(value)}"


_ESCAPED: dict[Spell, Spell] = {
    spell_text: _escaped,
    spell_json: _escaping_json,
    spell_sealed: _escaping_sealed,
    spell_sealed_json: _escaping_sealed_json,
}


def spell_switch(value: bool) -> str:
    """True or false."""
    return "t" if value else "f"


@lru_cache(maxsize=1024)  # the rows of a batch were written at the same moment
def spell_moment(value: date) -> str:
    """A day, or a moment with its offset."""
    return value.isoformat()


def _integers(value: Sequence[int]) -> str:
    return f"{{{str(list(value))[1:-1]}}}"


_SPELLINGS: tuple[tuple[type[models.Field[Any, Any]], Spell], ...] = (
    (models.BooleanField, spell_switch),
    (SealedJSONField, spell_sealed_json),
    (SealedTextField, spell_sealed),
    (models.IntegerField, str),
    (models.DateField, spell_moment),  # and moments, which Django takes for a kind of date
    (models.JSONField, spell_json),
    (ArrayField, _integers),
    (models.CharField, spell_text),
    (models.TextField, spell_text),
)
