"""Who becomes the guardian of a voice that nobody took with their own hands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guard:
    """An employee on duty: what they can, and how many open cases they already guard."""

    employee_id: int
    skills: frozenset[str]
    load: int


def choose_guardian(on_duty: Sequence[Guard], *, wanted: Collection[str] = ()) -> int | None:
    """Id of the guard with most of the wanted skills, then least load, then lowest id; None when nobody is on.

    A missing skill never means "nobody": a voice nobody is trained for still gets a named person.
    """
    skills = frozenset(wanted)
    best = min(
        on_duty, key=lambda guard: (-len(guard.skills & skills), guard.load, guard.employee_id), default=None
    )
    return best.employee_id if best else None
