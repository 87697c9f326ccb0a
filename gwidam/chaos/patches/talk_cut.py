"""A process dies while a talk ends: its voice is written, the commit of both has not come."""

from __future__ import annotations

from typing import Any

from .deaths import Line

WORDS = ("web", "work")


def apply() -> None:
    """Die after a transcript was taken in, before the talk has ended with it."""
    from gwidam.own.verbs.talking import ending

    take_in, line = vars(ending)["take_in"], Line("talk_cut", every=2, most=3)

    def taking_in(**told: Any) -> Any:
        taken = take_in(**told)
        line.reached()
        return taken

    vars(ending)["take_in"] = taking_in
