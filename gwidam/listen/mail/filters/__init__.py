"""The filters a mail passes in order: each is pure, each logs what it decided and why, none throws a mail away.

What follows from the decisions is for the house to say: that a bounce means nobody was answered, that an automatic
mail gets no receipt, that only a participant writes into a case.
"""

from __future__ import annotations

from collections.abc import Callable

from ..mail import Mail
from .automatic import automatic
from .bounce import Bounce, Failure, bounce, bounce_of
from .decision import Decision, House
from .duplicate import duplicate, keys
from .lists import mailing_list
from .loop import loop
from .receipt import receipt
from .thread import Candidate, candidates, thread

Filter = Callable[[Mail, House], Decision]

FILTERS: tuple[Filter, ...] = (loop, duplicate, bounce, receipt, automatic, mailing_list, thread)


def judge(mail: Mail, house: House) -> tuple[Decision, ...]:
    """What each filter decides, in their order."""
    return tuple(each(mail, house) for each in FILTERS)


__all__ = [
    "FILTERS",
    "Bounce",
    "Candidate",
    "Decision",
    "Failure",
    "Filter",
    "House",
    "bounce_of",
    "candidates",
    "judge",
    "keys",
]
