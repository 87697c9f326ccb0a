"""Others have said this: from the neighbours an index brings up to those who say the same, and how surely."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .index import Near, VectorIndex
from .judging import Judge, Pair
from .sketch import overlaps
from .space import Space, keys_of

BROUGHT_UP = 60  # neighbours whose letters are compared exactly

GramsOf = Callable[[Sequence[int]], Mapping[int, Sequence[int]]]


class Other(NamedTuple):
    """A voice that may say the same, and how surely it does (0 to 1)."""

    id: int
    chance: float
    pair: Pair


class Asked(NamedTuple):
    """A text somebody asks about: its place in the space and its keys."""

    vector: NDArray[np.float32]
    keys: Sequence[int]

    @classmethod
    def of(cls, text: str, meaning: NDArray[np.float32] | None, space: Space) -> Asked:
        """A text, with its vector (dims,) from the model of the space, if that has one."""
        meanings = None if meaning is None else meaning[None, :]
        keys = keys_of(text)
        return cls(space.place([keys], meanings)[0], keys)


def others(
    asked: Asked,
    index: VectorIndex,
    grams_of: GramsOf,
    *,
    space: Space,
    judge: Judge,
    limit: int = 10,
    without: Sequence[int] = (),
) -> list[Other]:
    """The voices most likely to say the same, most likely first.

    grams_of: the keys of voices by their numbers, as the database keeps them; those it leaves out, because they
        are gone or not for these eyes, are left out here.
    without: voices not to be shown, such as the one that is asked about.
    """
    near = index.search(asked.vector, max(BROUGHT_UP, limit), without=without)
    grams = grams_of([each.id for each in near])
    return judged(asked.keys, [each for each in near if each.id in grams], grams, space=space, judge=judge)[:limit]


def judged(
    keys: Sequence[int],
    near: Sequence[Near],
    grams: Mapping[int, Sequence[int]],
    *,
    space: Space,
    judge: Judge,
) -> list[Other]:
    """Neighbours with their chances, the likeliest first; of equals the nearer one."""
    pairs = pairs_of(keys, near, grams, space=space)
    chances = judge.probabilities(pairs)
    found = [Other(each.id, float(chance), pair) for each, chance, pair in zip(near, chances, pairs, strict=True)]
    return sorted(found, key=lambda other: (-other.chance, -other.pair.cosine))


def pairs_of(
    keys: Sequence[int], near: Sequence[Near], grams: Mapping[int, Sequence[int]], *, space: Space
) -> list[Pair]:
    """What is known of a text beside each of its neighbours."""
    theirs = [grams[each.id] for each in near]
    shares = overlaps(keys, theirs, space.rarity)
    return [
        Pair(each.cosine, float(share), _lengths(len(keys), len(other)))
        for each, share, other in zip(near, shares, theirs, strict=True)
    ]


def _lengths(one: int, other: int) -> float:
    return min(one, other) / max(one, other, 1)
