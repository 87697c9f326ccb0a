"""Texts as short vectors whose angles tell how many telling rows of letters two of them share.

A random projection of the tf-idf vector over the keys of `core.grams`: every key has its own row of +1 and -1,
made from the key by a hash, so that nothing has to be kept or learnt (Achlioptas 2003; Charikar 2002).
The error of a cosine is about 1/sqrt(dims).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Grams = Sequence[Sequence[int] | NDArray[np.int32]]  # the keys of each text

BATCH = 2048  # texts projected at a time; their different keys have a row each, some 30,000


@dataclass(frozen=True, slots=True)
class Rarity:
    """How much each key tells, as counted once: the logarithm of how few texts have it.

    keys: (k,) sorted. weights: (k,) theirs. unknown: that of any other key.
    """

    keys: NDArray[np.int32]
    weights: NDArray[np.float32]
    unknown: float

    @classmethod
    def of(cls, grams: Grams) -> Rarity:
        """Counted from the keys of these texts. Without texts all keys tell the same."""
        keys, counts = np.unique(_flat(grams), return_counts=True)
        total = len(grams)
        weights = np.log((1 + total) / (1 + counts)) + 1
        return cls(keys, weights.astype(np.float32), float(np.log(1 + total) + 1))

    def of_keys(self, keys: NDArray[np.int32]) -> NDArray[np.float32]:
        """The weights of these keys."""
        weights = np.full(len(keys), self.unknown, np.float32)
        if len(self.keys):
            at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
            known = self.keys[at] == keys
            weights[known] = self.weights[at[known]]
        return weights


def sketches(grams: Grams, rarity: Rarity, dims: int = 256) -> NDArray[np.float32]:
    """(n, dims), rows of length 1; a zero row where a text has no key. `dims` a multiple of 64."""
    rows = np.zeros((len(grams), dims), np.float32)
    for start in range(0, len(grams), BATCH):
        rows[start : start + BATCH] = _projected(grams[start : start + BATCH], rarity, dims)
    return rows


def overlaps(one: Sequence[int], others: Grams, rarity: Rarity) -> NDArray[np.float32]:
    """(n,) the exact cosines that the sketches estimate: 0 for nothing in common, 1 for the same keys.

    Keys as `grams` gives them, sorted and distinct.
    """
    found = np.zeros(len(others), np.float32)
    mine, flat = np.asarray(one, np.int32), _flat(others)
    if not len(mine) or not len(flat):
        return found
    lengths = np.fromiter(map(len, others), np.int64, len(others))
    squares = np.square(rarity.of_keys(flat))
    at = np.minimum(np.searchsorted(mine, flat), len(mine) - 1)
    rows = np.repeat(np.arange(len(others)), lengths)
    shared = np.bincount(rows, np.where(mine[at] == flat, squares, 0), minlength=len(others))
    theirs = np.bincount(rows, squares, minlength=len(others))
    whole = np.sqrt(float(np.square(rarity.of_keys(mine)).sum()) * theirs)
    return np.divide(shared, whole, out=found, where=whole > 0, casting="unsafe")


def _flat(grams: Grams) -> NDArray[np.int32]:
    rows = [np.asarray(row, np.int32) for row in grams]
    return np.concatenate([*rows, np.zeros(0, np.int32)])


def _projected(grams: Grams, rarity: Rarity, dims: int) -> NDArray[np.float32]:
    from scipy.sparse import csr_array

    flat = _flat(grams)
    keys, columns = np.unique(flat, return_inverse=True)
    starts = np.concatenate([[0], np.cumsum([len(row) for row in grams])])
    weighted = csr_array((rarity.of_keys(keys)[columns], columns, starts), shape=(len(grams), len(keys)))
    rows: NDArray[np.float32] = weighted @ _signs(keys, dims)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)


def _signs(keys: NDArray[np.int32], dims: int) -> NDArray[np.float32]:
    """(k, dims) of +1 and -1, each row a function of its key alone."""
    seeds = keys.astype(np.int64).astype(np.uint64)[:, None] * np.uint64(0x9E3779B97F4A7C15)
    steps = np.arange(1, dims // 64 + 1, dtype=np.uint64)[None, :] * np.uint64(0xD1B54A32D192ED03)
    bits = np.unpackbits(_mixed(seeds + steps).view(np.uint8).reshape(len(keys), dims // 8), axis=1)
    return bits.astype(np.float32) * 2 - 1


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of SplitMix64 (Steele, Lea, Flood 2014)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))
