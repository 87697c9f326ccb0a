"""The nearest neighbours of every voice among all of them.

A few thousand are compared each with each. More are first put into cells around sampled voices, and those of a
cell are compared with the nearest few thousand, all of a cell at once, which keeps the processor in its fastest
product. The same vectors give the same neighbours, in every run.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

NEIGHBOURS = 15
COMPARED = 2500  # voices with which each is compared, at least
CELL = 400  # voices of a cell, about
ROUNDS = 3  # of moving cells to the middle of their voices
SAMPLED = 50  # voices for each cell by which it is moved
BLOCK = 512


class Neighbours(NamedTuple):
    """places: (n, k), nearest first, -1 where there are fewer. cosines: (n, k), 0 there."""

    places: NDArray[np.int32]
    cosines: NDArray[np.float32]


def neighbours(vectors: Vectors, count: int = NEIGHBOURS) -> Neighbours:
    """The `count` nearest others of each row by cosine; rows of length 1, rows of zeros have and are none."""
    found = Neighbours(np.full((len(vectors), count), -1, np.int32), np.zeros((len(vectors), count), np.float32))
    lettered = np.flatnonzero(vectors.any(axis=1)).astype(np.int32)
    if len(lettered) <= 2 * COMPARED:
        for start in range(0, len(lettered), BLOCK):
            _compare(vectors, lettered[start : start + BLOCK], lettered, found)
        return found
    centres, cells = _cells(vectors, lettered)
    members = [lettered[cells == cell] for cell in range(len(centres))]
    nearness = np.argsort(-(centres @ centres.T), axis=1, kind="stable")
    for cell, own in enumerate(members):
        others = _enough(members, nearness[cell])
        for start in range(0, len(own), BLOCK):
            _compare(vectors, own[start : start + BLOCK], others, found)
    return found


def unit(rows: Vectors) -> Vectors:
    """Rows brought to length 1; rows of zeros stay."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)


def _compare(vectors: Vectors, asked: NDArray[np.int32], others: NDArray[np.int32], found: Neighbours) -> None:
    """Fill in the neighbours of the voices asked for, which are among the others."""
    cosines = vectors[asked] @ vectors[others].T
    cosines[asked[:, None] == others[None, :]] = -np.inf
    count = min(found.places.shape[1], len(others) - 1)
    if count < 1:
        return
    near = np.argpartition(-cosines, count - 1, axis=1)[:, :count]
    values = np.take_along_axis(cosines, near, axis=1)
    order = np.lexsort((others[near], -values), axis=1)
    found.places[asked, :count] = others[np.take_along_axis(near, order, axis=1)]
    found.cosines[asked, :count] = np.take_along_axis(values, order, axis=1)


def _enough(members: list[NDArray[np.int32]], order: NDArray[np.intp]) -> NDArray[np.int32]:
    chosen, count = [], 0
    for cell in order:
        chosen.append(members[cell])
        count += len(members[cell])
        if count >= COMPARED:
            break
    return np.concatenate(chosen)


def _cells(vectors: Vectors, lettered: NDArray[np.int32]) -> tuple[Vectors, NDArray[np.intp]]:
    """Spherical k-means from evenly spread voices: the centres, and the cell of each voice with letters."""
    count = len(lettered) // CELL
    centres = vectors[_spread(lettered, count)]
    sample = vectors[_spread(lettered, SAMPLED * count)]
    for _ in range(ROUNDS):
        cells = _nearest(sample, centres)
        sums = np.zeros_like(centres)
        np.add.at(sums, cells, sample)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(lengths > 0, sums / np.maximum(lengths, 1e-12), centres)
    return centres, np.concatenate(
        [
            _nearest(vectors[lettered[start : start + 8 * BLOCK]], centres)
            for start in range(0, len(lettered), 8 * BLOCK)
        ]
    )


def _spread(places: NDArray[np.int32], count: int) -> NDArray[np.int32]:
    count = min(count, len(places))
    # A fixed shuffle, as the voices of one day lie side by side.
    return np.random.default_rng(0).permutation(places)[:count]


def _nearest(vectors: Vectors, centres: Vectors) -> NDArray[np.intp]:
    return np.argmax(vectors @ centres.T, axis=1)
