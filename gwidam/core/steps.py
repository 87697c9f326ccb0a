"""Transition tables: state -> verb -> next state. What is not written in one cannot be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .errors import NotNow
from .words import Said

Steps = Mapping[str, Mapping[str, str]]


def next_state(steps: Steps, state: str, verb: str, *, refusal: Callable[[str], Said]) -> str:
    """The state after a verb. Raises NotNow, in the words of `refusal`, where the verb makes no sense in a state."""
    try:
        return steps[state][verb]
    except KeyError:
        said = refusal(state)
        raise NotNow(ko=said.ko, en=said.en, state=state) from None


def called(names: Mapping[str, Said], state: str) -> Said:
    """What a state is called; a state the names do not know goes by its code."""
    return names.get(state, Said(state, state))
