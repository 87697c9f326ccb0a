"""A classifier that says how sure it is, and when it had better ask a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import softmax

from ..features import Features, Floats, with_vectors
from ..tiers import Vectors
from .curve import Curve
from .doubt import Blend, Strangeness, signs
from .folds import Places, folds
from .heads import LinearHead, MeanHead

_LOUDNESS_OF_VECTORS = 1.5


class Guess(NamedTuple):
    """What a model thinks of one text.

    label, probability: the likeliest label; None and 0.0 for a model without labels.
    ranked: the likeliest labels with their probabilities, best first.
    strangeness: 0 to 1, how likely the text is about none of the labels.
    """

    label: str | None
    probability: float
    ranked: tuple[tuple[str, float], ...]
    strangeness: float


@dataclass(frozen=True)
class Heads:
    """The fitted heads of one set of examples: planes over words, and means over vectors where there are any."""

    linear: LinearHead
    mean: MeanHead | None

    @classmethod
    def fit(cls, rows: csr_matrix, vectors: Vectors | None, places: Places, count: int, seed: int) -> Heads:
        """Learn from the rows (words and vectors) and the vectors of the same texts."""
        mean = None if vectors is None else MeanHead.fit(vectors, places, count)
        return cls(LinearHead.fit(rows, places, count, seed=seed), mean)

    def scores(self, rows: csr_matrix, vectors: Vectors | None) -> list[Floats]:
        """Return the scores (texts, labels) of each head."""
        scores = [self.linear.scores(rows)]
        if self.mean is not None and vectors is not None:
            scores.append(self.mean.scores(vectors))
        return scores


@dataclass(frozen=True)
class Labels:
    """A fitted classifier; immutable.

    names: the labels, sorted. embedder: name and version of what made the vectors it learnt from, or "".
    curve: how right it was on examples it had not seen, by how sure it was.
    """

    names: tuple[str, ...]
    embedder: str
    features: Features
    heads: Heads
    blend: Blend
    strange: Strangeness | None
    curve: Curve

    def logits(self, texts: Sequence[str], vectors: Vectors | None = None) -> Floats:
        """Return the blended scores (texts, labels), of which softmax gives probabilities."""
        return self.blend.logits(self.heads.scores(self._rows(texts, vectors), vectors))

    def probabilities(self, texts: Sequence[str], vectors: Vectors | None = None) -> Floats:
        """Return the calibrated probabilities (texts, labels); each row sums to 1."""
        return np.asarray(softmax(self.logits(texts, vectors), axis=1))

    def guess(self, texts: Sequence[str], vectors: Vectors | None = None, most: int = 3) -> list[Guess]:
        """Return what the model thinks of each text, with at most `most` ranked labels.

        vectors: rows of the texts from the embedder named by `embedder`; wanted exactly if that is not "".
        Raises ValueError when they are missing or of other dimensions.
        """
        logits = self.logits(texts, vectors)
        chances = softmax(logits, axis=1)
        strangeness = np.zeros(len(texts)) if self.strange is None else self.strange.of(signs(logits))
        best = np.argsort(-chances, axis=1, kind="stable")[:, :most]
        return [
            Guess(
                self.names[order[0]],
                float(row[order[0]]),
                tuple((self.names[place], float(row[place])) for place in order),
                float(strange),
            )
            for row, order, strange in zip(chances, best, strangeness, strict=True)
        ]

    def _rows(self, texts: Sequence[str], vectors: Vectors | None) -> csr_matrix:
        rows = self.features.rows(texts)
        if bool(self.embedder) != (vectors is not None):
            raise ValueError("vectors are wanted" if self.embedder else "no vectors are wanted")
        return rows if vectors is None else with_vectors(rows, vectors, _LOUDNESS_OF_VECTORS)


def learn(
    texts: Sequence[str],
    labels: Sequence[str],
    vectors: Vectors | None = None,
    *,
    embedder: str = "",
    seed: int = 0,
) -> Labels:
    """Learn a classifier; the same examples and seed give the same one.

    vectors: (texts, dims) from `embedder`, which is then wanted at every guess. Works from one example per label
    on; with fewer than two labels it always guesses the one it knows. Raises ValueError without any example.
    """
    if not texts or len(texts) != len(labels):
        raise ValueError("as many labels as texts are wanted, and at least one")
    if (vectors is not None) != bool(embedder):
        raise ValueError("vectors and the name of their embedder go together")
    names, places = np.unique(np.asarray(labels, dtype=str), return_inverse=True)
    features = Features.fit(texts)
    rows = features.rows(texts)
    rows = rows if vectors is None else with_vectors(rows, vectors, _LOUDNESS_OF_VECTORS)
    heads = Heads.fit(rows, vectors, places, len(names), seed)
    unseen = tried(rows, vectors, places, len(names), seed)
    blend, strange, curve = (
        unseen.judged() if unseen else (Blend.plain(len(heads.scores(rows[:1], vectors))), None, Curve.unknown())
    )
    return Labels(tuple(map(str, names)), embedder, features, heads, blend, strange, curve)


@dataclass(frozen=True)
class Tried:
    """Scores of texts by heads that had not seen them.

    scores: per head (texts, labels); places: (texts,); learnt: whether the label of the text had been learnt.
    """

    scores: list[Floats]
    places: Places
    is_known: Floats

    def judged(self) -> tuple[Blend, Strangeness | None, Curve]:
        """Return how loud each head speaks, what strange texts look like, and how right the guesses were."""
        known = [scores[self.is_known] for scores in self.scores]
        places = self.places[self.is_known]
        blend = Blend.fit(known, places)
        logits = blend.logits(known)
        chances = softmax(logits, axis=1)
        curve = Curve.of(chances.max(axis=1), chances.argmax(axis=1) == places)
        if self.is_known.all():
            return blend, None, curve
        others = blend.logits([scores[~self.is_known] for scores in self.scores])
        return blend, Strangeness.fit(signs(logits), signs(others)), curve


def tried(rows: csr_matrix, vectors: Vectors | None, places: Places, count: int, seed: int) -> Tried | None:
    """Score every example by heads that had not seen it; None where no part can be left out."""
    parts: list[Tried] = []
    for learnt, left in folds(places, count, seed):
        heads = Heads.fit(rows[learnt], None if vectors is None else vectors[learnt], places[learnt], count, seed)
        scores = heads.scores(rows[left], None if vectors is None else vectors[left])
        parts.append(Tried(scores, places[left], np.isin(places[left], places[learnt])))
    if not any(part.is_known.any() for part in parts):
        return None
    return Tried(
        [np.vstack(scores) for scores in zip(*(part.scores for part in parts), strict=True)],
        np.concatenate([part.places for part in parts]),
        np.concatenate([part.is_known for part in parts]),
    )
