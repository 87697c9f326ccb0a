"""What people's corrections add to a reading that rules have made: a push towards or away from each label.

Whoever corrects has mostly met what was read wrongly, so corrections say little of how frequent a label is. What
counts is therefore only how much likelier the words make a label than its share of the corrections does.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..features import Floats
from ..seen import Seen
from .model import Labels

MOST = 1.5  # logits either way: less than two plain cues, so that no flood of corrections turns what is plain
_NEVER = 1e-6
_RELATED = 0.15  # cosine with a label's corrections from which a text is of their kind, and they fully count


def leaning(model: Labels, seen: Seen, names: Sequence[str]) -> Floats:
    """Return the pushes (texts, names) in logits, from -MOST to MOST; 0 for labels nobody has corrected to.

    model: learnt from corrections, with the shares of its labels.
    """
    pushes = np.zeros((len(seen), len(names)))
    if not len(seen):
        return pushes
    learnt = (
        np.log(model.probabilities(seen) + _NEVER) - np.log(np.asarray(model.shares) + _NEVER) - model.blend.lean
    )
    related = model.heads.like.scores(model.view.matter.rows(seen)).max(axis=1) / _RELATED
    for place, name in enumerate(names):
        if name in model.names:
            pushes[:, place] = np.clip(learnt[:, model.names.index(name)], -MOST, MOST) * np.clip(related, 0, 1)
    return pushes
