"""The kinds of ears. What a kind is made of may be anywhere in the room, so `listen.doors` tells them here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from gwidam.core.failing import FAILURES
from gwidam.core.words import Said

from .heard import Page

if TYPE_CHECKING:
    from ..models import Ear


class Unheard(Exception):
    """A look that brought nothing. failure: a key of core.failing.FAILURES. again_at: when it is tried again, where
    the service says so."""

    def __init__(self, failure: str, again_at: datetime | None = None) -> None:
        super().__init__(failure)
        self.failure = failure
        self.again_at = again_at


@dataclass(frozen=True, slots=True)
class EarKind:
    """How one kind of ear listens.

    family: what is heard under one name within a family is heard once, through whichever ear.
    line: the kind of line it listens by; empty for one that is told by others (a webhook, a mail server).
    look: one look from the cursor on, outside any transaction; raises Unheard. None for one that is told.
    every: how long it waits between two looks.
    trial: sends a test through it; empty, or a key of FAILURES. Without one its line is tried.
    says: what a failure is called here, where it is not what it is everywhere else.
    """

    code: str
    family: str
    name: Said
    line: str = ""
    look: Callable[[Ear, datetime], Page] | None = None
    every: timedelta = timedelta(minutes=1)
    trial: Callable[[Ear], str] | None = None
    says: Mapping[str, Said] = field(default_factory=dict)

    def said(self, failure: str) -> Said:
        """Why it does not hear, in words."""
        return self.says.get(failure) or FAILURES[failure]


_KINDS: dict[str, EarKind] = {}


def add_kind(kind: EarKind) -> None:
    """Let ears of this kind be opened. Said once for each, when the house starts."""
    _KINDS[kind.code] = kind


def kinds() -> Mapping[str, EarKind]:
    """All kinds by their codes."""
    return _KINDS


def kind_of(code: str) -> EarKind:
    """The kind with this code. Raises KeyError."""
    return _KINDS[code]
