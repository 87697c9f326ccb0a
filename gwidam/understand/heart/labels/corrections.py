"""What people corrected since the model was made, used at once: like texts take the label a person gave.

The model stays as it is until the nightly retraining, which learns from the corrections as from any example.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from scipy.stats import binomtest

from ..features import Floats, unit
from ..seen import Seen
from .curve import accuracy
from .model import Labels

_ALIKE = 0.35  # cosine below which a correction says nothing about another text
_SAME = 0.9  # cosine from which it is the same text
_MOST_SAY = 0.9  # share of the probability that corrections may move
_KEPT = 5_000  # newest corrections looked at; more is what retraining is for


class Correction(NamedTuple):
    """A person's word that a text has this label. by: who said so; however often, it counts as one voice."""

    text: str
    label: str
    by: str


@dataclass(frozen=True)
class Corrected:
    """A model together with corrections newer than it.

    names: the model's labels and those that only corrections know, in this order.
    """

    model: Labels
    names: tuple[str, ...]
    rows: csr_matrix
    votes: Floats

    def probabilities(self, seen: Seen) -> Floats:
        """Return the probabilities (texts, names): the model's, moved where a person has corrected a like text."""
        base = self.model.probabilities(seen)
        base = np.hstack([base, np.zeros((len(seen), len(self.names) - base.shape[1]))])
        if not self.rows.shape[0]:
            return base
        near = nearness(unit(self.model.view.matter.rows(seen)), self.rows)
        # The square lets one true twin outweigh many distant relatives.
        heard = near**2 @ self.votes
        total = heard.sum(axis=1, keepdims=True)
        share = _MOST_SAY * near.max(axis=1, keepdims=True)
        said = np.divide(heard, total, out=np.zeros_like(heard), where=total > 0)
        return np.asarray((1 - share) * base + share * np.where(total > 0, said, base))


def corrected(model: Labels, corrections: Sequence[Correction]) -> Corrected:
    """Lay corrections over a model; cheap, so that each correction can be used at once.

    A person's corrections to one label weigh together as the square root of their number, so that a flood of
    one hand cannot drown the others.
    """
    newest = list(corrections)[-_KEPT:]
    names = (*model.names, *sorted({each.label for each in newest} - set(model.names)))
    places = {name: place for place, name in enumerate(names)}
    counts: dict[tuple[str, str], int] = {}
    for each in newest:
        counts[each.by, each.label] = counts.get((each.by, each.label), 0) + 1
    votes = np.zeros((len(newest), len(names)))
    for line, each in enumerate(newest):
        votes[line, places[each.label]] = counts[each.by, each.label] ** -0.5
    return Corrected(model, names, unit(model.view.matter.rows(Seen(tuple(each.text for each in newest)))), votes)


class Comparison(NamedTuple):
    """Two models on the same held-back examples.

    old, new: their accuracies. chance: how likely so large a difference is by chance (sign test on the examples
    where just one was right). may_replace: whether the new one is not worse, as far as can be told.
    """

    old: float
    new: float
    chance: float
    may_replace: bool


def compare(truth: Sequence[str], old: Sequence[str], new: Sequence[str]) -> Comparison:
    """Compare the guesses of two models; the new one may replace the old unless it is worse.

    A loss that chance explains well (p > 0.2) is no loss, as long as it is below one point in a hundred.
    """
    before, after = accuracy(truth, old), accuracy(truth, new)
    gained = sum(b == t != a for t, a, b in zip(truth, old, new, strict=True))
    lost = sum(a == t != b for t, a, b in zip(truth, old, new, strict=True))
    chance = float(binomtest(gained, gained + lost).pvalue) if gained + lost else 1.0
    return Comparison(before, after, chance, after >= before or (chance > 0.2 and before - after < 0.01))


def nearness(rows: csr_matrix, others: csr_matrix) -> Floats:
    """Return how alike two sets of unit rows are (rows, others): 0 for no relation, 1 for the same text."""
    likeness = np.asarray((rows @ others.T).todense(), dtype=np.float64)
    return np.clip((likeness - _ALIKE) / (_SAME - _ALIKE), 0, 1)
