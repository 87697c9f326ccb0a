"""A head that sees vectors through many waves, so that the borders of its labels may bend."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from ..features import Floats
from ..tiers import Vectors
from .folds import Places

WIDTH = 2_048  # waves, a sine and a cosine for each direction
NARROWNESS = 0.5  # gamma of the kernel exp(-gamma |a - b|^2) that the waves stand for
RIDGE = 0.3


@dataclass(frozen=True)
class WideHead:
    """Least squares with a ridge over random Fourier features of vectors (Rahimi, Recht 2007).

    What a Gaussian kernel machine would learn, without keeping a single example. Good from a few examples on.
    directions: (dims, WIDTH / 2); weights: (labels, WIDTH); offsets: (labels,).
    """

    directions: Vectors
    weights: Vectors
    offsets: Floats

    @classmethod
    def fit(cls, vectors: Vectors, places: Places, count: int) -> WideHead:
        """Learn from vectors of length 1 and the places of their labels among `count`."""
        directions = _drawn(vectors.shape[1])
        waves = _waves(vectors, directions)
        aims = np.full((len(places), count), -1.0, np.float32)
        aims[np.arange(len(places)), places] = 1.0
        means = aims.mean(axis=0)
        # The smaller of two systems with the same solution.
        is_few = len(waves) < WIDTH
        square = waves @ waves.T if is_few else waves.T @ waves
        square[np.diag_indices(len(square))] += np.float32(RIDGE)
        if is_few:
            weights = waves.T @ np.linalg.solve(square, aims - means)
        else:
            weights = np.linalg.solve(square, waves.T @ (aims - means))
        return cls(directions, np.ascontiguousarray(weights.T, np.float32), means.astype(np.float64))

    def scores(self, vectors: Vectors) -> Floats:
        """Return (texts, labels)."""
        return np.asarray(_waves(vectors, self.directions) @ self.weights.T + self.offsets, dtype=np.float64)


@cache
def _drawn(dims: int) -> Vectors:
    """Directions of waves, the same for all models, to the half precision in which they are kept."""
    drawn = np.random.default_rng(0).standard_normal((dims, WIDTH // 2)) * np.sqrt(2 * NARROWNESS)
    return drawn.astype(np.float16).astype(np.float32)


def _waves(vectors: Vectors, directions: Vectors) -> Vectors:
    """Return the features (texts, WIDTH) of length 1."""
    turns = vectors.astype(np.float32, copy=False) @ directions
    return np.hstack([np.cos(turns), np.sin(turns)]) * np.float32(np.sqrt(2 / WIDTH))
