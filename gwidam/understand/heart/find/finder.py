"""Finding in texts that are held in memory: what the room does with the database, for a table of texts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from gwidam.core.grams import Sought, grams, sought
from gwidam.core.text import squeezed

from .asking import retyped, sought_of
from .index import Hit, WordIndex
from .question import Question, read
from .ranking import fused, ordered, rank
from .weights import Weights

CANDIDATES = 200  # texts that fit by their keys
RANKED = 50  # of them, those whose text is read
BY_MEANING = 0.5  # weight of a place by meaning against one by words, where there are both
_ANY_DAY = date(2000, 1, 1)  # texts of a table have no days


class Nearest(Protocol):
    """Who knows which texts are near in meaning."""

    def nearest(self, typed: str, limit: int) -> list[int]:
        """Numbers of the texts nearest to what was typed, nearest first."""
        ...


class Finder:
    """Texts by their number, from 0, and an index over them.

    meaning: finds the same texts by meaning; without it they are found by words alone.
    """

    def __init__(self, texts: Sequence[str], meaning: Nearest | None = None) -> None:
        self._texts, self._meaning = texts, meaning
        self._index = WordIndex()
        self._index.extend((number, grams(text)) for number, text in enumerate(texts))

    def find(self, typed: str, limit: int = CANDIDATES) -> list[Hit]:
        """The texts that fit what was typed, best first; of equals the later one.

        Phrases must be there and unwanted words must not; a filter finds nothing to filter by and is passed over.
        """
        question = read(typed, today=_ANY_DAY)
        words = retyped(question.wanted, self._is_known)
        keys = _telling(sought_of(words))
        hits = self._index.best(keys, max(CANDIDATES, limit))
        hits = self._reranked(words, keys, [hit for hit in hits if self._holds(hit.id, question)])
        if self._meaning is not None and question.wanted:
            hits = self._with_meaning(" ".join(words), hits, question)
        return hits[:limit]

    def having(self, word: str) -> list[int]:
        """All texts that have a word, also where a space parts it; none are left out."""
        found = self._index.having(sought(word))
        letters = squeezed(word)
        return [number for number in found.tolist() if letters in squeezed(self._texts[number])]

    def _reranked(self, words: Sequence[str], keys: Sequence[int], hits: list[Hit]) -> list[Hit]:
        weights = self._weights(keys)
        read_ = hits[:RANKED]
        scores = rank(words, [self._texts[hit.id] for hit in read_], weights)
        ranked = [Hit(hit.id, score) for hit, score in zip(read_, scores, strict=True)]
        return sorted(ranked, key=lambda hit: -hit.score) + hits[RANKED:]

    def _with_meaning(self, typed: str, hits: list[Hit], question: Question) -> list[Hit]:
        assert self._meaning is not None
        near = [number for number in self._meaning.nearest(typed, CANDIDATES) if self._holds(number, question)]
        scores = fused([(1.0, [hit.id for hit in hits]), (BY_MEANING, near)])
        return [Hit(number, scores[number]) for number in ordered(scores)]

    def _weights(self, keys: Sequence[int]) -> Weights:
        counts = self._index.counts(keys)
        weights = Weights(total=len(self._index), letters=self._index.letters)
        weights.having.update(dict(zip(keys, counts.tolist(), strict=True)))
        return weights

    def _is_known(self, word: str) -> bool:
        return self._index.has(sought_of([word]))

    def _holds(self, number: int, question: Question) -> bool:
        if not question.phrases and not question.without:
            return True
        letters = squeezed(self._texts[number])
        wanted, unwanted = map(squeezed, question.phrases), map(squeezed, question.without)
        return all(each in letters for each in wanted) and not any(each in letters for each in unwanted if each)


def _telling(wanted: Sought) -> list[int]:
    """Keys by which texts are ranked: a short Latin word counts as a word, where it is not all that is asked for."""
    if not wanted.every:
        return [key for row in wanted.one_of for key in row]
    return [*wanted.every, *(row[0] for row in wanted.one_of)]
