"""A classifier that says how sure it is, and when it had better ask a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.special import softmax

from ..features import MOST_PIECES, Features, Floats
from ..seen import Seen
from .curve import Curve
from .doubt import Blend, Strangeness, signs
from .heads import Heads
from .rows import View
from .trial import Trial, chosen_hardness, tried

MATTER = ("word", "part", "pair")  # what is said
MANNER = ("flow", "edge", "morpheme", "frame", "tie", "turn")  # how it is said


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
class Labels:
    """A fitted classifier; immutable.

    names: the labels, sorted. analyser: name and version of what cut the texts it learnt from, or "".
    strange: None where no label could be left out. curve: how right it was on examples it had not seen, by how
    sure it was. shares: of each label among the examples; () where they were not counted.
    """

    names: tuple[str, ...]
    analyser: str
    view: View
    heads: Heads
    blend: Blend
    strange: Strangeness | None
    curve: Curve
    shares: tuple[float, ...] = ()

    @property
    def embedder(self) -> str:
        """Name and version of what made the vectors it learnt from, or ""."""
        return self.view.embedder

    def probabilities(self, seen: Seen) -> Floats:
        """Return the calibrated probabilities (texts, labels); each row sums to 1.

        Texts that were seen by a lower tier than those it learnt from are read all the same, with more doubt.
        """
        if not len(seen):
            return np.zeros((0, len(self.names)))
        return np.asarray(softmax(self.blend.logits(self.heads.scores(self.view.rows(seen))), axis=1))

    def guess(self, seen: Seen, most: int = 3) -> list[Guess]:
        """Return what the model thinks of each text, with at most `most` ranked labels."""
        if not len(seen):
            return []
        rows = self.view.rows(seen)
        scores = self.heads.scores(rows)
        logits = self.blend.logits(scores)
        chances = softmax(logits, axis=1)
        strangeness = np.zeros(len(seen))
        if self.strange is not None:
            strangeness = self.strange.of(signs(logits, self.heads.marks(rows, scores)))
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


class Hints(NamedTuple):
    """Words about labels (such as their names) that are learnt from, but never tried on."""

    seen: Seen
    labels: Sequence[str]


def learn(
    seen: Seen,
    labels: Sequence[str],
    *,
    hints: Hints | None = None,
    seed: int = 0,
    most_pieces: int = MOST_PIECES,
) -> Labels:
    """Learn a classifier; the same examples and seed give the same one.

    Works from one example per label on; with a single label it always guesses that. most_pieces: columns per kind
    of piece. Raises ValueError without any example.
    """
    if not len(seen) or len(seen) != len(labels):
        raise ValueError("as many labels as texts are wanted, and at least one")
    names, places = np.unique(np.asarray(labels, dtype=str), return_inverse=True)
    view = View(
        Features.fit(MATTER, seen, most_pieces),
        Features.fit(MANNER, seen, most_pieces),
        None if seen.vectors is None else seen.vectors.mean(axis=0),
        seen.embedder,
    )
    examples = Trial(view.rows(seen), places, len(names), seed)
    if hints is not None:
        known = {name: place for place, name in enumerate(names)}
        fit = [line for line, label in enumerate(hints.labels) if label in known]
        rows = view.rows(hints.seen).of(np.array(fit, dtype=np.intp))
        examples = examples.hinted(rows, np.array([known[hints.labels[line]] for line in fit], dtype=np.intp))
    hardness = chosen_hardness(examples)
    outcome = tried(examples, hardness)
    heads = examples.fitted(np.ones(len(places), dtype=bool), hardness)
    blend, strange, curve = outcome.judged() if outcome else (Blend.plain(heads.count()), None, Curve(()))
    shares = tuple((np.bincount(places, minlength=len(names)) / len(places)).tolist())
    return Labels(tuple(map(str, names)), seen.analyser, view, heads, blend, strange, curve, shares)


def names_as_hints(labels: Sequence[str], few: int = 30) -> list[str]:
    """Return the labels whose names say something and that have few examples, once each, sorted."""
    counts: dict[str, int] = {}
    for label in labels:
        counts[label] = counts.get(label, 0) + 1
    return sorted(label for label, count in counts.items() if count < few and sum(map(str.isalpha, label)) > 2)
