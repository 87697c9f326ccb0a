"""What every connector is asked and says, whatever its service's own words are."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

AGENT = "gwidam"
BEGINS = timedelta(days=7)  # how far back a new ear listens

Cursor = Mapping[str, Any]  # JSON; empty for an ear that never listened
Thread = Mapping[str, str]  # what an answer is attached to; kept with what was heard, read by its connector alone


@dataclass(frozen=True, slots=True)
class Call:
    """One request. body: JSON, or None for a request without one."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """One whole answer. headers: by their names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """What it says. Raises ValueError where that is no JSON, or nested deeper than any answer is."""
        try:
            return json.loads(self.body)
        except RecursionError:
            raise ValueError("nested too deep") from None


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

    @property
    def root(self) -> str:
        return self.url.rstrip("/")


@dataclass(frozen=True, slots=True)
class Heard:
    """Something a person said there.

    key: its name there, the same each time it is listed. who: by which the service calls the person, None where
    it has no such names; name: how they call themselves. language: two letters, empty where it was not said.
    replies_to: keys of what it answers, the nearest first. thread: what an answer to it is attached to. raw: as the
    service said it.
    """

    key: str
    text: str
    said_at: datetime
    who: str | None = None
    name: str = ""
    language: str = ""
    replies_to: tuple[str, ...] = ()
    url: str = ""
    is_public: bool = False
    raw: bytes | None = None
    thread: Thread = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gone:
    """Something that was said there and was taken back."""

    key: str


def handle(family: str, name: str) -> str:
    """A name on one network: the same name on another is somebody else."""
    return f"{family}:{name.lstrip('@')}"


@dataclass(frozen=True, slots=True)
class Page:
    """What one look brought. The cursor is kept only together with the items. rest_for: what the service asks for."""

    items: tuple[Heard | Gone, ...]
    cursor: Cursor
    has_more: bool = False
    rest_for: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """Who we are there: shown by a trial."""

    key: str
    handle: str


@dataclass(frozen=True, slots=True)
class Saying:
    """An answer that is to leave.

    key: of this answer alone, the same at every try. made_at: when it was written. is_again: it may be there already,
    its confirmation was lost.
    """

    key: str
    text: str
    thread: Thread
    is_public: bool
    made_at: datetime
    language: str = ""
    is_again: bool = False


@dataclass(frozen=True, slots=True)
class Accepted:
    """The other side has it. name: what a reply to it will name."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """The other side will never take it. because: one of wording.REASONS, or the service's own words."""

    because: str


@dataclass(frozen=True, slots=True)
class TryLater:
    """Not now. is_away: that holds for every answer. rest_for: how long it wants to be left alone."""

    because: str
    is_away: bool = False
    rest_for: timedelta | None = None


Outcome = Accepted | Refused | TryLater


class Unanswered(Exception):
    """The service did not do it. failure: a key of `replies.FAILURES`."""

    def __init__(self, failure: str, rest_for: timedelta | None = None, detail: str = "") -> None:
        super().__init__(failure)
        self.failure = failure
        self.rest_for = rest_for
        self.detail = detail


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
    """This text cannot be said there. because: a key of `wording.REASONS`."""

    def __init__(self, because: str) -> None:
        super().__init__(because)
        self.because = because
