"""What a fact causes. `gwidam.loop` writes the whole table; this file only keeps and runs it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..models import Fact

Reaction = Callable[["Fact"], None]
_reactions: dict[str, tuple[Reaction, ...]] = {}


def when(kind: str, *reactions: Reaction) -> None:
    """Say what follows from facts of this kind. Called by the loop only, once a kind."""
    _reactions[kind] = reactions


def reactions_to(kind: str) -> tuple[Reaction, ...]:
    """The reactions to a kind of fact, in order; empty for a quiet one."""
    return _reactions.get(kind, ())


def react_to(fact: Fact) -> None:
    """Run each reaction to the fact that has not run yet: at least one try, exactly one effect.

    The mark that a reaction ran stands in the same transaction as what it wrote, so a process killed
    between the two leaves neither.
    """
    from ..models import Reacted
    from .acts import act

    for reaction in reactions_to(fact.kind):
        with act():
            if Reacted.claim(fact_id=fact.pk, reaction=reaction.__name__):
                reaction(fact)
