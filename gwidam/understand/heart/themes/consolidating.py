"""A night's work: all voices into themes, with their words, their speakers and their places on the map."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .grouping import Grouping, grouped, summed
from .layout import layout_of_largest
from .naming import name_of, telling_words
from .nearness import unit
from .phrases import phrases_in
from .rows import Rows, Vectors
from .speakers import speakers

NAMED_BY = 100  # voices of a theme from which its words are taken, at most
NAMED_BY_ALTOGETHER = 15_000  # of all themes: to cut a text into words takes longer than to sort it
TOGETHER = 2_000  # texts cut into words at once

WordsOf = Callable[[Sequence[str]], Sequence[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Texts:
    """What voices say, read when it is needed. lengths: (n,) letters of each. of: the texts at these places."""

    lengths: NDArray[np.int32]
    of: Callable[[Sequence[int]], Sequence[str]]

    @classmethod
    def held(cls, texts: Sequence[str]) -> Texts:
        """Texts that are all at hand."""
        lengths = np.array([len(text.strip()) for text in texts], np.int32)
        return cls(lengths, lambda places: [texts[place] for place in places])

    def __len__(self) -> int:
        return len(self.lengths)


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
    texts: Sequence[str] | Texts,
    vectors: Vectors | Rows,
    words_of: WordsOf,
    *,
    firsts: Sequence[int] | NDArray[np.int64] | None = None,
    people: Sequence[Hashable | None] | NDArray[np.int64] | None = None,
    before: Mapping[int, tuple[float, float]] | None = None,
    seed: int = 0,
    is_fine: bool = False,
) -> Consolidation:
    """Sort voices into themes; every voice has one.

    vectors: (n, dims) of length 1; or only those of voices that are copies of none, in their order.
    words_of: the words of texts, see `naming.words_in`; asked for NAMED_BY voices of each theme at most, and
        NAMED_BY_ALTOGETHER of all, as it may take longer than the sorting.
    firsts: for each voice the place of the first it is a copy of, itself where it is none; copies go where that
        one goes and weigh nothing. people: who spoke. before: where groups of these numbers lay on the last map.
    is_fine: see `grouped`.
    """
    told = texts if isinstance(texts, Texts) else Texts.held(texts)
    rows = Rows.of(vectors)
    first_of = np.arange(len(told)) if firsts is None else np.asarray(firsts, np.int64)
    originals = np.unique(first_of)
    kept = rows if len(rows) == len(originals) else rows.only(originals)
    sorted_ = grouped(kept, seed=seed, is_fine=is_fine)
    groups = sorted_.groups[np.searchsorted(originals, first_of)]
    found = _themes(
        told, kept, originals, sorted_, groups, _telling(told, originals, sorted_, words_of), people, before
    )
    return Consolidation(groups, found, sorted_.resolution, sorted_.margin)


def _telling(texts: Texts, originals: NDArray[np.int64], sorted_: Grouping, words_of: WordsOf) -> list[list[str]]:
    """The telling words of each theme, told from voices spread evenly over it."""
    named = _spread_over(sorted_.groups)
    words: list[Sequence[str]] = []
    phrases: list[list[str]] = []
    for start in range(0, len(named), TOGETHER):
        shown = texts.of(originals[named[start : start + TOGETHER]].tolist())
        cut = words_of(shown)
        words += cut
        phrases += phrases_in(shown, cut)
    return telling_words(words, sorted_.groups[named].tolist(), phrases)


def _spread_over(groups: NDArray[np.int32]) -> NDArray[np.intp]:
    """Places of some voices of each group, evenly over all of it, as many of each as there may be of all."""
    sizes = np.bincount(groups)
    most = NAMED_BY
    while most > 1 and np.minimum(sizes, most).sum() > NAMED_BY_ALTOGETHER:
        most -= 1
    chosen = [
        own[np.unique(np.linspace(0, len(own) - 1, most).astype(int))] for own in _members(groups) if len(own)
    ]
    return np.concatenate([*chosen, np.zeros(0, np.intp)])


def _members(groups: NDArray[np.int32]) -> list[NDArray[np.intp]]:
    """Places of the members of each group."""
    if not len(groups):
        return []
    return np.split(np.argsort(groups, kind="stable"), np.cumsum(np.bincount(groups))[:-1])


def _themes(
    texts: Texts,
    rows: Rows,
    originals: NDArray[np.int64],
    sorted_: Grouping,
    groups: NDArray[np.int32],
    telling: Sequence[Sequence[str]],
    people: Sequence[Hashable | None] | NDArray[np.int64] | None,
    before: Mapping[int, tuple[float, float]] | None,
) -> tuple[Theme, ...]:
    if not len(texts):
        return ()
    voices = np.bincount(groups, minlength=sorted_.count)
    members = _members(sorted_.groups)
    middles = unit(summed(rows, sorted_.groups))
    points, radii = layout_of_largest(
        middles, [len(own) for own in members], numbers=range(len(members)), before=before or {}
    )
    found = []
    for group, own in enumerate(members):
        theirs = None if people is None else [people[at] for at in originals[own].tolist()]
        chosen = speakers(rows[own], texts.lengths[originals[own]], theirs)
        found.append(
            Theme(
                group,
                name_of(telling[group]),
                tuple(telling[group]),
                int(voices[group]),
                len(own),
                tuple(int(originals[own[at]]) for at in chosen),
                float(points[group, 0]),
                float(points[group, 1]),
                float(radii[group]),
            )
        )
    return tuple(found)
