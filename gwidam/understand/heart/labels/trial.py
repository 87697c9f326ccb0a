"""Showing examples to heads that have not learnt from them: what their doubt is measured by."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import softmax

from ..features import Floats
from .curve import Curve
from .doubt import Blend, Strangeness, signs
from .folds import Mask, Places, folds
from .heads import Hardness, Heads
from .rows import Rows

_CHOOSE_FROM = 1_000  # examples from which hardness is chosen by trying, rather than taken as usual


@dataclass(frozen=True)
class Trial:
    """Examples to learn from: their rows, the places (texts,) of their labels among `count`, and hints beside them."""

    rows: Rows
    places: Places
    count: int
    seed: int
    hints: Rows | None = None
    hinted_places: Places | None = None

    def hinted(self, rows: Rows, places: Places) -> Trial:
        """Return the same examples with hints."""
        return replace(self, hints=rows, hinted_places=places) if len(places) else self

    def fitted(self, learnt: Mask, hardness: Hardness) -> Heads:
        """Return heads that have learnt from some of the examples, and from the hints for their labels."""
        rows, places = self.rows.of(learnt), self.places[learnt]
        if self.hints is not None and self.hinted_places is not None:
            fit = np.isin(self.hinted_places, places)
            rows, places = rows.and_(self.hints.of(fit)), np.concatenate([places, self.hinted_places[fit]])
        return Heads.fit(rows, places, self.count, hardness, self.seed)


@dataclass(frozen=True)
class Outcome:
    """What heads made of texts they had not seen.

    scores: per head (texts, labels). marks: (texts, marks). places: (texts,); is_known: whether the label of the
    text had been learnt. directions: of each mark.
    """

    scores: list[Floats]
    marks: Floats
    places: Places
    is_known: Mask
    directions: list[int]

    def judged(self) -> tuple[Blend, Strangeness | None, Curve]:
        """Return how loud each head speaks, what strange texts look like, and how right the guesses were."""
        places = self.places[self.is_known]
        blend = Blend.fit([scores[self.is_known] for scores in self.scores], places)
        logits = blend.logits(self.scores)
        chances = softmax(logits[self.is_known], axis=1)
        curve = Curve.of(chances.max(axis=1), chances.argmax(axis=1) == places)
        if self.is_known.all():
            return blend, None, curve
        told = signs(logits, self.marks)
        strange = Strangeness.fit(told[self.is_known], told[~self.is_known], [-1, -1, *self.directions])
        return blend, strange, curve


def tried(examples: Trial, hardness: Hardness) -> Outcome | None:
    """Show every example to heads that had not seen it; None where no part can be left out."""
    scores: list[list[Floats]] = []
    marks: list[Floats] = []
    asked: list[Places] = []
    known: list[Mask] = []
    directions: list[int] = []
    for learnt, left in folds(examples.places, examples.count, examples.seed):
        heads = examples.fitted(learnt, hardness)
        rows, places = examples.rows.of(left), examples.places[left]
        scores.append(heads.scores(rows))
        marks.append(heads.marks(rows, scores[-1]))
        asked.append(places)
        known.append(np.isin(places, examples.places[learnt]))
        directions = heads.directions()
    if not any(part.any() for part in known):
        return None
    stacked = [np.vstack(parts) for parts in zip(*scores, strict=True)]
    return Outcome(stacked, np.vstack(marks), np.concatenate(asked), np.concatenate(known), directions)


def chosen_hardness(examples: Trial) -> Hardness:
    """Choose how hard each plane is laid: by the first part that is left out, or as usual for few examples."""
    usual = Hardness()
    if len(examples.places) < _CHOOSE_FROM:
        return usual
    learnt, left = next(folds(examples.places, examples.count, examples.seed))
    places = examples.places[left]
    known = np.isin(places, examples.places[learnt])
    rights: list[list[float]] = []
    candidates = (usual, usual.harder())
    for candidate in candidates:
        scores = examples.fitted(learnt, candidate).scores(examples.rows.of(left))[: len(usual)]
        rights.append([float((each.argmax(axis=1) == places)[known].mean()) for each in scores])
    chosen = [0 if soft >= hard else 1 for soft, hard in zip(*rights, strict=True)]
    return Hardness(*(candidates[choice][place] for place, choice in enumerate(chosen)))
