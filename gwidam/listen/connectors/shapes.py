"""Connectors of several steps: what each is asked and says, whatever its service's own words are.

What a connector does is written as steps: it yields a `Call`, is given the `Reply`, and returns what came of it.
Whoever carries the steps out decides how a call is made.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from gwidam.core.calls import Accepted, Call, Outcome, Refused, Reply, TryLater

from ..ears.heard import Gone, Heard, Page, handle

__all__ = [
    "AGENT",
    "BEGINS",
    "Accepted",
    "Account",
    "Call",
    "CannotSay",
    "Cursor",
    "Gone",
    "Heard",
    "Hears",
    "LooksAgain",
    "NoAccount",
    "Outcome",
    "Page",
    "Place",
    "Refused",
    "Reply",
    "Saying",
    "Speaks",
    "Steps",
    "Thread",
    "TryLater",
    "Unanswered",
    "carried_out",
    "handle",
]

AGENT = "gwidam"
BEGINS = timedelta(days=7)  # how far back a new ear listens

Cursor = Mapping[str, Any]  # JSON; empty for an ear that never listened
Thread = Mapping[str, str]  # what an answer is attached to; kept with what was heard, read by its connector alone


Result = TypeVar("Result")
Steps = Generator[Call, Reply, Result]


def carried_out(steps: Steps[Result], ask: Callable[[Call], Reply]) -> Result:
    """Make the calls one after the other. Raises what the steps raise (Unanswered), and what `ask` raises."""
    try:
        asked = next(steps)
        while True:
            asked = steps.send(ask(asked))
    except StopIteration as end:
        result: Result = end.value
        return result


@dataclass(frozen=True, slots=True)
class Place:
    """An account at a service, and now.

    secrets: by the names of the connector's own form. session: what a login gave, such as tokens; a connector reads
    and writes it, the caller keeps it if it can, and when it is lost the connector logs in again.
    """

    url: str
    account: str
    secrets: Mapping[str, str]
    at: datetime
    session: dict[str, str] = field(default_factory=dict)
    spec: Mapping[str, Any] = field(default_factory=dict)

    @property
    def root(self) -> str:
        return self.url.rstrip("/")


@dataclass(frozen=True, slots=True)
class Account:
    """Who we are there: shown by a trial."""

    key: str
    handle: str


@dataclass(frozen=True, slots=True)
class Saying:
    """An answer that is to leave.

    key: of this answer alone, the same at every try. made_at: when it was written. is_again: it may be there already,
    its confirmation was lost. to: whom, where a service asks for more than the thread.
    """

    key: str
    text: str
    thread: Thread
    is_public: bool
    made_at: datetime
    language: str = ""
    is_again: bool = False
    to: str = ""


class Unanswered(Exception):
    """The service did not do it. failure: a key of core.failing.FAILURES."""

    def __init__(self, failure: str, rest_for: timedelta | None = None, detail: str = "") -> None:
        super().__init__(failure)
        self.failure = failure
        self.rest_for = rest_for
        self.detail = detail


class NoAccount(Unanswered):
    """The account itself cannot be used, whatever was asked of it."""


class Hears(Protocol):
    """Something of a service that is listened to."""

    def listen(self, place: Place, cursor: Cursor) -> Steps[Page]:
        """The next page. Listening again from the same cursor loses nothing, and may bring things twice."""


class LooksAgain(Protocol):
    """Where what was taken back is not told, it is looked for."""

    most_again: int  # keys of one look

    def key_of(self, place: Place, thread: Mapping[str, Any]) -> str:
        """The key of what an answer with this thread would be attached to; empty for none."""

    def look_again(self, place: Place, keys: Sequence[str]) -> Steps[tuple[Gone, ...]]:
        """Those of the keys that are no longer there."""


class Speaks(Protocol):
    """A service that answers can leave by."""

    def look(self, place: Place) -> Steps[Account]:
        """Whose account it is, which tells whether address and secrets are right."""

    def parts(self, place: Place, saying: Saying) -> tuple[str, ...]:
        """The text as it will be read there, in order. Raises CannotSay, with why."""

    def say(self, place: Place, saying: Saying) -> Steps[Outcome]:
        """Say it, exactly once for its key."""


class CannotSay(Exception):
    """This text cannot be said there. because: one of those in `wording`."""

    def __init__(self, because: str) -> None:
        super().__init__(because)
        self.because = because
