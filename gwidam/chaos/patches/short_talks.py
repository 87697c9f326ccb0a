"""The clock of talks looks after seconds instead of minutes, so that a short run sees it end what nobody ends."""

from __future__ import annotations

from datetime import timedelta

WORDS = ("web", "work")
LONGEST_WAIT = timedelta(seconds=2)


def apply() -> None:
    """Let nobody wait longer than seconds."""
    from gwidam.own.rules import talks

    talks.LONGEST_WAIT = LONGEST_WAIT
    talks.WAITING_LOOK = timedelta(seconds=0.5)
