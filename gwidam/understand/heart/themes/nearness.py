"""The nearest neighbours of every voice among all of them.

Some thousands are compared each with each. More are first put into cells around sampled voices, and each is compared
with those of the cells it is nearest to (an inverted file: Jégou, Douze, Schmid 2011). All who look into a cell are
compared with it at once, which keeps the processor in its fastest product. The same vectors give the same neighbours,
in every run.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .rows import Rows, Vectors

NEIGHBOURS = 15
EXACT = 16_000  # voices up to which each is compared with each
CELL = 150  # voices of a cell, about
PROBED = 6  # cells that a voice looks into, its own first: finds three quarters of the neighbours
ROUNDS = 3  # of moving cells to the middle of their voices
SAMPLED = 25  # voices for each cell by which it is moved
HELD = 1 << 20  # cosines held at once
TOGETHER = 2048  # voices looked up at once


class Neighbours(NamedTuple):
    """places: (n, k), nearest first, -1 where there are fewer. cosines: (n, k), 0 there."""

    places: NDArray[np.int32]
    cosines: NDArray[np.float32]


def neighbours(vectors: Vectors | Rows, count: int = NEIGHBOURS) -> Neighbours:
    """The `count` nearest others of each row by cosine; rows of length 1, rows of zeros have and are none."""
    rows = Rows.of(vectors)
    found = Neighbours(np.full((len(rows), count), -1, np.int32), np.full((len(rows), count), -np.inf, np.float32))
    lettered = rows.lettered()
    if len(lettered) <= EXACT:
        _compare(rows, lettered, lettered, found)
    else:
        _look_into_cells(rows, lettered, found)
    return _nearest_first(found)


def unit(rows: Vectors) -> Vectors:
    """Rows brought to length 1; rows of zeros stay."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)


def _look_into_cells(rows: Rows, lettered: NDArray[np.int32], found: Neighbours) -> None:
    near = _cells(rows, lettered)
    count = int(near.max()) + 1
    members = _by_cell(near[:, 0], count)
    asking = _by_cell(near.ravel(), count)
    for own, asked in zip(members, asking, strict=True):
        _compare(rows, lettered[asked // near.shape[1]], lettered[own], found)


def _by_cell(cells: NDArray[np.int16], count: int) -> list[NDArray[np.intp]]:
    """Where each cell stands, ascending."""
    return np.split(np.argsort(cells, kind="stable"), np.cumsum(np.bincount(cells, minlength=count))[:-1])


def _compare(rows: Rows, asked: NDArray[np.int32], others: NDArray[np.int32], found: Neighbours) -> None:
    """Take in what these others (ascending) are to the voices asked for, which may be among them."""
    if not len(others):
        return
    theirs = rows[others].T
    most = found.places.shape[1]
    size = max(min(HELD // len(others), TOGETHER), 1)
    for start in range(0, len(asked), size):
        own = asked[start : start + size]
        cosines = rows[own] @ theirs
        at = np.minimum(np.searchsorted(others, own), len(others) - 1)
        is_there = np.flatnonzero(others[at] == own)
        cosines[is_there, at[is_there]] = -np.inf
        near = _largest(cosines, most)
        places = np.hstack([found.places[own], others[near]])
        values = np.hstack([found.cosines[own], np.take_along_axis(cosines, near, axis=1)])
        kept = _largest(values, most)
        found.places[own] = np.take_along_axis(places, kept, axis=1)
        found.cosines[own] = np.take_along_axis(values, kept, axis=1)


def _largest(values: Vectors, most: int) -> NDArray[np.intp]:
    """Where the largest of each row are, so many at most, in no order."""
    count = min(most, values.shape[1])
    return np.argpartition(values, -count, axis=1)[:, -count:]


def _nearest_first(found: Neighbours) -> Neighbours:
    """In order, of equals the first; nobody where nobody was found."""
    is_none = np.isneginf(found.cosines)
    found.places[is_none] = np.iinfo(np.int32).max
    order = np.lexsort((found.places, -found.cosines), axis=1)
    found.places[is_none], found.cosines[is_none] = -1, 0
    return Neighbours(
        np.take_along_axis(found.places, order, axis=1), np.take_along_axis(found.cosines, order, axis=1)
    )


def _cells(rows: Rows, lettered: NDArray[np.int32]) -> NDArray[np.int16]:
    """(n, PROBED) the cells nearest to each voice with letters, its own first.

    Spherical k-means from evenly spread voices; a cell that is nobody's own stays empty.
    """
    count = len(lettered) // CELL
    centres = rows[_spread(lettered, count)]
    sample = _spread(lettered, SAMPLED * count)
    for _ in range(ROUNDS):
        sums = np.zeros_like(centres)
        for start in range(0, len(sample), TOGETHER):
            some = rows[sample[start : start + TOGETHER]]
            np.add.at(sums, np.argmax(some @ centres.T, axis=1), some)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(lengths > 0, sums / np.maximum(lengths, 1e-12), centres)
    near = np.empty((len(lettered), min(PROBED, count)), np.int16)
    for start in range(0, len(lettered), TOGETHER):
        cosines = rows[lettered[start : start + TOGETHER]] @ centres.T
        chosen = _largest(cosines, PROBED)
        order = np.argsort(-np.take_along_axis(cosines, chosen, axis=1), axis=1, kind="stable")
        near[start : start + TOGETHER] = np.take_along_axis(chosen, order, axis=1)
    return near


def _spread(places: NDArray[np.int32], count: int) -> NDArray[np.int32]:
    count = min(count, len(places))
    # A fixed shuffle, as the voices of one day lie side by side.
    return np.random.default_rng(0).permutation(places)[:count]
