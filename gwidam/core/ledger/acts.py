"""One act: a database transaction, the rows it changes, the facts that say so, and what they cause."""

from __future__ import annotations

import functools
import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import ParamSpec, TypeVar

from django.db import connection, transaction

from ..actors import Actor
from .reactions import reactions_to
from .types import FactBody, references
from .writing import MANY, Noted, write, write_and_cause

P = ParamSpec("P")
R = TypeVar("R")

NOTIFY_BYTES = 7000  # PostgreSQL refuses a NOTIFY payload of 8,000 bytes or more.


class Unrecorded(RuntimeError):
    """A watched row was written without a fact that says so."""


@dataclass
class Act:
    """What one transaction has gathered so far."""

    request_id: uuid.UUID
    facts: list[Noted] = field(default_factory=list)
    topics: dict[str, None] = field(default_factory=dict)  # a dict keeps the order and drops repeats
    writes: list[str] = field(default_factory=list)


_current: ContextVar[Act | None] = ContextVar("gwidam_act", default=None)
_request: ContextVar[uuid.UUID | None] = ContextVar("gwidam_request", default=None)
_unheard: ContextVar[bool] = ContextVar("gwidam_unheard", default=False)
_unhurried: ContextVar[bool] = ContextVar("gwidam_unhurried", default=False)


@contextmanager
def one_request() -> Iterator[uuid.UUID]:
    """All acts inside carry the same request id, so that the facts of one request can be read together."""
    token = _request.set(uuid.uuid4())
    try:
        yield _request.get()  # type: ignore[misc]
    finally:
        _request.reset(token)


@contextmanager
def act() -> Iterator[Act]:
    """Open an act, or join the one that is open. The outermost one writes the facts and defers reactions.

    An inner act that raises takes its own facts back, as its savepoint takes back its rows.
    """
    outer = _current.get()
    if outer is not None:
        marks = len(outer.facts), len(outer.writes)
        try:
            with transaction.atomic():
                yield outer
        except BaseException:
            del outer.facts[marks[0] :], outer.writes[marks[1] :]
            raise
        return
    mine = Act(request_id=_request.get() or uuid.uuid4())
    token = _current.set(mine)
    try:
        with transaction.atomic():
            yield mine
            _write(mine)
    finally:
        _current.reset(token)


@contextmanager
def unheard() -> Iterator[None]:
    """Inside, the live streams are told nothing: for a past that is written at once, and that nobody watches."""
    token = _unheard.set(True)
    try:
        yield
    finally:
        _unheard.reset(token)


@contextmanager
def unhurried() -> Iterator[None]:
    """What acts inside cause is done in a moment, in bulk: for many small acts that cause the same small thing.

    It is kept in the act's own transaction, as a job would be, so nothing is lost by a death on the way.
    """
    token = _unhurried.set(True)
    try:
        yield
    finally:
        _unhurried.reset(token)


def is_acting() -> bool:
    """Whether an act is open here. What leaves the house (mail, calls to others) refuses to while one is."""
    return _current.get() is not None


def verb(function: Callable[P, R]) -> Callable[P, R]:
    """A verb is one act: atomic, recorded, the only writer of its rows."""

    @functools.wraps(function)
    def acting(*args: P.args, **kwargs: P.kwargs) -> R:
        with act():
            return function(*args, **kwargs)

    acting.is_verb = True  # type: ignore[attr-defined]
    return acting


def part(function: Callable[P, R]) -> Callable[P, R]:
    """A verb without a savepoint of its own, for a larger verb that fails as a whole when this part fails.

    Of a small verb two savepoints cost as much as its work. Whoever catches what the part raises, and goes on,
    calls the verb itself.
    """
    inner: Callable[P, R] = function.__wrapped__  # type: ignore[attr-defined]
    return inner


def record(body: FactBody, *, by: Actor, at: datetime, about: str, wakes: tuple[str, ...] = ()) -> None:
    """Write one fact into the open act.

    `about` is what the fact is told of, such as 'case:12'; `wakes` names further live topics.
    Raises Unrecorded outside an act: a fact stands and falls with the change it tells of.
    """
    mine = _current.get()
    if mine is None:
        raise Unrecorded(f"{body.kind} was recorded outside a verb")
    plain, personal = body.split()
    mine.facts.append(
        Noted(body.kind, body.version, at, by.actor, about, plain, personal, body.is_public, mine.request_id)
    )
    for topic in (about, *(f"{noun}:{pk}" for _, noun, pk in references(plain)), *wakes):
        mine.topics[topic] = None


def must_be_acting(label: str) -> Act:
    """The open act. Raises Unrecorded when somebody writes a watched model outside a verb."""
    mine = _current.get()
    if mine is None:
        raise Unrecorded(f"{label} was written outside a verb")
    return mine


def mark_written(label: str) -> None:
    """A watched model was written. Raises Unrecorded when that happens outside a verb."""
    must_be_acting(label).writes.append(label)


def _write(mine: Act) -> None:
    if mine.writes and not mine.facts:
        raise Unrecorded(f"{', '.join(sorted(set(mine.writes)))}: written, but no fact says so")
    if not mine.facts:
        return
    from ..jobs import has_queue, react

    causing = {each.kind for each in mine.facts if reactions_to(each.kind)}
    news = news_of(list(mine.topics))
    if len(mine.facts) < MANY and has_queue():
        write_and_cause(mine.facts, causing, job=None if _unhurried.get() else react, news=news)
        return
    numbers = write(mine.facts)
    caused = [number for number, each in zip(numbers, mine.facts, strict=True) if each.kind in causing]
    if caused:
        react.defer(fact_ids=caused)
    notify(news)


def wake(topics: list[str]) -> None:
    """Tell the live streams, at commit, that these topics have changed."""
    notify(news_of(topics))


def notify(news: list[str]) -> None:
    """Say these news to the live streams, at commit."""
    if news and not _unheard.get():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify('gwidam_live', said) FROM unnest(%s::text[]) said", [news])


def news_of(topics: list[str]) -> list[str]:
    """The topics as news, as many a piece as fit one NOTIFY."""
    news = []
    while topics:
        taken, size = 0, 2
        while taken < len(topics) and size + len(topics[taken]) + 3 < NOTIFY_BYTES:
            size += len(topics[taken]) + 3
            taken += 1
        taken = max(taken, 1)
        news.append(json.dumps(topics[:taken]))
        topics = topics[taken:]
    return news
