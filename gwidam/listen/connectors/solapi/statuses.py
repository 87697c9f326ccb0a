"""What the status codes of a message mean, there and in reports."""

from __future__ import annotations

ACCEPTED = frozenset({"2000", "3000"})  # taken by the gateway; taken by the carrier
ARRIVED = "4000"


def has_failed(code: str) -> bool:
    """Whether it will never arrive: every code that is neither on its way nor there."""
    return bool(code) and code not in ACCEPTED and code != ARRIVED
