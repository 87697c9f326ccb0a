"""How well a classifier does on held-back examples."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .labels import Curve, Hints, Point, accuracy, auroc, calibration_error, learn, macro_f1, names_as_hints
from .seen import see
from .tiers import Tier

OUTSIDE = "oos"  # the label of test texts that are about none of the labels learnt


@dataclass(frozen=True, slots=True)
class Scores:
    """What was measured; shares from 0 to 1.

    accuracy, macro_f1, calibration_error, curve: on test texts with a label; calibration in 15 equal bins.
    auroc: of strangeness, texts labelled oos against the others; None without either.
    seconds_to_learn, seconds_to_read: of this process's CPU, vectors included.
    """

    tier: str
    trained: int
    tested: int
    outside: int
    labels: int
    accuracy: float
    macro_f1: float
    calibration_error: float
    auroc: float | None
    curve: tuple[Point, ...]
    seconds_to_learn: float
    seconds_to_read: float


def score(
    train: Sequence[tuple[str, str]], test: Sequence[tuple[str, str]], tier: Tier, *, seed: int = 0
) -> Scores:
    """Learn from (text, label) pairs and read others; pairs labelled oos are never learnt.

    Raises ValueError when there is nothing to learn from, or to test with.
    """
    train = [(text, label) for text, label in train if label != OUTSIDE]
    if not train or not test:
        raise ValueError("there is nothing to learn from" if not train else "there is nothing to test with")
    began = time.process_time()
    texts = [text for text, _ in train]
    labels = [label for _, label in train]
    named = names_as_hints(labels)
    hints = Hints(see([name.replace("_", " ") for name in named], tier), named)
    model = learn(see(texts, tier), labels, hints=hints, seed=seed)
    learnt = time.process_time()
    asked = [text for text, _ in test]
    guesses = model.guess(see(asked, tier))
    read = time.process_time()
    inside = [(label, guess) for (_, label), guess in zip(test, guesses, strict=True) if label != OUTSIDE]
    strange = [guess.strangeness for (_, label), guess in zip(test, guesses, strict=True) if label == OUTSIDE]
    truth, said = [label for label, _ in inside], [guess.label for _, guess in inside]
    sureness = np.array([guess.probability for _, guess in inside])
    is_right = np.array([a == b for a, b in zip(truth, said, strict=True)], dtype=bool)
    return Scores(
        tier=tier.name,
        trained=len(train),
        tested=len(inside),
        outside=len(strange),
        labels=len(model.names),
        accuracy=accuracy(truth, said),
        macro_f1=macro_f1(truth, said),
        calibration_error=calibration_error(sureness, is_right),
        auroc=auroc(strange, [guess.strangeness for _, guess in inside]) if strange and inside else None,
        curve=Curve.of(sureness, is_right).points,
        seconds_to_learn=learnt - began,
        seconds_to_read=read - learnt,
    )
