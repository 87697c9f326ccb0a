"""Voices into themes: communities of the graph in which everyone is tied to the nearest neighbours.

Leiden communities (Traag, Waltman, van Eck 2019, by scikit-network) at several resolutions; kept is the one whose
themes stand apart best: where voices are nearest to their own theme's middle against the nearest other one, on
average. Nobody sets how many themes there are, and every voice has one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from .nearness import Neighbours, Vectors, neighbours

RESOLUTIONS = tuple(round(1.6**step, 2) for step in range(-1, 13))  # 0.6 to 281
PATIENCE = 2  # resolutions tried after the best one so far
WEAKEST = 1e-3  # tie of two neighbours that have nothing in common: still the nearest there is
MEASURED = 20_000  # voices on which resolutions are compared


@dataclass(frozen=True, slots=True)
class Grouping:
    """groups: (n,) from 0, largest first; those without letters are one group, the last one.

    resolution: the one kept. margin: by how much a voice is nearer to its own theme's middle than to any other's,
        as a cosine, on average.
    """

    groups: NDArray[np.int32]
    resolution: float
    margin: float

    @property
    def count(self) -> int:
        """How many themes there are."""
        return int(self.groups.max()) + 1 if len(self.groups) else 0


def grouped(vectors: Vectors, near: Neighbours | None = None, *, seed: int = 0) -> Grouping:
    """Themes of voices given as (n, dims) rows of length 1; rows of zeros are voices without letters."""
    lettered = np.flatnonzero(vectors.any(axis=1))
    groups = np.zeros(len(vectors), np.int32)
    if len(lettered) < 2:
        groups[~vectors.any(axis=1)] = int(len(lettered) > 0)
        return Grouping(groups, RESOLUTIONS[0], 0.0)
    graph = _graph(near or neighbours(vectors))[lettered][:, lettered]
    best, resolution, apart = _best(csr_matrix(graph), vectors[lettered], seed)
    groups[lettered] = by_size(best)
    groups[~vectors.any(axis=1)] = groups[lettered].max() + 1
    return Grouping(groups, resolution, apart)


def margin(vectors: Vectors, groups: NDArray[np.int32]) -> float:
    """How much nearer each is to the middle of its group, itself left out, than to the next middle; a mean.

    The numerator of the simplified silhouette (Hruschka et al. 2006). 0 for a single group.
    """
    count = int(groups.max()) + 1
    sums = np.zeros((count, vectors.shape[1]), np.float32)
    np.add.at(sums, groups, vectors)
    middles = unit(sums)
    shown = _sample(len(vectors))
    cosines = vectors[shown] @ middles.T
    own_group = groups[shown]
    own = np.einsum("ij,ij->i", unit(sums[own_group] - vectors[shown]), vectors[shown])
    cosines[np.arange(len(shown)), own_group] = -np.inf
    return float((own - cosines.max(axis=1)).mean()) if count > 1 else 0.0


def by_size(groups: NDArray[np.intp] | NDArray[np.int32]) -> NDArray[np.int32]:
    """The same groups numbered from 0, largest first; of equals the one whose first member comes first."""
    _, first, group, sizes = np.unique(groups, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((first, -sizes))
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return rank[group]


def unit(rows: Vectors) -> Vectors:
    """Rows brought to length 1; rows of zeros stay."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)


def _best(graph: csr_matrix, vectors: Vectors, seed: int) -> tuple[NDArray[np.int32], float, float]:
    from sknetwork.clustering import Leiden

    best, kept, apart, worse = np.zeros(len(vectors), np.int32), RESOLUTIONS[0], -np.inf, 0
    for resolution in RESOLUTIONS:
        groups = Leiden(resolution=resolution, random_state=seed).fit_predict(graph).astype(np.int32)
        found = margin(vectors, groups)
        if found > apart:
            best, kept, apart, worse = groups, resolution, found, 0
        else:
            worse += 1
        if worse > PATIENCE:
            break
    return best, kept, apart


def _graph(near: Neighbours) -> csr_matrix:
    """Ties of neighbours by their cosine, the mean of both directions."""
    count, ties = near.places.shape
    rows = np.repeat(np.arange(count), ties)
    there = near.places.ravel() >= 0
    weights = np.maximum(near.cosines.ravel(), WEAKEST)
    graph = csr_matrix((weights[there], (rows[there], near.places.ravel()[there])), shape=(count, count))
    return csr_matrix((graph + graph.T) / 2)


def _sample(count: int) -> NDArray[np.intp]:
    if count <= MEASURED:
        return np.arange(count)
    return np.sort(np.random.default_rng(0).choice(count, MEASURED, replace=False))
