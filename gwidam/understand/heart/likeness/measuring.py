"""How well texts find those that say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ..tiers import Tier, vectors_of
from .index import VectorIndex
from .judging import Judge, calibration_error
from .others import BROUGHT_UP, Other, judged
from .space import Space, keys_of

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Recalled:
    """How well partners were found.

    recall_at_1, recall_at_5, recall_at_10: share of the texts with a partner that have one among the first.
    share_at_10: how many of a text's partners, ten at most, are among the first ten; a mean.
    calibration_error: of the chances given to the first ten.
    """

    tier: str
    texts: int
    with_partner: int
    recall_at_1: float
    recall_at_5: float
    recall_at_10: float
    share_at_10: float
    calibration_error: float


def measured(texts: Sequence[tuple[Hashable, str]], tier: Tier) -> Recalled:
    """Ask with each text (group, text) for the others; its partners are the others of its group.

    Raises ValueError where no text has a partner.
    """
    groups = [group for group, _ in texts]
    sizes = Counter(groups)
    asking = [place for place, group in enumerate(groups) if sizes[group] > 1]
    if not asking:
        raise ValueError("no two texts are of one group")
    hits: list[list[bool]] = []
    chances: list[float] = []
    for place, found in zip(asking, nearest([text for _, text in texts], tier, asking), strict=True):
        hits.append([groups[other.id] == groups[place] for other in found])
        chances += [other.chance for other in found]
    shares = [sum(row) / min(sizes[groups[place]] - 1, SHOWN) for place, row in zip(asking, hits, strict=True)]
    at_1, at_5, at_10 = (float(np.mean([any(row[:count]) for row in hits])) for count in (1, 5, 10))
    error = calibration_error(chances, [hit for row in hits for hit in row])
    return Recalled(tier.name, len(texts), len(asking), at_1, at_5, at_10, float(np.mean(shares)), error)


def nearest(texts: Sequence[str], tier: Tier, asking: Sequence[int], limit: int = SHOWN) -> Iterator[list[Other]]:
    """For each place asked about the others that most likely say the same, as a voice desk would find them."""
    meanings = vectors_of(tier, texts)
    keys = [keys_of(text) for text in texts]
    space = Space.fit(keys, meanings)
    vectors = space.place(keys, meanings)
    index = VectorIndex.in_memory(dims=space.dims, space=tier.name)
    index.add(range(len(texts)), vectors)
    grams = dict(enumerate(keys))
    judge = Judge.of_tier(tier.name)
    for place in asking:
        near = index.search(vectors[place], BROUGHT_UP, without={place})
        yield judged(grams[place], near, grams, space=space, judge=judge)[:limit]
