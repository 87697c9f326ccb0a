"""Voices into themes: communities of the graph in which everyone is tied to the nearest neighbours.

Leiden communities (Traag, Waltman, van Eck 2019, by scikit-network) at several resolutions; kept is the one whose
themes stand apart best: where voices are nearest to their own theme's middle against the nearest other one, on
average. Where many resolutions are alike in that, the middle one is kept. Nobody sets how many themes there are, and
every voice has one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from .learning import taught
from .memory import c_library, give_back
from .nearness import Neighbours, neighbours, unit
from .rows import BLOCK, Rows, Vectors

RESOLUTIONS = tuple(round(1.6**step, 2) for step in range(-1, 13))  # 0.6 to 281
ALIKE = 0.97  # of the best margin; nearer than that is chance
STILL_APART = 0.5  # of the best margin; themes that stand apart less run into one another
FEWEST = 8  # voices of a fine theme, on average
PATIENCE = 3  # resolutions tried after the last one that is as good as the best
FINEST = 60.0  # resolution of the second look, whose themes lie closer together
TRIES = 5  # resolutions looked for as many groups as there should be
NEAR = 0.05  # of as many groups as are looked for: that is near enough
GROWTH = 0.6  # groups grow with this power of the resolution, or nearly so
WEAKEST = 1e-3  # tie of two neighbours that have nothing in common: still the nearest there is
AROUND = 10  # neighbours by which it is told how near voices are to one another in a place
CONTRAST = 3  # power of a tie
LEARNT_FROM = 10_000  # voices of the first look
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


def grouped(vectors: Vectors | Rows, *, seed: int = 0, is_fine: bool = False) -> Grouping:
    """Themes of voices given as (n, dims) rows of length 1; rows of zeros are voices without letters.

    is_fine: as many themes as still stand apart, rather than those that stand apart best. Where people speak of
    very many things the best ones are a handful, each too large to be one matter.
    """
    rows = Rows.of(vectors)
    lettered = rows.lettered()
    groups = np.full(len(rows), int(len(lettered) > 0), np.int32)
    if len(lettered) < 2:
        groups[lettered] = 0
        return Grouping(groups, RESOLUTIONS[0], 0.0)
    best, resolution, apart = _looked_twice(rows.only(lettered), seed, is_fine)
    groups[:] = best.max() + 1
    groups[lettered] = by_size(best)
    return Grouping(groups, resolution, apart)


def margins(vectors: Vectors | Rows, groups: NDArray[np.int32]) -> NDArray[np.float32]:
    """How much nearer a voice is to the middle of its group, itself left out, than to the next middle.

    For MEASURED voices at most, evenly drawn. The numerator of the simplified silhouette (Hruschka et al. 2006).
    0 for a single group.
    """
    rows = Rows.of(vectors)
    sums = summed(rows, groups)
    middles = unit(sums)
    shown = _sample(len(rows))
    found = np.zeros(len(shown), np.float32)
    for start in range(0, len(shown) if len(sums) > 1 else 0, BLOCK):
        some = shown[start : start + BLOCK]
        own_group, own_rows = groups[some], rows[some]
        cosines = own_rows @ middles.T
        own = np.einsum("ij,ij->i", unit(sums[own_group] - own_rows), own_rows)
        cosines[np.arange(len(some)), own_group] = -np.inf
        found[start : start + BLOCK] = own - cosines.max(axis=1)
    return found


def by_size(groups: NDArray[np.intp] | NDArray[np.int32]) -> NDArray[np.int32]:
    """The same groups numbered from 0, largest first; of equals the one whose first member comes first."""
    _, first, group, sizes = np.unique(groups, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((first, -sizes))
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return rank[group]


def summed(vectors: Vectors | Rows, groups: NDArray[np.int32]) -> Vectors:
    """(groups, dims) the sum of each group's rows."""
    rows = Rows.of(vectors)
    sums = np.zeros((int(groups.max()) + 1, rows.dims), np.float32)
    for place, block in rows.blocks():
        shape = (len(block), len(sums))
        members = csr_matrix(
            (np.ones(len(block), np.float32), groups[place], np.arange(len(block) + 1)), shape=shape
        )
        sums += members.T @ block
    return sums


def _looked_twice(rows: Rows, seed: int, is_fine: bool) -> tuple[NDArray[np.int32], float, float]:
    """The first look settles how many themes there are, the second one which they are."""
    sample = np.random.default_rng(seed).permutation(len(rows))[:LEARNT_FROM]
    first, near = _first_look(Rows.of(rows[sample]), seed, is_fine)
    give_back()
    graph = _graph(_neighbours_taught(rows, sample, first))
    give_back()
    groups, resolution = _as_many(graph, int(first.max()) + 1, near, seed)
    return groups, resolution, float(margins(rows, groups).mean())


def _first_look(rows: Rows, seed: int, is_fine: bool) -> tuple[NDArray[np.int32], float]:
    return _best(_graph(neighbours(rows)), rows, seed, is_fine)


def _neighbours_taught(rows: Rows, sample: NDArray[np.intp], first: NDArray[np.int32]) -> Neighbours:
    """Neighbours by what the first look taught, which is not held any longer than that."""
    learnt = taught(rows, sample, first)
    give_back()
    near = neighbours(learnt)
    del learnt
    give_back()
    return near


def _as_many(graph: csr_matrix, count: int, near: float, seed: int) -> tuple[NDArray[np.int32], float]:
    """The groups at the resolution that gives about `count` of them, looked for from one that should be near."""
    low, high = RESOLUTIONS[0], FINEST
    resolution = min(max(near, low), high)
    tried: list[tuple[NDArray[np.int32], float]] = []
    for _ in range(TRIES):
        groups = _groups(graph, resolution, seed)
        tried.append((groups, resolution))
        there = int(groups.max()) + 1
        low, high = (resolution, high) if there < count else (low, resolution)
        if abs(there - count) <= NEAR * count or low == high:
            break
        resolution *= float((count / there) ** (1 / GROWTH))
        if not low < resolution < high:
            resolution = float(np.sqrt(low * high))
    return min(tried, key=lambda each: abs(int(each[0].max()) + 1 - count))


def _groups(graph: csr_matrix, resolution: float, seed: int) -> NDArray[np.int32]:
    from sknetwork.clustering import Leiden

    # Its refinement draws from the C library's dice, whatever its own seed is.
    c_library().srand(seed + 1)
    # Only the labels are asked for: what else it would reckon from the graph takes a second copy of it.
    leiden = Leiden(resolution=resolution, random_state=seed, return_probs=False, return_aggregate=False)
    groups: NDArray[np.int32] = leiden.fit_predict(graph).astype(np.int32)
    return groups


def _best(graph: csr_matrix, rows: Rows, seed: int, is_fine: bool) -> tuple[NDArray[np.int32], float]:
    """The groups at the middle one of the resolutions that set themes apart as well as the best one does, or at the
    finest one that still does so; and that resolution."""
    enough, most = (STILL_APART, len(rows) / FEWEST) if is_fine else (ALIKE, len(rows))
    tried: list[tuple[NDArray[np.int32], float]] = []
    first = last = 0
    for at, resolution in enumerate(RESOLUTIONS):
        groups = _groups(graph, resolution, seed)
        if tried and groups.max() + 1 > most:
            break
        tried.append((groups, float(margins(rows, groups).mean())))
        best = max(apart for _, apart in tried)
        alike = [each for each, (_, apart) in enumerate(tried) if apart >= enough * best]
        first, last = alike[0], alike[-1]
        if at - last >= PATIENCE:
            break
    kept = last if is_fine else (first + last + 1) // 2
    return tried[kept][0], RESOLUTIONS[kept]


def _graph(near: Neighbours) -> csr_matrix:
    """Ties of neighbours, the mean of both directions.

    A tie weighs by the cosine of the two against how near each is to its surroundings, so that crowded and lonely
    places weigh alike (local scaling: Zelnik-Manor, Perona 2004).
    """
    there = near.places >= 0
    around = np.maximum(near.cosines[:, :AROUND].mean(axis=1), WEAKEST)
    weights = around[near.places]
    weights *= around[:, None]
    np.divide(near.cosines, np.sqrt(weights, out=weights), out=weights)
    np.power(np.maximum(weights, WEAKEST, out=weights), CONTRAST, out=weights)
    ends = np.concatenate([[0], np.cumsum(there.sum(axis=1, dtype=np.int32), dtype=np.int32)])
    graph = csr_matrix((weights[there], near.places[there], ends), shape=(len(there), len(there)))
    graph.sort_indices()
    return csr_matrix((graph + graph.T) / 2)


def _sample(count: int) -> NDArray[np.intp]:
    if count <= MEASURED:
        return np.arange(count)
    return np.sort(np.random.default_rng(0).choice(count, MEASURED, replace=False))
