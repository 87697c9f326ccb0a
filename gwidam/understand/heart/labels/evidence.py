"""Which words of a text pushed a label, and where they stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from ..features import Features, Floats, prepared
from .model import Labels

_WORD = re.compile(r"\S+")
_TRIM = re.compile(r"^\W+|\W+$")
_LONGEST = 2_000


class Evidence(NamedTuple):
    """A word that speaks for a label: its place in the text (half-open), itself, and how much it pushes (logits)."""

    start: int
    end: int
    word: str
    push: float


def evidence(
    model: Labels, texts: Sequence[str], labels: Sequence[str], most: int = 5
) -> list[tuple[Evidence, ...]]:
    """Return for each text the words that speak most for its label, strongest first; what vectors say has none.

    Raises KeyError for a label the model does not know.
    """
    places = {name: place for place, name in enumerate(model.names)}
    columns = _columns(model.features)
    rows = model.features.rows(texts)
    loudness = float(model.blend.loudness[0])
    return [
        _evidence(text, rows[[line]], loudness * model.heads.linear.weights[places[label]], columns, model, most)
        for line, (text, label) in enumerate(zip(texts, labels, strict=True))
    ]


def _columns(features: Features) -> tuple[dict[str, int], dict[str, int]]:
    words, pieces = features.words.vectorizer.vocabulary_, features.pieces.vectorizer.vocabulary_
    return words, {piece: place + len(words) for piece, place in pieces.items()}


def _evidence(
    text: str,
    row: csr_matrix,
    weights: Floats,
    columns: tuple[dict[str, int], dict[str, int]],
    model: Labels,
    most: int,
) -> tuple[Evidence, ...]:
    pushes = dict(zip(row.indices.tolist(), (row.data * weights[row.indices]).tolist(), strict=True))
    words = list(_WORD.finditer(text[:_LONGEST]))
    shares = list(_shares([word[0] for word in words], columns, model))
    owners: dict[int, int] = defaultdict(int)
    for column, _ in shares:
        owners[column] += 1
    totals = np.zeros(len(words))
    for column, place in shares:
        totals[place] += pushes.get(column, 0.0) / owners[column]
    best = [place for place in np.argsort(-totals, kind="stable")[:most] if totals[place] > 0]
    return tuple(_at(words[place], float(totals[place])) for place in best)


def _shares(
    words: Sequence[str], columns: tuple[dict[str, int], dict[str, int]], model: Labels
) -> Iterator[tuple[int, int]]:
    """Yield (column, word) for every piece of every word; pairs of words belong to both."""
    of_words = model.features.words.vectorizer.build_analyzer()
    of_pieces = model.features.pieces.vectorizer.build_analyzer()
    ready = prepared(words)
    for place, word in enumerate(ready):
        yield from ((columns[1][piece], place) for piece in set(of_pieces(word)) if piece in columns[1])
        yield from ((columns[0][piece], place) for piece in set(of_words(word)) if piece in columns[0])
        if place:
            pairs = {pair for pair in of_words(f"{ready[place - 1]} {word}") if " " in pair and pair in columns[0]}
            for pair in pairs:
                yield columns[0][pair], place - 1
                yield columns[0][pair], place


def _at(word: re.Match[str], push: float) -> Evidence:
    shown = _TRIM.sub("", word[0]) or word[0]
    start = word.start() + word[0].index(shown)
    return Evidence(start, start + len(shown), shown, push)
