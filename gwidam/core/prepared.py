"""Queries that are written once and asked with other values each time.

Building a queryset and turning it into SQL costs Django more than PostgreSQL needs to answer it, some 0.7 ms for a
row with its relations. A page that is open all day asks the same few questions with another number in them, so
their SQL is kept, and rows come back as the ORM would give them: models with their relations, or tuples.
"""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler
from psycopg import sql

Row = TypeVar("Row")


class Given(Value):
    """A value that is known only when the question is asked."""

    sql = "%s"

    def __init__(self, name: str) -> None:
        super().__init__(None)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        """A place for the value; `Prepared` puts it there."""
        return self.sql, [self]


class AnyOf(Given):
    """Any of several values that are known only when the question is asked: `filter(id=any_of(ids))`."""

    sql = "ANY(%s)"


def any_of(given: Given) -> AnyOf:
    """Compare with any of the given values, however many there will be: their number does not change the SQL."""
    return AnyOf(given.name)


class Among(Value):
    """Any of the given numbers; see `among`."""

    def __init__(self, numbers: Iterable[int]) -> None:
        super().__init__(list(numbers))

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        """One place for all of them."""
        return "ANY(%s::bigint[])", [self.value]


def among(numbers: Iterable[int]) -> Among:
    """Compare with any of these numbers: `filter(pk=among(numbers))`.

    All of them are one value, where `pk__in` makes a value of each, which for thousands takes Django and the driver
    longer than the answer.
    """
    return Among(numbers)


class Prepared(Generic[Row]):
    """A question to the database: a function of `Given` values that returns a queryset.

    The function is called once a process; its parameters are the names of the values. Values go to the database
    as they are: numbers, text, moments; lists only where the function says `any_of`. A function that decides by
    its values what to ask needs a `Prepared` for each answer.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self._build = build
        self._kept: tuple[QuerySet[Any, Row], SQLCompiler, str, tuple[str, ...]] | None = None

    def __call__(self, **values: Any) -> list[Row]:
        """Ask: all rows, in one query and one for each prefetched relation. Raises KeyError for a missing value."""
        queryset, compiler, statement, names = self._kept or self._keep()
        known = _Known(queryset.query, _answering(compiler, statement, tuple([values[name] for name in names])))
        asked: QuerySet[Any, Row] = object.__new__(type(queryset))
        asked.__dict__ = {**queryset.__dict__, "_query": known}
        return list(asked)

    def first(self, **values: Any) -> Row | None:
        """The first row, or None; the question says how many it wants at most."""
        return next(iter(self(**values)), None)

    def _keep(self) -> tuple[QuerySet[Any, Row], SQLCompiler, str, tuple[str, ...]]:
        queryset = self._build(*map(Given, inspect.signature(self._build).parameters))
        compiler = queryset.query.get_compiler(using=queryset.db)
        statement, names = _with_constants(*compiler.as_sql())
        columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
        converters = compiler.get_converters(columns)
        compiler.get_converters = lambda _columns: converters
        self._kept = queryset, compiler, statement, names
        return self._kept


class _Known:
    """A query whose compiler is there already; anything else is the query's own."""

    def __init__(self, query: Any, compiler: SQLCompiler) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, *_args: Any, **_kwargs: Any) -> SQLCompiler:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


def _with_constants(statement: str, params: Iterable[Any]) -> tuple[str, tuple[str, ...]]:
    """The SQL with what is the same every time written out, and the names of the values that are left.

    A plan for any value can use a partial index only where it reads the very constant of the index.
    """
    connection.ensure_connection()
    parts, names = statement.split("%s"), []
    for at, param in enumerate(params):
        if isinstance(param, Given):
            names.append(param.name)
            parts[at] += "%s"
        else:
            value = param.value if isinstance(param, Enum) else param
            parts[at] += sql.Literal(value).as_string(connection.connection).replace("%", "%%")
    return "".join(parts), tuple(names)


def _answering(compiler: SQLCompiler, statement: str, params: tuple[Any, ...]) -> SQLCompiler:
    """The same compiler with these values, on the connection of this thread."""
    mine = copy.copy(compiler)
    mine.connection = connection
    mine.as_sql = lambda *_args, **_kwargs: (statement, params)  # type: ignore[method-assign]
    return mine
