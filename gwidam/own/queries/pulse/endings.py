"""How cases ended, and what their customers said to it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ...models import Outcome
from ...rules.shares import Share
from .days import select
from .tallies import Tally


@dataclass(frozen=True, slots=True)
class Endings:
    """Closures, reopenings and customers' words of the period, each counted on its own day."""

    closed: int
    reopened: int
    said: dict[str, int]

    @property
    def answers(self) -> int:
        """How many customers said a word."""
        return sum(self.said.values())

    @property
    def fixed(self) -> Share:
        return Share(self.said[Outcome.Word.FIXED], self.answers)


def endings_of(whole: Tally) -> Endings:
    """Read the endings out of the tally."""
    said: Counter[str] = Counter()
    for (word,), count in select(whole, "said"):
        said[word] += count
    return Endings(
        closed=sum(count for _key, count in select(whole, "closed")),
        reopened=sum(count for _key, count in select(whole, "again")),
        said={word: said[word] for word in Outcome.Word.values},
    )
