"""Voices of a few themes, made up: as vectors around middles, and in words."""

from __future__ import annotations

import numpy as np

DIMS = 32


def clouds(sizes: list[int], spread: float = 0.5, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Voices around as many middles as there are sizes, shuffled, and which middle each is of."""
    dice = np.random.default_rng(seed)
    middles = dice.normal(size=(len(sizes), DIMS))
    middles /= np.linalg.norm(middles, axis=1, keepdims=True)
    of = dice.permutation(np.repeat(np.arange(len(sizes)), sizes))
    rows = middles[of] + dice.normal(size=(len(of), DIMS)) * spread / np.sqrt(DIMS)
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), of


# Short, so that voices of a theme are alike and none is long enough to be a copy.
ENDINGS = (
    "민수",
    "지영",
    "보람",
    "철호",
    "나래",
    "은별",
    "하늘",
    "동건",
    "세라",
    "유진",
    "가온",
    "태희",
    "소담",
    "병욱",
)
