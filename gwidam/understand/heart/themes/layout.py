"""Where themes lie on a map: near ones near, none upon another, and tomorrow where they are today.

Stress majorisation (de Leeuw 1977) from the two main axes, or from where the themes lay before; then those that
overlap are pushed apart. The same themes give the same map.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from .rows import Vectors

ROUNDS = 60
PUSHES = 80
ON_MAP = 400  # of the largest themes: a map takes time by the square of them
COVERED = 0.35  # of the map, a square of side 1, that the circles of all themes cover together
Points = NDArray[np.float64]


def layout(
    middles: Vectors, sizes: Sequence[float], *, numbers: Sequence[int], before: Mapping[int, tuple[float, float]]
) -> tuple[Points, NDArray[np.float64]]:
    """Points (m, 2) in the unit square, and the radius (m,) of each theme's circle, its area by its size.

    middles: (m, dims) of length 1. numbers: of the themes. before: where themes of these numbers lay last time.
    """
    count = len(middles)
    radii = np.sqrt(np.maximum(np.asarray(sizes, np.float64), 1e-9))
    radii *= np.sqrt(COVERED / (np.pi * max(float(np.square(radii).sum()), 1e-9)))
    if count < 2:
        return np.full((count, 2), 0.5), np.minimum(radii, 0.5)
    apart = np.sqrt(np.maximum(2 - 2 * (middles.astype(np.float64) @ middles.T), 0))
    points = _start(middles, apart, numbers, before)
    for _ in range(ROUNDS):
        points = _majorised(points, apart)
    points = _turned(points, numbers, before)
    return _pushed_apart(_squared(points, radii), radii), radii


def layout_of_largest(
    middles: Vectors,
    sizes: Sequence[float],
    *,
    numbers: Sequence[int],
    before: Mapping[int, tuple[float, float]],
    most: int = ON_MAP,
) -> tuple[Points, NDArray[np.float64]]:
    """The same for themes given largest first, of which the first `most` are laid out; the others, which are hardly
    ever drawn, lie where the nearest of these does, and have a circle on the same scale."""
    points, radii = layout(middles[:most], sizes[:most], numbers=numbers[:most], before=before)
    if len(middles) <= most:
        return points, radii
    nearest = np.argmax(middles[most:] @ middles[:most].T, axis=1)
    scale = float(radii[-1]) / np.sqrt(max(float(sizes[most - 1]), 1e-9))
    others = np.sqrt(np.asarray(sizes[most:], np.float64)) * scale
    return np.vstack([points, points[nearest]]), np.concatenate([radii, others])


def _start(
    middles: Vectors, apart: Points, numbers: Sequence[int], before: Mapping[int, tuple[float, float]]
) -> Points:
    count = len(middles)
    centring = np.eye(count) - 1 / count
    values, axes = np.linalg.eigh(centring @ (-0.5 * np.square(apart)) @ centring)
    points = axes[:, -2:][:, ::-1] * np.sqrt(np.maximum(values[-2:][::-1], 0))
    # An axis has no sign of its own: the farthest theme is put on the right, and above.
    points *= np.where(points[np.abs(points).argmax(axis=0), [0, 1]] < 0, -1, 1)
    points += 1e-3 * np.column_stack([np.cos(np.arange(count)), np.sin(np.arange(count))])
    known = [at for at, number in enumerate(numbers) if number in before]
    if len(known) >= 3:
        old = np.array([before[numbers[at]] for at in known])
        # The old map is of another scale: that of the new one is taken for those that are on both.
        scale = points[known].std() / max(old.std(), 1e-9)
        points[known] = (old - old.mean(axis=0)) * scale + points[known].mean(axis=0)
    return points


def _majorised(points: Points, apart: Points) -> Points:
    """One step of Guttman's transform with equal weights."""
    distances = np.linalg.norm(points[:, None] - points[None, :], axis=2)
    ratios = np.divide(apart, distances, out=np.zeros_like(apart), where=distances > 1e-12)
    return (points * ratios.sum(axis=1, keepdims=True) - ratios @ points) / len(points)


def _turned(points: Points, numbers: Sequence[int], before: Mapping[int, tuple[float, float]]) -> Points:
    """Turned and mirrored so that known themes come nearest to their old places (Procrustes)."""
    known = [at for at, number in enumerate(numbers) if number in before]
    if len(known) < 2:
        return points
    old = np.array([before[numbers[at]] for at in known])
    new = points[known]
    left, _, right = np.linalg.svd((new - new.mean(axis=0)).T @ (old - old.mean(axis=0)))
    return (points - new.mean(axis=0)) @ (left @ right)


def _squared(points: Points, radii: NDArray[np.float64]) -> Points:
    """Into the unit square, circles and all."""
    low, high = points.min(axis=0), points.max(axis=0)
    margin = float(radii.max())
    span = max(float((high - low).max()), 1e-9)
    return 0.5 + (points - (low + high) / 2) / span * max(1 - 2 * margin, 0.2)


def _pushed_apart(points: Points, radii: NDArray[np.float64]) -> Points:
    touching = radii[:, None] + radii[None, :]
    np.fill_diagonal(touching, 0)
    for _ in range(PUSHES):
        ways = points[:, None] - points[None, :]
        distances = np.linalg.norm(ways, axis=2)
        overlaps = np.maximum(touching - distances, 0)
        if not overlaps.any():
            break
        # The smaller circle gives way to the larger one.
        yields = np.square(radii)[None, :] / (np.square(radii)[:, None] + np.square(radii)[None, :])
        pushes = (overlaps * yields / np.maximum(distances, 1e-9))[:, :, None] * ways
        points = np.clip(points + pushes.sum(axis=1) / 2, radii[:, None], 1 - radii[:, None])
    return points
