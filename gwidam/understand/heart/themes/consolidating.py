"""A night's work: all voices into themes, with their words, their speakers and their places on the map."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .grouping import Grouping, grouped
from .layout import layout
from .naming import name_of, telling_words
from .nearness import Vectors, unit
from .phrases import phrases_in
from .speakers import speakers

NAMED_BY = 100  # voices of a theme from which its words are taken

WordsOf = Callable[[Sequence[str]], Sequence[Sequence[str]]]


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
    words_of: WordsOf,
    *,
    firsts: Sequence[int] | None = None,
    people: Sequence[Hashable | None] | None = None,
    before: Mapping[int, tuple[float, float]] | None = None,
    seed: int = 0,
    is_fine: bool = False,
) -> Consolidation:
    """Sort voices into themes; every voice has one.

    vectors: (n, dims) of length 1. words_of: the words of texts, see `naming.words_in`; asked
    for NAMED_BY voices of each theme at most, as it may take longer than the sorting.
    firsts: for each voice the place of the first it is a copy of, itself where it is none; copies go where that
        one goes and weigh nothing. people: who spoke. before: where groups of these numbers lay on the last map.
    is_fine: see `grouped`.
    """
    originals = np.arange(len(texts)) if firsts is None else np.unique(np.asarray(firsts, np.int64))
    sorted_ = grouped(vectors[originals], seed=seed, is_fine=is_fine)
    groups = sorted_.groups
    if firsts is not None:
        groups = groups[np.searchsorted(originals, np.asarray(firsts, np.int64))]
    named = _spread_over(sorted_.groups)
    shown = [texts[originals[at]] for at in named]
    words = words_of(shown)
    telling = telling_words(words, sorted_.groups[named].tolist(), phrases_in(shown, words))
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


def _spread_over(groups: NDArray[np.int32]) -> NDArray[np.intp]:
    """Places of NAMED_BY voices of each group at most, evenly over all of it."""
    order = np.argsort(groups, kind="stable")
    members = np.split(order, np.cumsum(np.bincount(groups))[:-1]) if len(groups) else []
    chosen = [own[np.unique(np.linspace(0, len(own) - 1, NAMED_BY).astype(int))] for own in members if len(own)]
    return np.concatenate([*chosen, np.zeros(0, np.intp)])


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
