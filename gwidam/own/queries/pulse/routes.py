"""Hand-overs by route: what was offered from where to where, and what came back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ...rules.shares import Share
from .days import select
from .tallies import Tally


@dataclass(frozen=True, slots=True)
class Route:
    """Offers of one department to another that were decided, and how."""

    giver_id: int
    receiver_id: int
    accepted: int
    bounced: int
    expired: int

    @property
    def decided(self) -> int:
        return self.accepted + self.bounced + self.expired

    @property
    def acceptance(self) -> Share:
        return Share(self.accepted, self.decided)


@dataclass(frozen=True, slots=True)
class BackAndForth:
    """Between two departments: how often work was put before `b` by `a`, and before `a` by `b`.

    A bounce puts it before the giver again.
    """

    a: int
    b: int
    there: int
    back: int


def routes_of(whole: Tally) -> tuple[Route, ...]:
    """All routes of the period, most bounces first; offers withdrawn or waiting are not counted."""
    counts: defaultdict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    for (giver, receiver, state), count in select(whole, "route"):
        counts[giver, receiver][state] += count
    routes = [
        Route(*way, by_state["accepted"], by_state["bounced"], by_state["expired"])
        for way, by_state in counts.items()
    ]
    return tuple(sorted(routes, key=lambda each: (-each.bounced, -each.decided, each.giver_id, each.receiver_id)))


def back_and_forth(routes: Iterable[Route]) -> list[BackAndForth]:
    """Pairs between which work went both ways, the most stubborn first; a pair without a bounce is none."""
    moves: Counter[tuple[int, int]] = Counter()
    bounces: Counter[tuple[int, int]] = Counter()
    for route in routes:
        moves[route.giver_id, route.receiver_id] += route.decided
        moves[route.receiver_id, route.giver_id] += route.bounced
        bounces[min(route.giver_id, route.receiver_id), max(route.giver_id, route.receiver_id)] += route.bounced
    pairs = []
    for (one, other), bounced in bounces.most_common():
        if bounced:
            a, b = sorted((one, other), key=lambda giver: -moves[giver, one + other - giver])
            pairs.append(BackAndForth(a, b, moves[a, b], moves[b, a]))
    return pairs
