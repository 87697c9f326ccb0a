"""Heads: each gives every text a score for every label. Scores of one head compare; those of two do not."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.svm import LinearSVC

from ..features import Floats, unit
from ..tiers import Vectors
from .folds import Places
from .rows import Rows
from .wide import WideHead


class Hardness(NamedTuple):
    """What a mistake costs each plane while it is laid (C of a support vector machine, for rows of length 1)."""

    matter: float = 0.5
    manner: float = 0.5

    def harder(self) -> Hardness:
        """Return costs four times as high."""
        return Hardness(*(4 * cost for cost in self))


@dataclass(frozen=True)
class LinearHead:
    """One plane per label: a linear support vector machine, one label against the rest.

    weights: (labels, columns); offsets: (labels,).
    """

    weights: Floats
    offsets: Floats

    @classmethod
    def fit(cls, rows: csr_matrix, places: Places, count: int, hardness: float, seed: int) -> LinearHead:
        """Learn from rows and the places of their labels; labels without a row score below all others.

        Rare labels count more than their share, though less than all labels alike: by the root of it.
        """
        known = np.unique(places)
        weights = np.zeros((count, rows.shape[1]), dtype=np.float32)
        offsets = np.full(count, -2.0)
        if len(known) == 1:
            offsets[known] = 1.0
            return cls(weights, offsets)
        shares = np.bincount(places, minlength=count) / len(places)
        care = {int(label): float((1 / len(known) / shares[label]) ** 0.5) for label in known}
        # Rows are a little longer than 1; the cost is kept the same per unit of squared length.
        length = max(float(rows.multiply(rows).sum()) / rows.shape[0], 1e-9)
        machine = LinearSVC(C=hardness / length, class_weight=care, random_state=seed, max_iter=3000, tol=1e-2)
        with warnings.catch_warnings():  # a plane that is nearly laid is as good
            warnings.simplefilter("ignore", ConvergenceWarning)
            machine.fit(rows, places)
        if len(known) == 2:
            weights[known] = np.vstack([-machine.coef_[0], machine.coef_[0]])
            offsets[known] = [-machine.intercept_[0], machine.intercept_[0]]
        else:
            weights[known], offsets[known] = machine.coef_, machine.intercept_
        return cls(weights, offsets)

    def scores(self, rows: csr_matrix | Vectors) -> Floats:
        """Return (texts, labels)."""
        return np.asarray(rows @ self.weights.T + self.offsets, dtype=np.float64)


@dataclass(frozen=True)
class LikeHead:
    """One mean row per label, of length 1; a text scores by its cosine with each. Good with very few examples.

    means: (labels, columns), sparse.
    """

    means: csr_matrix

    @classmethod
    def fit(cls, rows: csr_matrix, places: Places, count: int) -> LikeHead:
        """Learn from rows and the places of their labels."""
        members = csr_matrix(
            (np.ones(len(places), np.float32), (places, np.arange(len(places)))), (count, len(places))
        )
        return cls(unit(csr_matrix(members @ unit(rows))))

    def scores(self, rows: csr_matrix) -> Floats:
        """Return the cosines (texts, labels)."""
        return np.asarray((unit(rows) @ self.means.T).todense(), dtype=np.float64)


@dataclass(frozen=True)
class MeanHead:
    """One mean vector per label, seen through the spread that the labels have in common.

    Linear discriminant analysis with equal priors; the covariance is shrunk towards a sphere by the oracle
    approximating formula (Chen, Wiesel, Eldar, Hero 2010, eq. 23), so that four examples a label are enough.
    weights: (labels, dims); offsets: (labels,). middle: (dims,), of the means. surplus: (dims, dims), by how much
    the precision around the mean of its label exceeds that of all texts around the middle.
    """

    weights: Floats
    offsets: Floats
    middle: Floats
    surplus: Floats

    @classmethod
    def fit(cls, vectors: Vectors, places: Places, count: int) -> MeanHead:
        """Learn from vectors and the places of their labels."""
        rows = vectors.astype(np.float64)
        known = np.unique(places)
        members = np.zeros((count, len(rows)))
        members[places, np.arange(len(rows))] = 1.0
        sizes = np.maximum(members.sum(axis=1, keepdims=True), 1)
        means = members @ rows / sizes
        middle = means[known].mean(axis=0)
        spread = _shrunk(rows - means[places], max(len(rows) - len(known), 1))
        precision = np.asarray(np.linalg.inv(spread), dtype=np.float64)
        weights = (means - middle) @ precision
        offsets = -0.5 * np.einsum("kd,kd->k", weights, means - middle) - weights @ middle
        unknown = np.setdiff1d(np.arange(count), known)
        weights[unknown], offsets[unknown] = 0.0, -1e3
        everywhere = np.linalg.inv(_shrunk(rows - middle, max(len(rows) - 1, 1)))
        return cls(weights, offsets, middle, precision - everywhere)

    def scores(self, vectors: Vectors) -> Floats:
        """Return (texts, labels)."""
        return np.asarray(vectors @ self.weights.T + self.offsets, dtype=np.float64)

    def distances(self, vectors: Vectors, scores: Floats) -> Floats:
        """Return how much further each text (texts,) is from the nearest mean than from the middle of all.

        Given the scores of the same. Both are squared Mahalanobis distances; their difference leaves out what is
        unusual in a text, but tells no label from another (Ren, Fort, Liu and others 2021).
        """
        away = vectors - self.middle
        return np.asarray(
            np.einsum("nd,de,ne->n", away, self.surplus, away, optimize=True) - 2 * scores.max(axis=1)
        )


@dataclass(frozen=True)
class Heads:
    """The fitted heads of one set of examples; the last two are there where there are vectors.

    matter: planes over what is said and vectors. manner: over how it is said. like: means of what is said.
    bent: over vectors alone; a plane in models that were learnt before it could bend. mean: means of vectors.
    """

    matter: LinearHead
    manner: LinearHead
    like: LikeHead
    bent: WideHead | LinearHead | None
    mean: MeanHead | None

    @classmethod
    def fit(cls, rows: Rows, places: Places, count: int, hardness: Hardness, seed: int) -> Heads:
        """Learn from texts and the places of their labels among `count`."""
        bent, mean = None, None
        if rows.vectors is not None:
            bent = WideHead.fit(rows.vectors, places, count)
            mean = MeanHead.fit(rows.vectors, places, count)
        return cls(
            LinearHead.fit(rows.all(), places, count, hardness.matter, seed),
            LinearHead.fit(rows.manner, places, count, hardness.manner, seed),
            LikeHead.fit(rows.matter, places, count),
            bent,
            mean,
        )

    def count(self) -> int:
        """Return how many heads there are."""
        return 3 if self.mean is None else 5

    def scores(self, rows: Rows) -> list[Floats]:
        """Return the scores (texts, labels) of each head: matter, manner, like, and those of vectors."""
        scores = [
            self.matter.scores(rows.all()),
            self.manner.scores(rows.manner),
            self.like.scores(rows.matter),
        ]
        if self.bent is not None and self.mean is not None and rows.vectors is not None:
            scores += [self.bent.scores(rows.vectors), self.mean.scores(rows.vectors)]
        return scores

    def marks(self, rows: Rows, scores: Sequence[Floats]) -> Floats:
        """Return what, besides the blended scores, tells strange texts (texts, marks); see `directions`."""
        marks = [scores[head].max(axis=1) for head in range(3)]
        if self.mean is not None and rows.vectors is not None:
            marks += [scores[3].max(axis=1), self.mean.distances(rows.vectors, scores[4])]
        return np.stack(marks, axis=1)

    def directions(self) -> list[int]:
        """Return of each mark whether it speaks for strangeness (1) or against (-1)."""
        return [-1, -1, -1] if self.mean is None else [-1, -1, -1, -1, 1]


def _shrunk(residuals: Floats, freedom: int) -> Floats:
    """Return the covariance of residuals (n, d), shrunk towards its mean variance times the identity."""
    dims = residuals.shape[1]
    sample = residuals.T @ residuals / freedom
    mean_variance = max(np.trace(sample) / dims, 1e-9)
    square = np.sum(sample**2) / dims**2
    rho = (square + mean_variance**2) / ((freedom + 1) * max(square - mean_variance**2 / dims, 1e-18))
    rho = min(1.0, rho)
    return (1 - rho) * sample + rho * mean_variance * np.eye(dims)
