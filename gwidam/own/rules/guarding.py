"""Who becomes the guardian of a voice that nobody took with their own hands."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Sequence
from typing import NamedTuple


class Guard(NamedTuple):
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


def spread(on_duty: Sequence[Guard], count: int) -> list[int]:
    """Ids for that many voices, as `choose_guardian` would choose one after the other; [] when nobody is on."""
    if not on_duty:
        return []
    waiting = [(guard.load, guard.employee_id) for guard in on_duty]
    heapq.heapify(waiting)
    chosen = []
    for _ in range(count):
        load, employee_id = waiting[0]
        heapq.heapreplace(waiting, (load + 1, employee_id))
        chosen.append(employee_id)
    return chosen
