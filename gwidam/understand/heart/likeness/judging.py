"""Whether two voices say the same: a probability from what they mean, the letters they share, and their length.

A logistic regression over three features, fitted anew by `fit` from what people said of pairs; `DEFAULTS` were
fitted to half the groups of a public set of Korean paraphrases (ParaKQC), one for each tier, on pairs that the index
had already brought up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

ACCEPTED = 0.5  # from here on "others have said this" is shown
ROUNDS = 50
RIDGE = 1e-2  # on standardised features; keeps few corrections from running away


class Pair(NamedTuple):
    """What is known of two voices.

    cosine: in their space, -1 to 1. overlap: of their pairs of letters by rarity, 0 to 1 (`sketch.overlaps`).
    lengths: keys of the shorter by keys of the longer, 0 to 1.
    """

    cosine: float
    overlap: float
    lengths: float


@dataclass(frozen=True, slots=True)
class Judge:
    """weights: of cosine, overlap and lengths in turn; base: the logit where all are 0."""

    weights: tuple[float, float, float]
    base: float

    def probabilities(self, pairs: Sequence[Pair]) -> NDArray[np.float64]:
        """(n,) how likely it is that each two say the same."""
        features = np.asarray(pairs, np.float64).reshape(-1, len(self.weights))
        logits = features @ np.asarray(self.weights) + self.base
        return 1 / (1 + np.exp(-np.clip(logits, -30, 30)))

    @classmethod
    def of_tier(cls, name: str) -> Judge:
        """The judge a tier begins with (T0, T1, T2; any other model is judged as T2 is)."""
        return DEFAULTS.get(name, DEFAULTS["T2"])

    @classmethod
    def fit(cls, pairs: Sequence[Pair], same: Sequence[bool]) -> Judge:
        """The judge that fits what people said of these pairs (ridge logistic regression by Newton's method).

        Raises ValueError unless there are pairs of both kinds.
        """
        labels = np.asarray(same, np.float64)
        if not len(labels) or labels.min() == labels.max():
            raise ValueError("A judge is fitted to pairs that say the same and to pairs that do not.")
        features = np.asarray(pairs, np.float64)
        middle, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
        rows = np.column_stack([(features - middle) / spread, np.ones(len(features))])
        ridge = np.diag([RIDGE * len(rows)] * features.shape[1] + [0.0]) / 100
        slopes = np.zeros(rows.shape[1])
        for _ in range(ROUNDS):
            chances = 1 / (1 + np.exp(-np.clip(rows @ slopes, -30, 30)))
            gradient = rows.T @ (labels - chances) - ridge @ slopes
            curve = (rows * (chances * (1 - chances))[:, None]).T @ rows + ridge + 1e-9 * np.eye(len(slopes))
            step = np.linalg.solve(curve, gradient)
            slopes += step
            if np.abs(step).max() < 1e-8:
                break
        weights = slopes[:-1] / spread
        return cls(tuple(weights.tolist()), float(slopes[-1] - weights @ middle))


DEFAULTS = {
    "T0": Judge((-2.95, 21.81, 0.54), -7.25),
    "T1": Judge((12.22, 8.64, -0.42), -9.16),
    "T2": Judge((24.65, -2.05, -0.80), -11.54),
}


def calibration_error(chances: Sequence[float], same: Sequence[bool], bins: int = 10) -> float:
    """How far the probabilities are from what happened, on average over bins of equal width (ECE)."""
    said, happened = np.asarray(chances, np.float64), np.asarray(same, np.float64)
    if not len(said):
        return 0.0
    places = np.minimum((said * bins).astype(int), bins - 1)
    gaps = np.bincount(places, said - happened, minlength=bins)
    return float(np.abs(gaps).sum() / len(said))
