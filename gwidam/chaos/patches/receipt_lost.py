"""The web process dies between the commit of a voice and the receipt for it."""

from __future__ import annotations

from typing import Any

from .deaths import Line

WORDS = ("web",)


def apply() -> None:
    """Die after the commit of a new voice."""
    from gwidam.own import verbs

    take_in, line = verbs.take_in, Line("receipt_lost", every=7, most=4)

    def taking_in(**told: Any) -> verbs.Taken:
        taken = take_in(**told)
        if taken.is_new:
            line.reached()
        return taken

    verbs.take_in = taking_in
