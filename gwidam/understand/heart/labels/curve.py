"""How right guesses are by how sure they were: what an operator chooses a threshold from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..features import Floats

_POINTS = tuple(share / 100 for share in (*range(100, 10, -5), 10, 5))


class Point(NamedTuple):
    """If only guesses of at least `threshold` are used, they cover this share of texts and are right this often."""

    coverage: float
    accuracy: float
    threshold: float


@dataclass(frozen=True)
class Curve:
    """Coverage against accuracy, from all texts down to the surest twentieth; empty when it is not known."""

    points: tuple[Point, ...]

    @classmethod
    def of(cls, sureness: Floats, is_right: NDArray[np.bool_]) -> Curve:
        """Measure the curve from guesses: how sure each was (texts,) and whether it was right (texts,)."""
        if not len(sureness):
            return cls(())
        order = np.argsort(-sureness, kind="stable")
        right = np.cumsum(is_right[order])
        counts = sorted({max(1, round(share * len(order))) for share in _POINTS}, reverse=True)
        return cls(
            tuple(
                Point(count / len(order), float(right[count - 1] / count), float(sureness[order[count - 1]]))
                for count in counts
            )
        )

    @classmethod
    def unknown(cls) -> Curve:
        """The curve of a model that could not be tried."""
        return cls(())

    def threshold(self, accuracy: float) -> float:
        """Return the lowest threshold at which guesses are right this often; above 1 when none is."""
        fit = [point.threshold for point in self.points if point.accuracy >= accuracy]
        return min(fit, default=1.01)


def calibration_error(sureness: Floats, is_right: NDArray[np.bool_], bins: int = 15) -> float:
    """Return the expected calibration error: mean gap between sureness and accuracy in bins of equal width.

    Naeini, Cooper, Hauskrecht 2015; Guo et al. 2017 with 15 bins.
    """
    if not len(sureness):
        return 0.0
    bin_of = np.minimum((sureness * bins).astype(int), bins - 1)
    gaps = np.bincount(bin_of, weights=sureness - is_right, minlength=bins)
    return float(np.abs(gaps).sum() / len(sureness))


def accuracy(truth: Sequence[str], guesses: Sequence[str]) -> float:
    """Return the share of guesses that are right; 0 for none."""
    return sum(a == b for a, b in zip(truth, guesses, strict=True)) / max(len(truth), 1)


def macro_f1(truth: Sequence[str], guesses: Sequence[str]) -> float:
    """Return the mean over labels that occur, in truth or guesses, of the harmonic mean of precision and recall."""
    names = sorted({*truth, *guesses})
    right = [sum(a == b == name for a, b in zip(truth, guesses, strict=True)) for name in names]
    sizes = [sum(a == name for a in truth) + sum(b == name for b in guesses) for name in names]
    return float(np.mean([2 * hit / size for hit, size in zip(right, sizes, strict=True)])) if names else 0.0


def auroc(strange: Sequence[float], known: Sequence[float]) -> float:
    """Return the probability that a strange text is held for stranger than a known one; 0.5 without either."""
    if not strange or not known:
        return 0.5
    from scipy.stats import rankdata

    ranks = rankdata([*strange, *known])[: len(strange)]
    return float((ranks.sum() - len(strange) * (len(strange) + 1) / 2) / (len(strange) * len(known)))
