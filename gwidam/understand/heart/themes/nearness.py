"""The nearest neighbours of every voice among all of them.

Some thousands are compared each with each. More are first put into cells around sampled voices, and those of a
cell are compared with the nearest few thousand, all of a cell at once, which keeps the processor in its fastest
product. The same vectors give the same neighbours, in every run.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .rows import Rows, Vectors

NEIGHBOURS = 15
EXACT = 16_000  # voices up to which each is compared with each
COMPARED = 3000  # voices with which each is compared, at least
CELL = 150  # voices of a cell, about
ROUNDS = 3  # of moving cells to the middle of their voices
SAMPLED = 25  # voices for each cell by which it is moved
HELD = 1 << 20  # cosines held at once
TOGETHER = 4096  # voices looked up at once


class Neighbours(NamedTuple):
    """places: (n, k), nearest first, -1 where there are fewer. cosines: (n, k), 0 there."""

    places: NDArray[np.int32]
    cosines: NDArray[np.float32]


def neighbours(vectors: Vectors | Rows, count: int = NEIGHBOURS) -> Neighbours:
    """The `count` nearest others of each row by cosine; rows of length 1, rows of zeros have and are none."""
    rows = Rows.of(vectors)
    found = Neighbours(np.full((len(rows), count), -1, np.int32), np.zeros((len(rows), count), np.float32))
    lettered = rows.lettered()
    if len(lettered) <= EXACT:
        _compare(rows, lettered, lettered, found)
        return found
    centres, cells = _cells(rows, lettered)
    members = np.split(
        lettered[np.argsort(cells, kind="stable")], np.cumsum(np.bincount(cells, minlength=len(centres)))[:-1]
    )
    nearness = np.argsort(-(centres @ centres.T), axis=1, kind="stable")
    for cell, own in enumerate(members):
        if len(own):
            _compare(rows, own, _enough(members, nearness[cell]), found)
    return found


def unit(rows: Vectors) -> Vectors:
    """Rows brought to length 1; rows of zeros stay."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)


def _compare(rows: Rows, asked: NDArray[np.int32], others: NDArray[np.int32], found: Neighbours) -> None:
    """Fill in the neighbours of the voices asked for, which are among the others."""
    count = min(found.places.shape[1], len(others) - 1)
    if count < 1:
        return
    theirs = rows[others]
    size = max(HELD // len(others), 1)
    for start in range(0, len(asked), size):
        own = asked[start : start + size]
        cosines = rows[own] @ theirs.T
        cosines[own[:, None] == others[None, :]] = -np.inf
        near = np.argpartition(cosines, -count, axis=1)[:, -count:]
        values = np.take_along_axis(cosines, near, axis=1)
        order = np.lexsort((others[near], -values), axis=1)
        found.places[own, :count] = others[np.take_along_axis(near, order, axis=1)]
        found.cosines[own, :count] = np.take_along_axis(values, order, axis=1)


def _enough(members: list[NDArray[np.int32]], order: NDArray[np.intp]) -> NDArray[np.int32]:
    chosen, count = [], 0
    for cell in order:
        chosen.append(members[cell])
        count += len(members[cell])
        if count >= COMPARED:
            break
    return np.concatenate(chosen)


def _cells(rows: Rows, lettered: NDArray[np.int32]) -> tuple[Vectors, NDArray[np.intp]]:
    """Spherical k-means from evenly spread voices: the centres, and the cell of each voice with letters."""
    count = len(lettered) // CELL
    centres = rows[_spread(lettered, count)]
    sample = _spread(lettered, SAMPLED * count)
    for _ in range(ROUNDS):
        sums = np.zeros_like(centres)
        for start in range(0, len(sample), TOGETHER):
            some = rows[sample[start : start + TOGETHER]]
            np.add.at(sums, _nearest(some, centres), some)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(lengths > 0, sums / np.maximum(lengths, 1e-12), centres)
    cells = [
        _nearest(rows[lettered[start : start + TOGETHER]], centres) for start in range(0, len(lettered), TOGETHER)
    ]
    return centres, np.concatenate(cells)


def _spread(places: NDArray[np.int32], count: int) -> NDArray[np.int32]:
    count = min(count, len(places))
    # A fixed shuffle, as the voices of one day lie side by side.
    return np.random.default_rng(0).permutation(places)[:count]


def _nearest(vectors: Vectors, centres: Vectors) -> NDArray[np.intp]:
    return np.argmax(vectors @ centres.T, axis=1)
