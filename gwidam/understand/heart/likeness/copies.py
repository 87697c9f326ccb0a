"""The same words again: a text sent twice, a letter many people send, a flood of one review.

Two texts are copies when most of their shingles, rows of SHINGLE letters, are the same; names, greetings
and dates may differ in a longer one. Told by the smallest hashes of the shingles (Broder 1997), so a million
texts cost a look-up each. Short texts are no copies: many people say 너무 느려요 without knowing of one another.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gwidam.core.text import squeezed

SHINGLE = 6  # letters
SHORTEST = 24  # letters of a text that can be a copy
SKETCH = 64  # smallest hashes kept
LOOKED_UP = 8  # of them by which copies are looked up
SHARED = 3  # of these that a copy has nearly always: it has two thirds of them on average
SAME = 0.7  # of the shingles of both together; some four fifths of each
MOST_LETTERS = 20_000
CAMPAIGN = 3  # people who send copies without that being chance
MOST_COMPARED = 10  # texts with a hash in common that are looked at

Fingerprint = tuple[int, ...]


class Campaign(NamedTuple):
    """Copies of one text: the number of the first, how many there are and from how many people."""

    first: int
    copies: int
    people: int


def fingerprint(text: str) -> Fingerprint:
    """The smallest hashes of the text's shingles, ascending; () for a text too short to be a copy."""
    return fingerprints([text])[0]


def fingerprints(texts: Sequence[str]) -> list[Fingerprint]:
    """The same of many texts at once."""
    letters = [squeezed(text[:MOST_LETTERS]) for text in texts]
    written = [each.encode("utf-16-le") if len(each) >= SHORTEST else b"" for each in letters]
    counts = np.array([max(len(each) // 2 - SHINGLE + 1, 0) for each in written], np.int64)
    if not counts.any():
        return [()] * len(texts)
    units = np.frombuffer(b"".join(written), np.uint16).astype(np.uint64)
    ends = np.cumsum([len(each) // 2 for each in written])
    hashes = np.zeros(len(units) - SHINGLE + 1, np.uint64)
    for offset in range(SHINGLE):
        hashes = (hashes ^ units[offset : offset + len(hashes)]) * np.uint64(0x100000001B3)
        hashes ^= hashes >> np.uint64(29)
    of = np.repeat(np.arange(len(texts)), counts)
    # A shingle begins in its text and ends in it: those that would run into the next one are passed over.
    starts = np.repeat(ends - counts - (SHINGLE - 1), counts)
    within = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)
    own = _spread(hashes[starts + within])
    order = np.lexsort((own, of))
    own, of = own[order], of[order]
    is_new = np.ones(len(own), bool)
    is_new[1:] = (own[1:] != own[:-1]) | (of[1:] != of[:-1])
    own, of = own[is_new], of[is_new]
    bounds = np.searchsorted(of, np.arange(len(texts) + 1))
    return [tuple(own[at : min(at + SKETCH, end)].tolist()) for at, end in pairwise(bounds.tolist())]


def suspects(marks: NDArray[np.int64]) -> NDArray[np.bool_]:
    """(n,) which texts may be copies of one another, told by the hashes they are looked up by.

    marks: (n, LOOKED_UP) the smallest hashes of each, -1 where there are fewer. Whoever shares too few of them with
    all others together shares too few with any.
    """
    there = marks >= 0
    _, place, counts = np.unique(marks, return_inverse=True, return_counts=True)
    shared = ((counts[place.reshape(marks.shape)] > 1) & there).sum(axis=1)
    found: NDArray[np.bool_] = there.any(axis=1) & (shared >= np.minimum(SHARED, there.sum(axis=1)))
    return found


def sameness(one: Fingerprint, other: Fingerprint) -> float:
    """The share of shingles two texts have in common, estimated: 1 for the same letters, 0 where one is short."""
    if not one or not other:
        return 0.0
    union = sorted({*one, *other})[: max(len(one), len(other))]
    return len(set(union) & set(one) & set(other)) / len(union)


@dataclass(slots=True)
class Copies:
    """Texts by their copies; takes one after the other, in the order in which they came."""

    _first_of: dict[int, int] = field(default_factory=dict)
    _prints: dict[int, Fingerprint] = field(default_factory=dict)
    _with_hash: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, number: int, text: str) -> int:
        """Take in a text; the number of the first one it is a copy of, its own where it is none."""
        return self.add_print(number, fingerprint(text))

    def add_print(self, number: int, print_: Fingerprint) -> int:
        """The same with a fingerprint that was kept."""
        first = self._original(print_)
        if first is None:
            # Only originals are kept: a thousand copies cost as much as one.
            self._prints[number] = print_
            for hash_ in print_[:LOOKED_UP]:
                self._with_hash[hash_].append(number)
        self._first_of[number] = number if first is None else first
        return self._first_of[number]

    def first_of(self, number: int) -> int:
        """The first text this one is a copy of. Raises KeyError for a text not taken in."""
        return self._first_of[number]

    def _original(self, print_: Fingerprint) -> int | None:
        shared: Counter[int] = Counter()
        for hash_ in print_[:LOOKED_UP]:
            shared.update(self._with_hash.get(hash_, ())[-MOST_COMPARED:])
        compared = [number for number, count in shared.items() if count >= min(SHARED, len(print_))]
        best = max(compared, key=lambda number: (sameness(print_, self._prints[number]), -number), default=None)
        if best is None or sameness(print_, self._prints[best]) < SAME:
            return None
        return best


def campaigns(firsts: Sequence[int], people: Sequence[Hashable]) -> list[Campaign]:
    """Texts that several people sent alike, most people first.

    firsts: for each voice the number of the first it is a copy of. people: who sent it; None is somebody unknown,
        of whom all unknown ones count as one, as one person can pretend to be many.
    """
    senders: dict[int, set[Hashable]] = defaultdict(set)
    counts: dict[int, int] = defaultdict(int)
    for first, person in zip(firsts, people, strict=True):
        senders[first].add(person)
        counts[first] += 1
    found = [Campaign(first, counts[first], len(who)) for first, who in senders.items() if len(who) >= CAMPAIGN]
    return sorted(found, key=lambda each: (-each.people, each.first))


def _spread(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (hashes ^ (hashes >> np.uint64(31))) >> np.uint64(1)  # fits a signed 64-bit column
