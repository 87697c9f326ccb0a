"""A request to somebody's server, the whole answer to it, and what can become of words sent there: nouns only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Call:
    """One request. body: JSON, or None for a request without one."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. headers: by their names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """What it says. Raises ValueError where that is no JSON."""
        return read_json(self.body)


def read_json(body: bytes) -> Any:
    """What others sent as JSON. Raises ValueError where it is none, or nested deeper than anything that is meant."""
    try:
        return json.loads(body)
    except RecursionError:
        raise ValueError("nested too deep") from None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The other side has it and answers for it from now on. name: what it calls the words over there."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """The other side will never take it."""

    because: str


@dataclass(frozen=True, slots=True)
class TryLater:
    """Not now. `is_away` when that holds for every letter, because the other side cannot be reached.

    rest_for: how long it wants to be left alone, where it says so.
    """

    because: str
    is_away: bool = False
    rest_for: timedelta | None = None


Outcome = Accepted | Refused | TryLater
