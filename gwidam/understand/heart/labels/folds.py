"""Parts of the examples that a model has not seen, by which its doubt is measured."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Places: TypeAlias = NDArray[np.intp]
Mask: TypeAlias = NDArray[np.bool_]

_FEW, _MANY = 400, 4_000
_LEFT_OUT = 0.1  # of the labels, each time
_LABELS_TO_LEAVE_OUT = 3  # with fewer labels none is left out


def folds(places: Places, count: int, seed: int) -> Iterator[tuple[Mask, Mask]]:
    """Yield (learnt, tried) masks: every example is tried at least once, and some labels are once not learnt at all.

    Where a label is left out, its examples tell what something unknown looks like; few are, as the others must meet
    nearly all their rivals. The examples of each label are dealt out evenly.
    """
    size = 10 if len(places) < _FEW else 5 if len(places) < _MANY else 3
    dice = np.random.default_rng(seed)
    dealt = np.empty(len(places), dtype=np.intp)
    for label in range(count):
        members = dice.permutation(np.flatnonzero(places == label))
        dealt[members] = (np.arange(len(members)) + label) % size
    left_out = np.full(count, -1)
    if count >= _LABELS_TO_LEAVE_OUT:
        most = size * max(1, round(count * _LEFT_OUT))
        chosen = dice.permutation(count)[:most]
        left_out[chosen] = np.arange(len(chosen)) % size
    for fold in range(size):
        tried = dealt == fold
        learnt = ~tried & (left_out[places] != fold)
        if learnt.any() and tried.any():
            yield learnt, tried | (left_out[places] == fold)
