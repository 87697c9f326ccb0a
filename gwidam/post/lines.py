"""The kinds of lines: accounts at other services that are used both ways.

What a kind is made of may know rooms above this one, so those tell it here (see `listen.doors`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gwidam.core.words import Said

if TYPE_CHECKING:
    from .carriers.base import Carrier
    from .models import Line


@dataclass(frozen=True, slots=True)
class Field:
    """One thing the form of a line asks for. A secret is kept sealed and never shown again.

    name: 'url' and 'account' are columns of their own; others stand in the line's spec, or among its secrets.
    choices: (value, label), where only some values make sense. is_address: it holds a mail address, or nothing.
    """

    name: str
    label: Said
    hint: Said | None = None
    is_secret: bool = False
    is_required: bool = True
    choices: tuple[tuple[str, Said], ...] = ()
    is_address: bool = False


@dataclass(frozen=True, slots=True)
class LineKind:
    """How one kind of line is set up, tried, and spoken through.

    family: ears and lines of one family call things by the same names, whichever account they are seen from.
    look: tries it; empty, or why it does not work: a key of core.failing.FAILURES. Called outside any transaction.
    carrier: how words leave by it; None for a line that is only heard. is_mail: what leaves is a whole mail.
    is_texting: its addresses are telephone numbers, and anybody with one can be written to.
    """

    code: str
    family: str
    name: Said
    fields: tuple[Field, ...]
    look: Callable[[Line], str]
    carrier: Callable[[Line], Carrier[Any]] | None = None
    is_mail: bool = False
    is_texting: bool = False

    def field(self, name: str) -> Field | None:
        """The field of that name."""
        return next((each for each in self.fields if each.name == name), None)


_KINDS: dict[str, LineKind] = {}


def add_kind(kind: LineKind) -> None:
    """Let lines of this kind be made. Said once for each, when the house starts."""
    _KINDS[kind.code] = kind


def kinds() -> Mapping[str, LineKind]:
    """All kinds by their codes."""
    return _KINDS


def kind_of(code: str) -> LineKind:
    """The kind with this code. Raises KeyError."""
    return _KINDS[code]
