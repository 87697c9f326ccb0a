"""From scores to probabilities that mean what they say, and to a measure of strangeness.

Scores of several heads are added, each divided by a temperature of its own; the temperatures are those under
which examples the heads had not seen are likeliest (Platt 1999; Guo, Pleiss, Sun, Weinberger 2017). Heads hold rare
labels for rarer than they are; a part of that is taken back (logit adjustment: Menon and others 2021).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, log_softmax, logsumexp

from ..features import Floats
from .folds import Places


@dataclass(frozen=True)
class Blend:
    """How loud each head speaks (heads,), all at least 0; and what is added for each label (labels,), or for all."""

    loudness: Floats
    lean: Floats = field(default_factory=lambda: np.zeros(1))

    @classmethod
    def plain(cls, heads: int) -> Blend:
        """As loud as is usual; for models that could not be tried."""
        return cls(np.array(_USUAL[heads]))

    @classmethod
    def fit(cls, scores: Sequence[Floats], places: Places) -> Blend:
        """Choose the loudness of each head from scores (texts, labels) of texts it had not seen.

        A wish for the usual, worth an example, keeps a handful of examples from claiming certainty.
        """
        stacked = np.stack(scores)
        rows = np.arange(len(places))
        lean = _towards_rare(places, stacked.shape[2])
        usual = np.log(_USUAL[len(scores)])
        wish = _WISH / len(places)

        def cost(logarithms: Floats) -> tuple[float, Floats]:
            loudness = np.exp(logarithms)
            logs = log_softmax(np.tensordot(loudness, stacked, axes=1) + lean, axis=1)
            expected = np.einsum("nk,hnk->hn", np.exp(logs), stacked)
            slope = (expected - stacked[:, rows, places]).mean(axis=1) * loudness
            value = -logs[rows, places].mean() + wish * np.sum((logarithms - usual) ** 2)
            return float(value), np.asarray(slope + 2 * wish * (logarithms - usual))

        found = minimize(cost, usual, jac=True, method="L-BFGS-B", bounds=[(-6, 6)] * len(scores))
        return cls(np.exp(found.x), lean)

    def logits(self, scores: Sequence[Floats]) -> Floats:
        """Return the blended scores (texts, labels), of which softmax gives probabilities."""
        return np.asarray(np.tensordot(self.loudness, np.stack(scores), axes=1) + self.lean)


def _towards_rare(places: Places, count: int) -> Floats:
    """Return what is added to the scores of each label (labels,): nothing where all are as frequent, or unmet."""
    met = np.bincount(places, minlength=count)
    expected = len(places) / max(int(np.count_nonzero(met)), 1)
    return np.where(met > 0, -_EVENNESS * np.log((met + _FEW) / (expected + _FEW)), 0.0)


_WISH = 1.0
_EVENNESS = 0.3  # of the logarithm of a label's share
_FEW = 30  # examples that say little of how frequent a label is
# Of matter, manner, like, and where there are vectors bent and mean: as some hundred examples choose them.
_USUAL = {3: (1.5, 1.0, 1.5), 5: (1.0, 0.3, 0.6, 4.5, 0.01)}
_MODESTY = 1.0
_MANY = 500  # strange texts from which they are believed even where they surprise


@dataclass(frozen=True)
class Strangeness:
    """How likely a text is about none of the labels: a logistic function of a few signs.

    weights: one per sign of `signs`; centre, scale: what they are measured by.
    """

    weights: Floats
    offset: float
    centre: Floats
    scale: Floats

    @classmethod
    def fit(cls, known: Floats, strange: Floats, directions: Sequence[int]) -> Strangeness:
        """Learn from signs (texts, signs) of texts whose label was learnt, and of others; both weigh alike.

        directions: per sign, 1 if it can only speak for strangeness, -1 if only against; so that a few examples
        cannot teach that sureness is strange. Many may: signs that say much the same are told apart by them.
        """
        both = np.vstack([known, strange])
        centre, scale = both.mean(axis=0), np.maximum(both.std(axis=0), 1e-9)
        rows = (both - centre) / scale
        wanted = np.repeat([0.0, 1.0], [len(known), len(strange)])
        shares = np.repeat([0.5 / len(known), 0.5 / len(strange)], [len(known), len(strange)])

        def cost(weights: Floats) -> tuple[float, Floats]:
            logits = rows @ weights[:-1] + weights[-1]
            error = shares * (expit(logits) - wanted)
            value = np.sum(shares * (np.logaddexp(0, logits) - wanted * logits)) + _MODESTY / len(rows) * np.sum(
                weights[:-1] ** 2
            )
            return float(value), np.append(rows.T @ error + 2 * _MODESTY / len(rows) * weights[:-1], error.sum())

        is_held = len(strange) < _MANY
        bounds = [_side(direction) if is_held else (None, None) for direction in (*directions, 0)]
        found = minimize(cost, np.zeros(rows.shape[1] + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
        return cls(found[:-1], float(found[-1]), centre, scale)

    def of(self, signs: Floats) -> Floats:
        """Return the probability (texts,) that each is strange, at even odds beforehand."""
        return np.asarray(expit((signs - self.centre) / self.scale @ self.weights + self.offset))


def _side(direction: int) -> tuple[float | None, float | None]:
    """Return the bounds of a weight that speaks one way only (1 or -1), or either way (0)."""
    return (0 if direction > 0 else None, 0 if direction < 0 else None)


def signs(logits: Floats, marks: Floats) -> Floats:
    """Return what tells a strange text (texts, signs): the best blended score, the sum of all, and other marks."""
    return np.column_stack([logits.max(axis=1), logsumexp(logits, axis=1), marks])
