"""Which of a million texts have these keys, and which have most of the telling ones.

The keys are those of `core.grams`, as they are stored with each voice, so the index is filled from the database
without reading a text again. It is ordered memory and nothing else: segments of at most 65,536 texts, each a
sorted list of keys with the places of the texts that have them, two bytes a place. New texts wait in a short list;
small segments are joined with those of their size, as in a log-structured merge, so that there are few.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gwidam.core.grams import Sought

from .weights import NORM, idf

LARGEST = 1 << 16  # texts in a segment; a place fits into two bytes, the scores of a segment into the cache
WAITING = 256  # texts that wait in a list; making a segment of them takes a few milliseconds
TOO_COMMON = 0.2  # a key that one text in five has tells nothing beside rarer ones
MOST_KEYS = 64  # of a question, the rarest ones; a title has 10 to 40


class Hit(NamedTuple):
    """A text by its number, and how well it fits (BM25, unbounded)."""

    id: int
    score: float


@dataclass(frozen=True, slots=True)
class _Segment:
    ids: NDArray[np.int64]  # (n,), -1 where a text was removed
    lengths: NDArray[np.int32]  # (n,), distinct keys of each text
    keys: NDArray[np.int32]  # (k,), sorted
    starts: NDArray[np.int64]  # (k + 1,), into places
    places: NDArray[np.uint16]  # of each key in turn, ascending

    @classmethod
    def of(cls, ids: Sequence[int], grams: Sequence[Sequence[int]]) -> _Segment:
        lengths = np.fromiter(map(len, grams), np.int32, len(grams))
        keys = np.fromiter((key for row in grams for key in row), np.int64, int(lengths.sum()))
        places = np.repeat(np.arange(len(grams), dtype=np.int64), lengths)
        return cls._sorted(np.asarray(ids, np.int64), lengths, keys << 16 | places)

    @classmethod
    def _sorted(cls, ids: NDArray[np.int64], lengths: NDArray[np.int32], postings: NDArray[np.int64]) -> _Segment:
        postings.sort()
        found = postings >> 16
        starts = np.flatnonzero(np.diff(found, prepend=np.int64(1) << 40))
        return cls(
            ids,
            lengths,
            found[starts].astype(np.int32),
            np.append(starts, len(found)),
            (postings & 0xFFFF).astype(np.uint16),
        )

    def joined(self, other: _Segment) -> _Segment:
        ids = np.concatenate([self.ids, other.ids])
        lengths = np.concatenate([self.lengths, other.lengths])
        return self._sorted(ids, lengths, np.concatenate([self._postings(0), other._postings(len(self.ids))]))

    def having(self, key: int) -> NDArray[np.uint16]:
        """Places of the texts with this key."""
        at = int(self.keys.searchsorted(np.int32(key)))  # of another type, all keys would be converted
        if at == len(self.keys) or self.keys[at] != key:
            return self.places[:0]
        return self.places[self.starts[at] : self.starts[at + 1]]

    def having_one(self, keys: Sequence[int]) -> NDArray[np.uint16]:
        """Places of the texts with any of these keys."""
        return self.having(keys[0]) if len(keys) == 1 else np.unique(np.concatenate([*map(self.having, keys)]))

    def having_all(self, wanted: Sought) -> NDArray[np.uint16]:
        """Places of the texts that have what is sought, which is not nothing."""
        rows = sorted((self.having_one(row) for row in wanted.rows), key=len)
        places = rows[0]
        for row in rows[1:]:
            at = np.minimum(np.searchsorted(row, places), len(row) - 1)
            places = places[row[at] == places]
        return places

    def _postings(self, offset: int) -> NDArray[np.int64]:
        keys = np.repeat(self.keys.astype(np.int64), np.diff(self.starts))
        return keys << 16 | (self.places.astype(np.int64) + offset)


class WordIndex:
    """An inverted index over keys that grows by single texts.

    About 2.1 bytes of memory for each distinct key of each text. Not for several writers at once; readers of
    the same process may go on while one text is added.

    letters: distinct keys of all texts together.
    """

    def __init__(self) -> None:
        self._segments: list[_Segment] = []
        self._waiting: list[tuple[int, Sequence[int]]] = []
        self._fresh: _Segment | None = None
        self._removed: set[int] = set()
        self.letters = 0

    def __len__(self) -> int:
        return sum(len(part.ids) for part in self._segments) + len(self._waiting) - len(self._removed)

    def add(self, number: int, grams: Sequence[int]) -> None:
        """Add one text by its keys (sorted or not, distinct)."""
        self._waiting.append((number, grams))
        self.letters += len(grams)
        self._fresh = None
        if len(self._waiting) >= WAITING:
            self._settle()

    def extend(self, texts: Iterable[tuple[int, Sequence[int]]]) -> None:
        """Add many texts; faster than one by one, and the same afterwards."""
        for number, grams in texts:
            self._waiting.append((number, grams))
            self.letters += len(grams)
            if len(self._waiting) >= LARGEST:
                self._settle()
        self._fresh = None
        if len(self._waiting) >= WAITING:
            self._settle()

    def remove(self, number: int) -> None:
        """Forget a text; it is found no more. Its keys are dropped when the index is built anew."""
        self._removed.add(number)

    def having(self, wanted: Sought) -> NDArray[np.int64]:
        """Numbers of all texts that have what is sought, ascending: what `@>` and `&&` answer in PostgreSQL."""
        if not wanted:
            return np.empty(0, np.int64)
        found = [part.ids[part.having_all(wanted)] for part in self._parts()]
        return self._kept(np.sort(np.concatenate(found or [np.empty(0, np.int64)])))

    def has(self, wanted: Sought) -> bool:
        """Whether any text has what is sought; removed ones still count. Stops at the first."""
        return bool(wanted) and any(len(part.having_all(wanted)) for part in reversed(self._parts()))

    def best(self, keys: Sequence[int], limit: int = 200) -> list[Hit]:
        """The texts that fit these keys best (BM25, each key counted once), best first, then newest.

        Robertson, Zaragoza: The Probabilistic Relevance Framework: BM25 and Beyond (2009).
        """
        parts = self._parts()
        weights = self._telling(parts, keys)
        average = self.letters / max(1, sum(len(part.ids) for part in parts))
        ids: list[NDArray[np.int64]] = []
        scores: list[NDArray[np.float32]] = []
        for part in parts:
            sums = np.zeros(len(part.ids), np.float32)
            for key, weight in weights:
                sums[part.having(key)] += weight
            fit = np.flatnonzero(sums)
            fits = sums[fit] / NORM.flat(part.lengths[fit], average)
            largest = _largest(fits, limit + len(self._removed))
            ids.append(part.ids[fit[largest]])
            scores.append(fits[largest])
        return self._ranked(ids, scores, limit)

    def counts(self, keys: Sequence[int]) -> NDArray[np.int64]:
        """How many texts have each of these keys; removed ones still count."""
        parts = self._parts()
        return np.array([sum(len(part.having(key)) for part in parts) for key in keys], np.int64)

    def _telling(self, parts: list[_Segment], keys: Sequence[int]) -> list[tuple[int, np.float32]]:
        counts = self.counts(keys)
        total = sum(len(part.ids) for part in parts)
        order = [at for at in np.argsort(counts, kind="stable") if counts[at]][:MOST_KEYS]
        rare = [at for at in order if counts[at] <= TOO_COMMON * total]
        return [(keys[at], np.float32(idf(int(counts[at]), total))) for at in rare or order]

    def _ranked(self, ids: list[NDArray[np.int64]], scores: list[NDArray[np.float32]], limit: int) -> list[Hit]:
        if not ids:
            return []
        numbers, fits = np.concatenate(ids), np.concatenate(scores)
        there = fits > 0
        if self._removed:
            there &= ~np.isin(numbers, np.fromiter(self._removed, np.int64))
        numbers, fits = numbers[there], fits[there]
        order = np.lexsort((-numbers, -fits))[:limit]
        return [Hit(*hit) for hit in zip(numbers[order].tolist(), fits[order].tolist(), strict=True)]

    def _kept(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        if not self._removed:
            return numbers
        return numbers[~np.isin(numbers, np.fromiter(self._removed, np.int64))]

    def _parts(self) -> list[_Segment]:
        if not self._waiting:
            return self._segments
        fresh = self._fresh
        if fresh is None:
            fresh = self._fresh = _Segment.of(*zip(*self._waiting, strict=True))
        return [*self._segments, fresh]

    def _settle(self) -> None:
        segment = _Segment.of(*zip(*self._waiting, strict=True))
        before = self._segments
        while before and len(before[-1].ids) <= len(segment.ids) <= LARGEST - len(before[-1].ids):
            segment, before = before[-1].joined(segment), before[:-1]
        self._segments, self._waiting, self._fresh = [*before, segment], [], None


def _largest(scores: NDArray[np.float32], count: int) -> NDArray[np.intp]:
    """Places of the `count` largest, in any order; of equals those that came last."""
    if count >= len(scores):
        return np.arange(len(scores))
    least = np.partition(scores, len(scores) - count)[len(scores) - count]
    above = np.flatnonzero(scores > least)
    return np.concatenate([above, np.flatnonzero(scores == least)[len(above) - count :]])
