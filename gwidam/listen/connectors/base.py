"""What a connector is: pure shapes of one service. It asks nobody, keeps nothing and has no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from gwidam.core.calls import Call, Outcome, Reply

from ..ears.heard import Page


@dataclass(frozen=True, slots=True)
class Place:
    """An account at a service: where it is, whose it is, what proves that, and how it is to be used."""

    url: str
    account: str
    secrets: Mapping[str, str] = field(default_factory=dict)
    spec: Mapping[str, Any] = field(default_factory=dict)


class Connector(Protocol):
    """A module or an object with these five."""

    def look(self, place: Place) -> Call:
        """A question that only the right address and key answer well."""
        ...

    def listed(self, place: Place, cursor: Any) -> Call:
        """What is new since the cursor; None for an ear that has never looked."""
        ...

    def heard(self, place: Place, reply: Reply, cursor: Any) -> Page:
        """What a good answer to `listed` says. Raises ValueError where it makes no sense."""
        ...

    def said(self, place: Place, thread: Mapping[str, Any], text: str, is_public: bool, key: str) -> Call:
        """Say words in a thread; `key` is the same at every try, so that they are said once."""
        ...

    def outcome(self, reply: Reply) -> Outcome:
        """What became of words, with the name they have over there."""
        ...
