"""What every carrier does; the three things that can become of a letter stand in `core.calls`."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Any, Protocol, TypeVar

from gwidam.core.calls import Outcome
from gwidam.core.ledger import is_acting


@dataclass(frozen=True, slots=True)
class Saying:
    """Words for somebody who is reached by a line that carries no mail.

    key: the same at every try, also after a kill. thread: what they reply to, as whoever heard it wrote it down.
    is_again: it may be over there already, because an earlier try was not marked. written_at: when it was written;
    None for who does not say.
    """

    key: str
    to: str
    text: str
    language: str
    thread: Mapping[str, Any]
    is_again: bool
    written_at: datetime | None = None


Leaving = EmailMessage | Saying
Taken = TypeVar("Taken", EmailMessage, Saying, Leaving, contravariant=True)


class Session(Protocol[Taken]):
    """An open way out."""

    def send(self, letter: Taken, /) -> Outcome:
        """Give one letter to the other side. Never raises for what the other side does."""
        ...


class Carrier(Protocol[Taken]):
    """A way out, opened once for a batch of letters."""

    def connected(self) -> AbstractContextManager[Session[Taken]]: ...


def refuse_inside_an_act() -> None:
    """Nothing leaves while a transaction is open: a slow server would hold its locks, and a rollback could
    not call a letter back."""
    if is_acting():
        raise AssertionError("a carrier was used inside an open act")
