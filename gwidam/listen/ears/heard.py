"""What any ear hears: words in one shape, and that words were taken back where they were said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from gwidam.people.contacts import Reach
from gwidam.people.contacts import handle as handle_of


@dataclass(frozen=True, slots=True)
class File:
    """A file that came with words: its name and its bytes."""

    name: str
    content: bytes

    def chunks(self) -> Iterable[bytes]:
        """Its bytes, as the store takes them."""
        yield self.content


@dataclass(frozen=True, slots=True)
class Heard:
    """Words that somebody said to us.

    key: what its service calls it, the same whenever and through whichever account it is heard.
    who: by what its sender is recognised; None where nothing says who it was.
    replies_to: what it answers, by the names its service gives, the best first.
    files: what came with it. url: where it can be read. raw: as it was received, where what is stored differs.
    thread: what an answer needs so that it stands under these words; only the same kind of line reads it.
    needs_answer: None leaves it to the channel.
    about: what a mark that this house signed says it belongs to, such as "case:12"; it goes before `replies_to`.
    title: stands above the words where they begin something, and is left away where they are added to a case.
    """

    key: str
    text: str
    said_at: datetime
    who: Reach | None = None
    name: str = ""
    language: str = ""
    replies_to: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    url: str = ""
    is_public: bool = False
    raw: bytes | None = None
    thread: Mapping[str, Any] = field(default_factory=dict)
    needs_answer: bool | None = None
    about: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Gone:
    """Words were deleted where they were said, whether or not they had been heard."""

    key: str


@dataclass(frozen=True, slots=True)
class Page:
    """One look. cursor: JSON; where to go on once all of it is stored. has_more: look again at once.

    rest_for: how long the service wants to be left alone.
    """

    items: tuple[Heard | Gone, ...]
    cursor: Any
    has_more: bool = False
    rest_for: timedelta | None = None


def handle(family: str, name: str) -> Reach:
    """A name on one network: the same name on another is somebody else. Raises NotValid."""
    return handle_of(f"{family}:{name.strip().lstrip('@')}")
