"""What every kind of tracker is asked and says, whatever its own words are."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from gwidam.core.calls import Call, Reply

AGENT = "gwidam"
LABEL = "gwidam"
PAGE = 100  # issues of one answer; the most both kinds give


@dataclass(frozen=True, slots=True)
class Place:
    """Where issues are made: the server, its project (`owner/name`, or a Jira key), and who does it."""

    url: str
    project: str
    account: str
    token: str


@dataclass(frozen=True, slots=True)
class Words:
    """What an issue says. mark: of this issue alone; it stands in the issue, so that it is found again."""

    mark: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Seen:
    """An issue as it is over there.

    state: one of rules.trackers.SEEN_STATES, empty where that was not said. comments: how many, None where that was
    not said. at: when it last changed, by the tracker's clock, None where that was not said. marks: what may be the
    mark of an issue of ours.
    """

    key: str
    url: str
    state: str
    assignee: str = ""
    comments: int | None = None
    at: datetime | None = None
    marks: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of issues. next_page: asks on; empty: no more."""

    issues: tuple[Seen, ...]
    next_page: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What a webhook says. seen: None where it is not about an issue. is_bell: more can be known by asking."""

    seen: Seen | None
    is_bell: bool


class Shape(Protocol):
    """How one kind of tracker is spoken to. Reading raises ValueError for an answer of another shape."""

    signature: str  # the header that carries the signature of a webhook
    event: str  # the header that names what happened; empty where the body does

    def look(self, place: Place) -> Call:
        """Ask for the project itself, which tells whether address, project and token are right."""

    def make(self, place: Place, words: Words) -> Call:
        """Make an issue."""

    def made(self, place: Place, said: Any) -> Seen:
        """The issue that was made."""

    def find(self, place: Place, words: Words, since: datetime, page: str) -> Call:
        """Ask for the issues among which one with this mark would be, if it was made since then."""

    def changed(self, place: Place, since: datetime, at: datetime, page: str) -> Call:
        """Ask for the issues that changed since a moment of the tracker's clock.

        In an order that does not change while pages are turned: what changes meanwhile may come twice, never
        not at all.
        """

    def listed(self, place: Place, reply: Reply) -> Listed:
        """A page of issues."""

    def clock(self, reply: Reply, at: datetime) -> datetime:
        """The moment of an answer on the clock that `changed` is asked by."""

    def heard(self, place: Place, event: str, body: Any) -> Heard:
        """What a webhook says."""


def is_signed(secret: str, body: bytes, signature: str) -> bool:
    """Whether `sha256=…` is the HMAC-SHA-256 of exactly these bytes with the secret (RFC 2104)."""
    wanted = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return bool(secret) and hmac.compare_digest(signature.encode(), f"sha256={wanted}".encode())


def part_of(said: Any, *names: str) -> Any:
    """What stands under these names, one inside the other. Raises ValueError where there is no such thing."""
    for name in names:
        if not isinstance(said, dict) or name not in said:
            raise ValueError(f"the answer has no {name}")
        said = said[name]
    return said


def text_of(said: Any, *names: str) -> str:
    """The same as text; empty where there is none."""
    for name in names:
        said = said.get(name) if isinstance(said, dict) else None
    return said if isinstance(said, str) else ""


def number_of(said: Any, *names: str) -> int | None:
    """The same as a count; None where there is none."""
    for name in names:
        said = said.get(name) if isinstance(said, dict) else None
    return said if isinstance(said, int) and not isinstance(said, bool) else None


def moment_of(written: str) -> datetime | None:
    """A moment as both kinds write it: 2026-04-01T09:00:00Z, 2026-04-01T09:00:00.000+0900."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
