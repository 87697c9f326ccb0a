"""Which words of a text pushed a label, and where they stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from scipy.sparse import csr_matrix

from ..features import Floats, prepared
from ..seen import Seen
from .model import Labels

_Cut: TypeAlias = tuple[str, Callable[[str], list[str]], Mapping[str, int], int]

_WORD = re.compile(r"\S+")
_TRIM = re.compile(r"^\W+|\W+$")
_LONGEST = 2_000


class Evidence(NamedTuple):
    """A word that speaks for a label: its place in the text (half-open), itself, and how much it pushes (logits)."""

    start: int
    end: int
    word: str
    push: float


def evidence(model: Labels, seen: Seen, labels: Sequence[str], most: int = 5) -> list[tuple[Evidence, ...]]:
    """Return for each text the words that speak most for its label, strongest first.

    Counted are words, pairs and pieces of words; a pair belongs to both. What vectors say has no words. Raises
    KeyError for a label the model does not know.
    """
    if not len(seen):
        return []
    places = {name: place for place, name in enumerate(model.names)}
    rows = model.view.matter.rows(seen)
    loudness = float(model.blend.loudness[0])
    cuts = [
        (pieces.kind.name, pieces.vectorizer.build_analyzer(), pieces.vectorizer.vocabulary_, offset)
        for pieces, offset in zip(model.view.matter.pieces, model.view.matter.offsets(), strict=False)
    ]
    return [
        _evidence(text, rows[[line]], loudness * model.heads.matter.weights[places[label]], cuts, most)
        for line, (text, label) in enumerate(zip(seen.texts, labels, strict=True))
    ]


def _evidence(
    text: str, row: csr_matrix, weights: Floats, cuts: Sequence[_Cut], most: int
) -> tuple[Evidence, ...]:
    pushes = dict(zip(row.indices.tolist(), (row.data * weights[row.indices]).tolist(), strict=True))
    words = list(_WORD.finditer(text[:_LONGEST]))
    owners: dict[int, list[int]] = defaultdict(list)
    for column, place in _owned(prepared([word[0] for word in words]), cuts):
        owners[column].append(place)
    totals = np.zeros(len(words))
    for column, places in owners.items():
        for place in places:
            totals[place] += pushes.get(column, 0.0) / len(places)
    best = [place for place in np.argsort(-totals, kind="stable")[:most] if totals[place] > 0]
    return tuple(_at(words[place], float(totals[place])) for place in best)


def _owned(ready: Sequence[str], cuts: Sequence[_Cut]) -> Iterator[tuple[int, int]]:
    """Yield (column, word) for every piece of every word, and for every pair of neighbours both."""
    for name, cut, columns, offset in cuts:
        for place, word in enumerate(ready):
            yield from ((columns[piece] + offset, place) for piece in set(cut(word)) if piece in columns)
            if name == "part" or not place:
                continue
            for pair in cut(f"{ready[place - 1]} {word}"):
                if pair in columns and (" " in pair or "&" in pair):
                    yield columns[pair] + offset, place - 1
                    yield columns[pair] + offset, place


def _at(word: re.Match[str], push: float) -> Evidence:
    shown = _TRIM.sub("", word[0]) or word[0]
    start = word.start() + word[0].index(shown)
    return Evidence(start, start + len(shown), shown, push)
