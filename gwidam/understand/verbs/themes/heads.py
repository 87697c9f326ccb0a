"""Which voices add a person to a theme, and which only repeat what was counted."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

WITHIN = timedelta(days=7)  # who speaks again after a week is counted again


class Heads:
    """The voices that count for a person, by theme; takes one voice after the other.

    Whoever speaks of a theme again within a week of their last counted voice adds nobody, and so does a copy of a
    text, whoever sent it: a campaign moves a theme by one person. Somebody who sent a copy and then says it in
    their own words is of the campaign as well.
    """

    def __init__(self) -> None:
        self._heads: defaultdict[tuple[int, str, int], list[tuple[datetime, int]]] = defaultdict(list)

    def know(self, *, theme: int, person: int, first: int, head: int, head_said_at: datetime) -> None:
        """A voice that was counted before: who said it, what it is a copy of, and the head it counts for."""
        for key in _keys(theme, person, first):
            if (head_said_at, head) not in self._heads[key]:
                self._heads[key].append((head_said_at, head))

    def of(self, voice: int, *, theme: int, person: int, first: int, said_at: datetime) -> int:
        """The head of a voice, itself where it adds a person; from then on it is known."""
        near = [
            (abs(said_at - began), head, began)
            for key in _keys(theme, person, first)
            for began, head in self._heads[key]
            if abs(said_at - began) < WITHIN
        ]
        _, head, began = min(near, default=(None, voice, said_at))
        self.know(theme=theme, person=person, first=first, head=head, head_said_at=began)
        return head


def _keys(theme: int, person: int, first: int) -> tuple[tuple[int, str, int], tuple[int, str, int]]:
    return (theme, "person", person), (theme, "first", first)
