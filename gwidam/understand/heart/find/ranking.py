"""Ordering candidates whose text is at hand: by words, then by words and meaning together."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from gwidam.core.grams import pieces
from gwidam.core.text import apart, squeezed

from .weights import NORM, Weights

COMPARED = 20_000  # letters of a text that are compared; a longer one is ranked by its beginning
SHORTEST_STEM = 2  # letters; 요금이 is sought as 요금 too
FLATNESS = 60  # reciprocal rank fusion: Cormack, Clarke, Buettcher (2009)

Key = TypeVar("Key", bound=Hashable)


def rank(wanted: Sequence[str], texts: Sequence[str], weights: Weights) -> list[float]:
    """How well each text fits the words: BM25 over their rows of letters, and as much again for whole words.

    A word that is not there as it was typed counts by the longest beginning of it that is: Korean changes the
    ends of its words. Unbounded, 0 where nothing fits; the same whatever other texts are asked about.
    """
    words = list(dict.fromkeys(word for part in wanted for word in _sought(part)))
    weighted = {word: _weighted(word, weights) for word in words}
    return [_fit(squeezed(text[:COMPARED]), weighted, weights.average) for text in texts]


def fused(rankings: Iterable[tuple[float, Sequence[Key]]]) -> dict[Key, float]:
    """One score from several rankings, each given as its weight and its keys, best first.

    Only ranks count, so that scores of different kinds need not be made comparable.
    """
    scores: dict[Key, float] = {}
    for weight, keys in rankings:
        for place, key in enumerate(keys, 1):
            scores[key] = scores.get(key, 0.0) + weight / (FLATNESS + place)
    return scores


def ordered(scores: Mapping[Key, float]) -> list[Key]:
    """Keys by score, best first; of equals the one that was met first."""
    return sorted(scores, key=lambda key: -scores[key])


def stem_in(word: str, letters: str) -> str:
    """The longest beginning of a word, of two letters or more, that stands in a text; "" for none."""
    for end in range(len(word), SHORTEST_STEM - 1, -1):
        if word[:end] in letters:
            return word[:end]
    return ""


def _sought(part: str) -> list[str]:
    return [word for word in apart(part) if len(word) >= SHORTEST_STEM]


def _weighted(word: str, weights: Weights) -> list[tuple[str, float]]:
    return list({each.letters: sum(map(weights.of_key, each.keys)) for each in pieces(word)}.items())


def _fit(letters: str, words: Mapping[str, Sequence[tuple[str, float]]], average: float) -> float:
    score = 0.0
    for word, weighted in words.items():
        for piece, weight in weighted:
            times = letters.count(piece)
            if times:
                score += weight * NORM.repeated(times, len(letters), average)
        stem = stem_in(word, letters)
        score += len(stem) / len(word) * max((weight for _, weight in weighted), default=0.0)
    return score
