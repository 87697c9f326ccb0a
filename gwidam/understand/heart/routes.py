"""Route advice: who answers for a voice, from the directory, from what was accepted, and from what was bounced.

It starts from the directory alone, learns from each outcome at once, and rather says nothing than anything.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, vstack

from .features import Floats, unit
from .labels import Curve, Evidence, Labels, evidence, learn
from .labels.corrections import nearness
from .seen import Seen, see
from .tiers import Tier

TOP = 3
_AT_LEAST = 0.4  # asked of the best owner while no curve is known
_STRANGE = 0.5  # above, the text is about nothing any owner has had
_BOUNCES_TO_EXCLUDE = 2.0  # like texts bounced by an owner; "a wrong route twice, never a third time"
_PARTS = re.compile(r"[\n.,;·/|]+|(?<=[다요])\s")
_TWIN = 0.9  # weight of an accepted twin of the text against what the model says


class Owner(NamedTuple):
    """An owner in the directory: its code, and what it says it answers for (products, topics, places), in any form."""

    code: str
    description: str


class Outcome(NamedTuple):
    """What became of a hand-over: the voice's text, to whom it was offered, and whether they took it."""

    text: str
    owner: str
    is_accepted: bool


class Suggestion(NamedTuple):
    """An owner, how likely it is theirs, and the words that speak for them."""

    owner: str
    probability: float
    words: tuple[Evidence, ...]


class Advice(NamedTuple):
    """At most three owners, best first; is_unsure when a person had better decide (the list is a hint then)."""

    owners: tuple[Suggestion, ...]
    is_unsure: bool


@dataclass(frozen=True)
class Advisor:
    """What advice is given from; immutable. Make it with `advisor`, add to it with `learnt`.

    model: knows the directory and the outcomes up to the last retraining. accepted, bounced: rows of the texts
    since then (accepted) or of all (bounced), with their owners (texts, owners) beside them.
    """

    model: Labels
    tier: Tier
    accepted: csr_matrix
    accepted_by: Floats
    bounced: csr_matrix
    bounced_by: Floats
    threshold: float

    @property
    def curve(self) -> Curve:
        """Coverage against accuracy, from which an operator chooses the threshold."""
        return self.model.curve

    def learnt(self, outcomes: Sequence[Outcome]) -> Advisor:
        """Return an advisor that knows these outcomes too, without retraining; unknown owners wait for that."""
        known = [outcome for outcome in outcomes if outcome.owner in self.model.names]
        accepted, accepted_by = _laid_out(self.model, [each for each in known if each.is_accepted])
        bounced, bounced_by = _laid_out(self.model, [each for each in known if not each.is_accepted])
        return Advisor(
            self.model,
            self.tier,
            csr_matrix(vstack([self.accepted, accepted])),
            np.vstack([self.accepted_by, accepted_by]),
            csr_matrix(vstack([self.bounced, bounced])),
            np.vstack([self.bounced_by, bounced_by]),
            self.threshold,
        )

    def probabilities(self, texts: Sequence[str], refused: Sequence[Collection[str]] | None = None) -> Floats:
        """Return (texts, owners): the model's probabilities, moved by like texts that were accepted or bounced.

        refused: per text, owners who have bounced this very voice; they get 0.
        """
        seen = see(texts, self.tier)
        return self._moved(seen, self.model.probabilities(seen), refused)

    def _moved(self, seen: Seen, chances: Floats, refused: Sequence[Collection[str]] | None) -> Floats:
        rows = unit(self.model.view.matter.rows(seen))
        near = nearness(rows, self.accepted)
        if near.shape[1]:
            votes = near**2 @ self.accepted_by
            share = _TWIN * near.max(axis=1, keepdims=True)
            total = votes.sum(axis=1, keepdims=True)
            said = np.divide(votes, total, out=chances.copy(), where=total > 0)
            chances = (1 - share) * chances + share * said
        bounces = nearness(rows, self.bounced) @ self.bounced_by
        chances = chances * np.clip(1 - bounces / _BOUNCES_TO_EXCLUDE, 0, 1)
        for row, owners in zip(chances, refused or (), strict=False):
            row[[place for place, name in enumerate(self.model.names) if name in owners]] = 0
        total = chances.sum(axis=1, keepdims=True)
        return np.divide(chances, total, out=np.zeros_like(chances), where=total > 1e-9)

    def advise(self, texts: Sequence[str], refused: Sequence[Collection[str]] | None = None) -> list[Advice]:
        """Return advice for each text; owners without a chance are not named."""
        if not texts:
            return []
        seen = see(texts, self.tier)
        chances = self._moved(seen, self.model.probabilities(seen), refused)
        order = np.argsort(-chances, axis=1, kind="stable")[:, :TOP]
        strange = [guess.strangeness for guess in self.model.guess(seen)]
        words = [
            evidence(self.model, seen, [self.model.names[place] for place in column], most=3) for column in order.T
        ]
        return [
            Advice(
                tuple(
                    Suggestion(self.model.names[place], float(row[place]), words[rank][line])
                    for rank, place in enumerate(places)
                    if row[place] > 0
                ),
                bool(row.max(initial=0.0) < self.threshold or strange[line] > _STRANGE or not texts[line].strip()),
            )
            for line, (row, places) in enumerate(zip(chances, order, strict=True))
        ]


def advisor(
    owners: Sequence[Owner],
    outcomes: Sequence[Outcome],
    tier: Tier,
    *,
    accuracy: float | None = None,
    seed: int = 0,
) -> Advisor:
    """Learn who answers for what: from the parts of each description, and from what was accepted.

    Bounces teach where a voice does not belong. accuracy: how often advice shall be right; sets the threshold by
    the curve. Owners without a description and without an accepted voice are not advised. Raises ValueError when
    nothing at all is known of anybody.
    """
    codes = {owner.code for owner in owners}
    examples = [(part, owner.code) for owner in owners for part in _parts(owner.description)]
    taken = [outcome for outcome in outcomes if outcome.owner in codes]
    examples += [(outcome.text, outcome.owner) for outcome in taken if outcome.is_accepted]
    texts = [text for text, _ in examples]
    model = learn(see(texts, tier), [code for _, code in examples], seed=seed)
    return advising(model, [outcome for outcome in taken if not outcome.is_accepted], tier, accuracy=accuracy)


def advising(model: Labels, outcomes: Sequence[Outcome], tier: Tier, *, accuracy: float | None = None) -> Advisor:
    """Advise by a model that was learnt before, and by outcomes it has not learnt; accuracy as of `advisor`."""
    threshold = _AT_LEAST if accuracy is None else model.curve.threshold(accuracy)
    none, nobody = _laid_out(model, [])
    return Advisor(model, tier, none, nobody, none, nobody, threshold).learnt(outcomes)


def _parts(description: str) -> list[str]:
    """Return the things a description names, each an example of its own, and the whole of it."""
    parts = [part.strip() for part in _PARTS.split(description) if part.strip()]
    return [*parts, description.strip()] if len(parts) > 1 else parts


def _laid_out(model: Labels, outcomes: Sequence[Outcome]) -> tuple[csr_matrix, Floats]:
    places = {name: place for place, name in enumerate(model.names)}
    by = np.zeros((len(outcomes), len(model.names)))
    for line, outcome in enumerate(outcomes):
        by[line, places[outcome.owner]] = 1.0
    return unit(model.view.matter.rows(Seen(tuple(outcome.text for outcome in outcomes)))), by
