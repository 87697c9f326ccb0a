"""A second look: what a first sorting teaches about which differences matter.

The first themes are learnt as if they were labels, by a linear model that has not seen the voice it judges; what it
says of each voice is put beside the voice's vector. So what runs through all themes (a bank's customers say card all
the time) weighs less, and what tells them apart weighs more. Pseudo-labels: Lee 2013; deep clustering does the same
with a network (Caron and others 2018).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .nearness import unit
from .rows import Rows, Vectors

SHARE = 0.3  # of a cosine that the learnt half has
RIDGE = 0.1  # of the mean variance of a dimension
MOST_DIMS = 256  # of the learnt half; more themes are projected to as many
TOGETHER = 1024  # voices judged at once


def taught(rows: Rows, sample: NDArray[np.intp], groups: NDArray[np.int32]) -> Rows:
    """Vectors with what was learnt from the groups of a sample beside them: (n, dims + themes), of length 1.

    sample: places of voices in any fixed order; groups: the first theme of each of these. A voice of the sample is
    judged by what was learnt from the other half of it, any other voice by both. Held as the rows are.
    """
    halves = (sample[0::2], sample[1::2])
    models = [_learnt(rows[half], groups[at::2], int(groups.max()) + 1) for at, half in enumerate(halves)]
    both = (_between(models[0][0], models[1][0]), _between(models[0][1], models[1][1]))
    judge = np.full(len(rows), 2)
    for at, half in enumerate(halves):
        judge[half] = 1 - at
    judges = [*models, both]
    dims = min(int(groups.max()) + 1, MOST_DIMS)
    learnt = _all_judged(rows, judge, judges)
    held = Rows.packed(len(rows), dims, learnt) if rows.is_packed else Rows.of(np.vstack(list(learnt)))
    return rows.beside(held, SHARE)


def _between(one: Vectors, other: Vectors) -> Vectors:
    return ((one + other) / 2).astype(np.float32)


def _all_judged(
    rows: Rows, judge: NDArray[np.int64], models: Sequence[tuple[Vectors, Vectors]]
) -> Iterator[Vectors]:
    """What the model of each voice says of it, some voices at a time."""
    for place, block in rows.blocks(TOGETHER):
        said = np.empty((len(block), len(models[0][1])), np.float32)
        for at, (weights, base) in enumerate(models):
            own = judge[place] == at
            said[own] = block[own] @ weights + base
        yield _projected(said)


def _learnt(rows: Vectors, groups: NDArray[np.int32], count: int) -> tuple[Vectors, Vectors]:
    """Weights (dims, themes) and base (themes,) of a ridge regression on whose theme it is."""
    shares = (np.bincount(groups, minlength=count) / max(len(groups), 1)).astype(np.float32)
    square = rows.T @ rows
    square[np.diag_indices(len(square))] += RIDGE * np.trace(square) / len(square) + 1e-6
    sums = np.zeros((count, rows.shape[1]), np.float32)
    np.add.at(sums, groups, rows)
    sums -= shares[:, None] * rows.sum(axis=0)
    return np.linalg.solve(square, sums.T).astype(np.float32), shares


def _projected(said: Vectors) -> Vectors:
    """What was said in MOST_DIMS dimensions at most, of length 1 or nearly so."""
    # What speaks against a theme says little: there are many themes a voice is not of.
    positive = unit(np.maximum(said, 0, out=said))
    count = positive.shape[1]
    if count <= MOST_DIMS:
        return positive
    projected: Vectors = positive @ _signs(count) / np.float32(np.sqrt(MOST_DIMS))
    return projected


@lru_cache(maxsize=1)
def _signs(count: int) -> Vectors:
    return np.random.default_rng(0).choice(np.array([-1, 1], np.float32), (count, MOST_DIMS))
