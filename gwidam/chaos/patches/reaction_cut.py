"""The worker dies in the middle of a reaction: what it wrote is there, its commit is not."""

from __future__ import annotations

from typing import Any

from .deaths import Line

WORDS = ("work",)


def apply() -> None:
    """Die after a letter was written into the outbox, before the reaction that wrote it commits."""
    from gwidam.post import verbs

    write, line = verbs.write, Line("reaction_cut", every=5, most=3)

    def writing(**told: Any) -> Any:
        message = write(**told)
        line.reached()
        return message

    verbs.write = writing
