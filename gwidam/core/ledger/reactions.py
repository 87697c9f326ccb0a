"""What a fact causes. `gwidam.loop` writes the whole table; this file only keeps and runs it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..models import Fact

Reaction = Callable[["Fact"], None]
JointReaction = Callable[[Sequence["Fact"]], None]
_joint: dict[str, tuple[JointReaction, ...]] = {}
_reactions: dict[str, tuple[Reaction, ...]] = {}


def when(kind: str, *reactions: Reaction, together: JointReaction | None = None) -> None:
    """Say what follows from facts of this kind. Called by the loop only, once a kind.

    `together` takes all facts of the kind that one act recorded, for what is done in bulk.
    """
    _reactions[kind] = reactions
    _joint[kind] = () if together is None else (together,)


def reactions_to(kind: str) -> tuple[Reaction | JointReaction, ...]:
    """The reactions to a kind of fact, in order; empty for a quiet one."""
    return (*_joint.get(kind, ()), *_reactions.get(kind, ()))


def react_to_all(facts: Sequence[Fact]) -> None:
    """Run all reactions to the facts of one act: first what is done in bulk, then fact by fact."""
    for kind in dict.fromkeys(fact.kind for fact in facts):
        _react_together(kind, [fact for fact in facts if fact.kind == kind])
    for fact in facts:
        _react_alone(fact)


def react_within(facts: Sequence[Fact]) -> None:
    """Run all reactions to the facts of one act within the act that is open: all have their effect, or none.

    What is going to run is marked in one statement. For a past that is written at once, where nothing is tried
    again; a worker, whose reactions must not take each other back, runs `react_to_all`.
    """
    from ..models import Reacted

    wanted = [(fact.pk, each.__name__) for fact in facts for each in reactions_to(fact.kind)]
    fresh = Reacted.claim_pairs(wanted)
    for kind in dict.fromkeys(fact.kind for fact in facts):
        for reaction in _joint.get(kind, ()):
            mine = [fact for fact in facts if fact.kind == kind and (fact.pk, reaction.__name__) in fresh]
            if mine:
                reaction(mine)
    for fact in facts:
        for alone in _reactions.get(fact.kind, ()):
            if (fact.pk, alone.__name__) in fresh:
                alone(fact)


def react_to(fact: Fact) -> None:
    """Run all reactions to one fact."""
    react_to_all([fact])


def _react_together(kind: str, facts: Sequence[Fact]) -> None:
    from ..models import Reacted
    from .acts import act

    for reaction in _joint.get(kind, ()):
        with act():
            fresh = Reacted.claim_many(fact_ids=[fact.pk for fact in facts], reaction=reaction.__name__)
            if fresh:
                reaction([fact for fact in facts if fact.pk in fresh])


def _react_alone(fact: Fact) -> None:
    """Run each reaction to the fact that has not run yet: at least one try, exactly one effect.

    The mark that a reaction ran stands in the same transaction as what it wrote, so a process killed
    between the two leaves neither.
    """
    from ..models import Reacted
    from .acts import act

    for reaction in _reactions.get(fact.kind, ()):
        with act():
            if Reacted.claim(fact_id=fact.pk, reaction=reaction.__name__):
                reaction(fact)
