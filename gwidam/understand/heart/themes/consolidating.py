"""A night's work: all voices into themes, with their words, their speakers and their places on the map."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .grouping import Grouping, grouped, unit
from .layout import layout
from .naming import name_of, telling_words
from .nearness import Vectors
from .speakers import speakers


@dataclass(frozen=True, slots=True)
class Theme:
    """What is known of a theme after a consolidation.

    group: its number of tonight, from 0, largest first (`identity` gives those that last). voices: all of them.
    originals: without the copies of a text. speakers: places of voices that speak for it.
    x, y, radius: on a map whose side is 1.
    """

    group: int
    name: str
    words: tuple[str, ...]
    voices: int
    originals: int
    speakers: tuple[int, ...]
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Consolidation:
    """groups: (n,) for each voice. themes: in the order of their groups. resolution, margin: see `Grouping`."""

    groups: NDArray[np.int32]
    themes: tuple[Theme, ...]
    resolution: float
    margin: float


def consolidated(
    texts: Sequence[str],
    vectors: Vectors,
    words: Sequence[Sequence[str]],
    *,
    firsts: Sequence[int] | None = None,
    people: Sequence[Hashable | None] | None = None,
    before: Mapping[int, tuple[float, float]] | None = None,
    seed: int = 0,
) -> Consolidation:
    """Sort voices into themes; every voice has one.

    vectors: (n, dims) of length 1. words: of each text, see `naming.words_in`.
    firsts: for each voice the place of the first it is a copy of, itself where it is none; copies go where that
        one goes and weigh nothing. people: who spoke. before: where groups of these numbers lay on the last map.
    """
    originals = np.arange(len(texts)) if firsts is None else np.unique(np.asarray(firsts, np.int64))
    sorted_ = grouped(vectors[originals], seed=seed)
    groups = sorted_.groups
    if firsts is not None:
        groups = groups[np.searchsorted(originals, np.asarray(firsts, np.int64))]
    telling = telling_words([words[at] for at in originals], sorted_.groups.tolist())
    return Consolidation(
        groups,
        _themes(
            texts,
            vectors,
            originals,
            sorted_,
            np.bincount(groups, minlength=sorted_.count),
            telling,
            people,
            before or {},
        ),
        sorted_.resolution,
        sorted_.margin,
    )


def _themes(
    texts: Sequence[str],
    vectors: Vectors,
    originals: NDArray[np.int64],
    sorted_: Grouping,
    voices: NDArray[np.int64],
    telling: Sequence[Sequence[str]],
    people: Sequence[Hashable | None] | None,
    before: Mapping[int, tuple[float, float]],
) -> tuple[Theme, ...]:
    order = np.argsort(sorted_.groups, kind="stable")
    members = np.split(originals[order], np.cumsum(np.bincount(sorted_.groups, minlength=sorted_.count))[:-1])
    if not len(texts):
        return ()
    middles = unit(np.stack([vectors[own].sum(axis=0) for own in members]))
    points, radii = layout(middles, [len(own) for own in members], numbers=range(len(members)), before=before)
    found = []
    for group, own in enumerate(members):
        theirs = None if people is None else [people[at] for at in own]
        chosen = speakers(vectors[own], [texts[at] for at in own], theirs)
        found.append(
            Theme(
                group,
                name_of(telling[group]),
                tuple(telling[group]),
                int(voices[group]),
                len(own),
                tuple(int(own[at]) for at in chosen),
                float(points[group, 0]),
                float(points[group, 1]),
                float(radii[group]),
            )
        )
    return tuple(found)
