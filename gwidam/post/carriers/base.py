"""What every carrier does, and the three things that can become of a letter."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Protocol

from gwidam.core.ledger import is_acting


@dataclass(frozen=True, slots=True)
class Accepted:
    """The other side has it and answers for it from now on."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The other side will never take it."""

    because: str


@dataclass(frozen=True, slots=True)
class TryLater:
    """Not now. `is_away` when that holds for every letter, because the other side cannot be reached."""

    because: str
    is_away: bool = False


Outcome = Accepted | Refused | TryLater


class Session(Protocol):
    """An open way out."""

    def send(self, letter: EmailMessage) -> Outcome:
        """Give one letter to the other side. Never raises for what the other side does."""
        ...


class Carrier(Protocol):
    """A way out, opened once for a batch of letters."""

    def connected(self) -> AbstractContextManager[Session]: ...


def refuse_inside_an_act() -> None:
    """Nothing leaves while a transaction is open: a slow server would hold its locks, and a rollback could
    not call a letter back."""
    if is_acting():
        raise AssertionError("a carrier was used inside an open act")
