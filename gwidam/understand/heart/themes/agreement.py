"""How well two ways of sorting the same voices agree, whatever the groups are called."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array


def mutual_information(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """NMI with the arithmetic mean: 1 for the same groups, 0 for unrelated ones (Strehl, Ghosh 2002)."""
    both, left, right = _counts(one, other)
    total = left.sum()
    shared = both.data / total
    gain = float((shared * np.log(both.data * total / (left[both.row] * right[both.col]))).sum())
    mean = (_entropy(left) + _entropy(right)) / 2
    return gain / mean if mean else 1.0


def adjusted_rand(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """ARI: 1 for the same groups, 0 for what chance does (Hubert, Arabie 1985)."""
    both, left, right = _counts(one, other)
    total = left.sum()
    together, in_left, in_right = (_pairs(counts) for counts in (both.data, left, right))
    by_chance = in_left * in_right / max(_pairs(np.array([total])), 1)
    most = (in_left + in_right) / 2
    return (together - by_chance) / (most - by_chance) if most != by_chance else 1.0


def _counts(
    one: Sequence[Hashable], other: Sequence[Hashable]
) -> tuple[coo_array, NDArray[np.int64], NDArray[np.int64]]:
    rows, columns = _numbered(one), _numbered(other)
    both = coo_array((np.ones(len(rows), np.int64), (rows, columns)))
    both.sum_duplicates()
    return both, np.bincount(rows), np.bincount(columns)


def _numbered(groups: Sequence[Hashable]) -> NDArray[np.int64]:
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(group, len(numbers)) for group in groups], np.int64)


def _entropy(counts: NDArray[np.int64]) -> float:
    shares = counts[counts > 0] / counts.sum()
    return float(-(shares * np.log(shares)).sum())


def _pairs(counts: NDArray[np.int64]) -> float:
    return float((counts * (counts - 1) / 2).sum())
