"""A second look: what a first sorting teaches about which differences matter.

The first themes are learnt as if they were labels, by a linear model that has not seen the voice it judges; what it
says of each voice is put beside the voice's vector. So what runs through all themes (a bank's customers say card all
the time) weighs less, and what tells them apart weighs more. Pseudo-labels: Lee 2013; deep clustering does the same
with a network (Caron and others 2018).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .nearness import Vectors, unit

SHARE = 0.3  # of a cosine that the learnt half has
RIDGE = 0.1  # of the mean variance of a dimension
MOST_DIMS = 256  # of the learnt half; more themes are projected to as many
BLOCK = 8192


def taught(vectors: Vectors, sample: NDArray[np.intp], groups: NDArray[np.int32]) -> Vectors:
    """Vectors with what was learnt from the groups of a sample beside them: (n, dims + themes), of length 1.

    sample: places of voices in any fixed order; groups: the first theme of each of these. A voice of the sample is
    judged by what was learnt from the other half of it, any other voice by both.
    """
    halves = (sample[0::2], sample[1::2])
    models = [_learnt(vectors[half], groups[at::2], int(groups.max()) + 1) for at, half in enumerate(halves)]
    judges = np.zeros((len(vectors), 2), bool)
    judges[:] = True
    for at, half in enumerate(halves):
        judges[half, at] = False
    learnt = np.vstack(
        [
            _judged(vectors[start : start + BLOCK], judges[start : start + BLOCK], models)
            for start in range(0, len(vectors), BLOCK)
        ]
    )
    return unit(np.hstack([vectors * np.sqrt(1 - SHARE), learnt * np.sqrt(SHARE)]).astype(np.float32))


def _learnt(rows: Vectors, groups: NDArray[np.int32], count: int) -> tuple[Vectors, Vectors]:
    """Weights (dims, themes) and base (themes,) of a ridge regression on whose theme it is."""
    shares = np.bincount(groups, minlength=count).astype(np.float32) / max(len(groups), 1)
    square = rows.T @ rows
    square[np.diag_indices(len(square))] += RIDGE * np.trace(square) / len(square) + 1e-6
    sums = np.zeros((count, rows.shape[1]), np.float32)
    np.add.at(sums, groups, rows)
    sums -= shares[:, None] * rows.sum(axis=0)
    return np.linalg.solve(square, sums.T).astype(np.float32), shares


def _judged(rows: Vectors, judges: NDArray[np.bool_], models: list[tuple[Vectors, Vectors]]) -> Vectors:
    said = sum(
        (rows @ weights + base) * judges[:, at : at + 1] for at, (weights, base) in enumerate(models)
    ) / judges.sum(axis=1, keepdims=True)
    # What speaks against a theme says little: there are many themes a voice is not of.
    positive = unit(np.maximum(said, 0).astype(np.float32))
    count = positive.shape[1]
    if count <= MOST_DIMS:
        return positive
    signs = np.random.default_rng(0).choice(np.array([-1, 1], np.float32), (count, MOST_DIMS))
    return positive @ signs / np.float32(np.sqrt(MOST_DIMS))
