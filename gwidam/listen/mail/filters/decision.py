"""What a filter says of a mail, and what it may know of the house to say it."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..mail import Words


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of a mail's log: which filter, its verdict, why, and what it found (JSON values only).

    `verdict` is "no" where the filter has nothing to say; every other word is the filter's own.
    """

    filter: str
    verdict: str
    reason: Words
    found: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class House:
    """What a filter knows of the house.

    secret: signs and verifies tokens; without one no token is believed.
    mailboxes: own addresses, in lower case.
    domains: the right-hand sides of own Message-IDs, in lower case.
    seen: keys of mails taken in before, as `duplicate.keys` makes them.
    """

    secret: bytes = b""
    mailboxes: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    seen: Container[str] = frozenset()
