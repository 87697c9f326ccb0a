"""The web process dies between the commit of what a visitor said and the answer to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .deaths import Line

WORDS = ("web",)
VERBS = ("begin_talk", "say", "end_talk")


def apply() -> None:
    """Die after a line was stored, whichever of the verbs stored it."""
    from gwidam.own import verbs

    line = Line("line_lost", every=9, most=4)

    def dying(verb: Callable[..., Any]) -> Callable[..., Any]:
        def doing(**told: Any) -> Any:
            done = verb(**told)
            line.reached()
            return done

        return doing

    for name in VERBS:
        setattr(verbs, name, dying(getattr(verbs, name)))
