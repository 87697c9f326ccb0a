"""A classifier that says how sure it is, and when it had better ask a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, hstack
from scipy.special import softmax

from ..features import MOST_PIECES, Features, Floats
from ..seen import Seen
from ..tiers import Vectors
from .curve import Curve
from .doubt import Blend, Strangeness, signs
from .folds import Mask, Places, folds
from .heads import LikeHead, LinearHead, MeanHead

MATTER = ("word", "part", "pair")  # what is said
MANNER = ("flow", "edge", "morpheme")  # how it is said
_LOUDNESS_OF_VECTORS = 1.5


class Guess(NamedTuple):
    """What a model thinks of one text.

    label, probability: the likeliest label.
    ranked: the likeliest labels with their probabilities, best first.
    strangeness: 0 to 1, how likely the text is about none of the labels.
    """

    label: str
    probability: float
    ranked: tuple[tuple[str, float], ...]
    strangeness: float


@dataclass(frozen=True)
class Rows:
    """Texts as the heads see them: weights of what is said and of how, (texts, columns) each, and vectors."""

    matter: csr_matrix
    manner: csr_matrix
    vectors: Vectors | None

    def of(self, part: Places | Mask) -> Rows:
        """Return some of the texts, by a mask or by places."""
        vectors = None if self.vectors is None else self.vectors[part]
        return Rows(self.matter[part], self.manner[part], vectors)

    def with_vectors(self) -> csr_matrix:
        """Return what is said, with the vectors as further columns."""
        if self.vectors is None:
            return self.matter
        loud = csr_matrix((self.vectors * _LOUDNESS_OF_VECTORS).astype(np.float32))
        return csr_matrix(hstack([self.matter, loud], format="csr"))


@dataclass(frozen=True)
class Heads:
    """The fitted heads of one set of examples. mean is there where there are vectors."""

    matter: LinearHead
    manner: LinearHead
    like: LikeHead
    mean: MeanHead | None

    @classmethod
    def fit(cls, rows: Rows, places: Places, count: int, seed: int) -> Heads:
        """Learn from texts and the places of their labels among `count`."""
        return cls(
            LinearHead.fit(rows.with_vectors(), places, count, seed),
            LinearHead.fit(rows.manner, places, count, seed),
            LikeHead.fit(rows.matter, places, count),
            None if rows.vectors is None else MeanHead.fit(rows.vectors, places, count),
        )

    def scores(self, rows: Rows) -> list[Floats]:
        """Return the scores (texts, labels) of each head."""
        scores = [
            self.matter.scores(rows.with_vectors()),
            self.manner.scores(rows.manner),
            self.like.scores(rows.matter),
        ]
        if self.mean is not None and rows.vectors is not None:
            scores.append(self.mean.scores(rows.vectors))
        return scores

    def strangeness_signs(self, rows: Rows, scores: Sequence[Floats], logits: Floats) -> Floats:
        """Return the signs (texts, signs) by which strange texts are known."""
        far = [] if self.mean is None or rows.vectors is None else [self.mean.distances(rows.vectors, scores[3])]
        return signs(logits, [scores[2].max(axis=1), scores[0].max(axis=1), *far])


@dataclass(frozen=True)
class Labels:
    """A fitted classifier; immutable.

    names: the labels, sorted. analyser, embedder: names and versions of what saw the texts it learnt from, or "".
    curve: how right it was on examples it had not seen, by how sure it was.
    """

    names: tuple[str, ...]
    analyser: str
    embedder: str
    matter: Features
    manner: Features
    heads: Heads
    blend: Blend
    strange: Strangeness | None
    curve: Curve

    def rows(self, seen: Seen) -> Rows:
        """Return texts as the heads see them; what they were not seen with is zero, and guesses get less sure."""
        vectors = seen.vectors
        if self.heads.mean is None:
            vectors = None
        elif vectors is None or seen.embedder != self.embedder:
            vectors = np.zeros((len(seen), self.heads.mean.weights.shape[1]), dtype=np.float32)
        return Rows(self.matter.rows(seen), self.manner.rows(seen), vectors)

    def probabilities(self, seen: Seen) -> Floats:
        """Return the calibrated probabilities (texts, labels); each row sums to 1."""
        if not len(seen):
            return np.zeros((0, len(self.names)))
        return np.asarray(softmax(self.blend.logits(self.heads.scores(self.rows(seen))), axis=1))

    def guess(self, seen: Seen, most: int = 3) -> list[Guess]:
        """Return what the model thinks of each text, with at most `most` ranked labels."""
        if not len(seen):
            return []
        rows = self.rows(seen)
        scores = self.heads.scores(rows)
        logits = self.blend.logits(scores)
        chances = softmax(logits, axis=1)
        strangeness = np.zeros(len(seen))
        if self.strange is not None:
            strangeness = self.strange.of(self.heads.strangeness_signs(rows, scores, logits))
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


def learn(seen: Seen, labels: Sequence[str], *, seed: int = 0, most_pieces: int = MOST_PIECES) -> Labels:
    """Learn a classifier; the same examples and seed give the same one.

    Works from one example per label on; with a single label it always guesses that. most_pieces: columns per kind
    of piece. Raises ValueError without any example.
    """
    if not len(seen) or len(seen) != len(labels):
        raise ValueError("as many labels as texts are wanted, and at least one")
    names, places = np.unique(np.asarray(labels, dtype=str), return_inverse=True)
    count = len(names)
    matter, manner = (Features.fit(kinds, seen, most_pieces) for kinds in (MATTER, MANNER))
    rows = Rows(matter.rows(seen), manner.rows(seen), seen.vectors)
    heads = Heads.fit(rows, places, count, seed)
    trial = tried(rows, places, count, seed)
    blend, strange, curve = (
        trial.judged() if trial else (Blend.plain(3 if rows.vectors is None else 4), None, Curve(()))
    )
    return Labels(
        tuple(map(str, names)), seen.analyser, seen.embedder, matter, manner, heads, blend, strange, curve
    )


@dataclass(frozen=True)
class Trial:
    """What heads made of texts they had not seen.

    heads, rows, scores: per part that was left out. places: (texts,) of the labels; is_known: whether that label
    had been learnt; both in the order of the parts.
    """

    heads: list[Heads]
    rows: list[Rows]
    scores: list[list[Floats]]
    places: Places
    is_known: Mask

    def judged(self) -> tuple[Blend, Strangeness | None, Curve]:
        """Return how loud each head speaks, what strange texts look like, and how right the guesses were."""
        stacked = [np.vstack(part) for part in zip(*self.scores, strict=True)]
        places = self.places[self.is_known]
        blend = Blend.fit([scores[self.is_known] for scores in stacked], places)
        logits = blend.logits(stacked)
        chances = softmax(logits[self.is_known], axis=1)
        curve = Curve.of(chances.max(axis=1), chances.argmax(axis=1) == places)
        if self.is_known.all():
            return blend, None, curve
        told = np.vstack(
            [
                heads.strangeness_signs(rows, scores, blend.logits(scores))
                for heads, rows, scores in zip(self.heads, self.rows, self.scores, strict=True)
            ]
        )
        return blend, Strangeness.fit(told[self.is_known], told[~self.is_known]), curve


def tried(rows: Rows, places: Places, count: int, seed: int) -> Trial | None:
    """Show every example to heads that had not seen it; None where no part can be left out."""
    trial = Trial([], [], [], places[:0], np.zeros(0, dtype=bool))
    for learnt, left in folds(places, count, seed):
        heads = Heads.fit(rows.of(learnt), places[learnt], count, seed)
        asked = rows.of(left)
        trial.heads.append(heads)
        trial.rows.append(asked)
        trial.scores.append(heads.scores(asked))
        known = np.isin(places[left], places[learnt])
        trial = Trial(
            trial.heads,
            trial.rows,
            trial.scores,
            np.concatenate([trial.places, places[left]]),
            np.concatenate([trial.is_known, known]),
        )
    return trial if trial.is_known.any() else None
