"""A reader who acts through a link of their own, without a login."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever a letter was written to; the key is the actor's own, such as 'customer:12'."""

    actor: str
