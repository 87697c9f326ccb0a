"""A connector in use: how its service is looked at, heard, and spoken to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from gwidam.core import failing
from gwidam.core.calls import Call, Outcome, Reply, TryLater
from gwidam.core.outbound.calling import Away, call
from gwidam.post.carriers.base import Saying, refuse_inside_an_act
from gwidam.post.models import Line

from ..ears.heard import Page
from ..ears.kinds import Unheard
from ..models import Ear
from .base import Connector, Place


def place_of(line: Line) -> Place:
    """The account of a line."""
    return Place(url=line.url, account=line.account, secrets=line.secrets, spec=line.spec)


def looks_with(connector: Connector) -> Callable[[Line], str]:
    """How a line of this connector is tried: empty, or why it does not work."""

    def look(line: Line) -> str:
        try:
            _asked(connector.look(place_of(line)), tries=1, at=None)
        except Unheard as no:
            return no.failure
        return ""

    return look


def hears_with(connector: Connector) -> Callable[[Ear, datetime], Page]:
    """How an ear of this connector looks."""

    def look(ear: Ear, at: datetime) -> Page:
        if ear.line is None:
            raise Unheard(failing.MISSING)
        place = place_of(ear.line)
        reply = _asked(connector.listed(place, ear.cursor), tries=ear.tries, at=at)
        try:
            return connector.heard(place, reply, ear.cursor)
        except (ValueError, KeyError, TypeError):
            raise Unheard(failing.ODD) from None

    return look


@dataclass(frozen=True, slots=True)
class ConnectorCarrier:
    """Says words by a line, one call each."""

    connector: Connector
    line: Line

    @contextmanager
    def connected(self) -> Iterator[ConnectorCarrier]:
        yield self

    def send(self, saying: Saying) -> Outcome:
        """Say it. The other side's silence and its troubles are no refusal."""
        refuse_inside_an_act()
        is_public = bool(saying.thread.get("is_public"))
        asked = self.connector.said(place_of(self.line), saying.thread, saying.text, is_public, saying.key)
        try:
            return self.connector.outcome(call(asked))
        except Away:
            return TryLater(because=failing.AWAY, is_away=True)
        except ValueError:
            return TryLater(because=failing.ODD, is_away=True)


def _asked(asked: Call, *, tries: int, at: datetime | None) -> Reply:
    try:
        reply = call(asked)
    except Away:
        raise Unheard(failing.AWAY) from None
    except ValueError:
        raise Unheard(failing.CLOSED) from None
    failure = failing.failure_of(reply.status, reply.headers)
    if failure:
        again_at = failing.again_at(failure, tries, reply.headers, at=at) if at else None
        raise Unheard(failure, again_at)
    return reply
