"""Three voices that let a reader hear a theme: near its middle, unlike one another, by different people."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from .nearness import unit
from .rows import Vectors

SPEAKERS = 3
SHORT, LONG = 15, 400  # letters; what is shorter says little, what is longer is not read
LOOKED_AT = 50  # voices nearest to the middle
UNLIKE = 0.4  # weight of being unlike those chosen already (Carbonell, Goldstein 1998)
UNREADABLE = 0.3  # taken off a cosine for a text too short or too long


def speakers(
    vectors: Vectors,
    lengths: Sequence[int] | NDArray[np.int32],
    people: Sequence[Hashable | None] | None = None,
    firsts: Sequence[int] | None = None,
    count: int = SPEAKERS,
) -> list[int]:
    """Places of the voices of one theme that speak for it, best first; fewer where there are fewer.

    lengths: letters of each. people: who spoke, None unknown. firsts: for each the first voice it is a copy of;
    copies speak once.
    """
    fit = vectors @ unit(vectors.sum(axis=0, keepdims=True))[0] - _penalties(np.asarray(lengths))
    waiting = np.argsort(-fit, kind="stable")[:LOOKED_AT].tolist()
    chosen: list[int] = []
    heard: set[Hashable] = set()
    while waiting and len(chosen) < count:
        best = max(waiting, key=lambda at: (_worth(at, fit, vectors, chosen), -at))
        chosen.append(best)
        heard |= _marks(best, people, firsts)
        waiting = [at for at in waiting if at != best and not heard & _marks(at, people, firsts)]
    return chosen


def _penalties(lengths: NDArray[np.int32]) -> NDArray[np.float32]:
    return np.where((lengths < SHORT) | (lengths > LONG), np.float32(UNREADABLE), np.float32(0))


def _worth(at: int, fit: NDArray[np.float32], vectors: Vectors, chosen: list[int]) -> float:
    alike = float((vectors[chosen] @ vectors[at]).max()) if chosen else 0.0
    return (1 - UNLIKE) * float(fit[at]) - UNLIKE * alike


def _marks(
    at: int, people: Sequence[Hashable | None] | None, firsts: Sequence[int] | None
) -> set[tuple[str, Hashable]]:
    marks: set[tuple[str, Hashable]] = set()
    if people is not None and people[at] is not None:
        marks.add(("person", people[at]))
    if firsts is not None:
        marks.add(("copy", firsts[at]))
    return marks
