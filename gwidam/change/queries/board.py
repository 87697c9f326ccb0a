"""All improvements: by state, and in the order of what is worth most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce, Power

from .. import rules
from ..models import Improvement, Score
from .methods import house_method

CARDS = 6  # of a state on the board
PAGE = 25  # lines of the list
MOST_PLOTTED = 40
WEIGHTS = ("pain", "promises", "trend", "effort")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is asked for. weights: 0 to 3 each, how much pain, broken promises, a trend, and (twice)
    effort count on top of the score; all 0: the score alone. `after`: how many lines stand before."""

    states: tuple[str, ...] = ()
    mine: int | None = None
    is_must: bool = False
    weights: Mapping[str, float] = field(default_factory=dict)
    after: int = 0

    @property
    def is_what_if(self) -> bool:
        return any(self.weights.values())


@dataclass(frozen=True, slots=True)
class Column:
    """A state of the board: how many stand in it, and the first of them."""

    state: str
    count: int
    cards: tuple[Improvement, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """An improvement in the list with how its score came about; None while it has none."""

    improvement: Improvement
    scored: rules.Scored | None
    worth: float | None
    effort: float | None
    parts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list. `next_after`: ask on with it; 0: no more."""

    method: str
    lines: tuple[Line, ...]
    next_after: int


def board() -> list[Column]:
    """Every state with its count and its first cards: must first, then by rank. Two queries."""
    counts = dict(
        Improvement.objects.filter(merged_into__isnull=True)
        .values_list("state")
        .annotate(n=Count("id"))
        .order_by()
    )
    pieces = [
        _cards()
        .filter(state=state, merged_into__isnull=True)
        .order_by("-is_must", "-rank", "id")
        .values("pk")[:CARDS]
        for state in rules.STATES
        if counts.get(state)
    ]
    numbers = [row["pk"] for row in pieces[0].union(*pieces[1:], all=True)] if pieces else []
    cards = _cards().in_bulk(numbers)
    return [
        Column(
            state,
            counts.get(state, 0),
            tuple(cards[pk] for pk in numbers if cards[pk].state == state),
        )
        for state in rules.STATES
    ]


def listed(asked: Asked) -> Listed:
    """One page of the prioritised list. Three queries.

    First the order, from what one index holds, then the lines that are shown.
    """
    method = house_method()
    worth = worth_if(asked.weights) if asked.is_what_if else F("rank")
    found = _in_order(_asked_for(asked), worth, most=asked.after + PAGE + 1)[asked.after :]
    lines = _lines(method, _shown(found[:PAGE]))
    return Listed(method, lines, asked.after + PAGE if len(found) > PAGE else 0)


def plotted(asked: Asked) -> list[Line]:
    """The first of the list that have a score, for the plot. Three queries."""
    pieces = [rows.filter(rank__gt=0) for rows in _asked_for(asked)]
    lines = _lines(house_method(), _shown(_in_order(pieces, F("rank"), most=MOST_PLOTTED)))
    return [line for line in lines if line.worth is not None]


def _in_order(pieces: Sequence[QuerySet[Improvement]], worth: Any, *, most: int) -> list[int]:
    """The numbers of the first of several sets together: must first, then by what they are worth. One query."""
    ordered = [
        rows.annotate(order=worth)
        .order_by("-is_must", "-order", "id")
        .values_list("is_must", "order", "pk")[:most]
        for rows in pieces
    ]
    found = set(ordered[0].union(*ordered[1:]) if len(ordered) > 1 else ordered[0])
    return [number for *_order, number in sorted(found, key=lambda each: (not each[0], -each[1], each[2]))[:most]]


def _shown(numbers: Sequence[int]) -> list[Improvement]:
    rows = _cards().in_bulk(numbers)
    return [rows[number] for number in numbers]


def worth_if(weights: Mapping[str, float]) -> Any:
    """The rank as it would be: a what-if, of which nothing is stored.

    Score x (1 + pain x weight) x (1 + broken share x weight) x trend^weight / effort^weight. An effort nobody has
    set counts as one month. All it looks at stands in the index by which the list is ordered, so that ten thousand
    improvements are one short look.
    """
    worth: Any = F("rank")
    for share, code in (("pain", "pain"), ("broken", "promises")):
        if weight := weights.get(code):
            worth = worth * (1.0 + weight * F(share))
    if weights.get("trend"):
        worth = worth * Power(F("trend"), weights["trend"])
    if weights.get("effort"):
        worth = worth / Power(Coalesce(F("effort"), 1.0), weights["effort"])
    return worth


def _cards() -> QuerySet[Improvement]:
    return Improvement.objects.select_related("reach", "owner").defer(
        "grams", "text_ko", "text_en", "internal", "reason_ko", "reason_en"
    )


def _asked_for(asked: Asked) -> list[QuerySet[Improvement]]:
    """What the list is asked for, as sets that together are it, each with an index that has its order."""
    rows = Improvement.objects.filter(_standing(asked))
    if asked.mine is None:
        return [rows]
    return [rows.filter(owner=asked.mine), rows.filter(proposed_by=asked.mine)]


def _standing(asked: Asked) -> Q:
    standing = Q(merged_into__isnull=True, state__in=asked.states or rules.OPEN)
    return standing & Q(is_must=True) if asked.is_must else standing


def _lines(method: str, found: Sequence[Improvement]) -> tuple[Line, ...]:
    scores = {
        each.improvement_id: each.values for each in Score.objects.filter(method=method, improvement__in=found)
    }
    return tuple(line_of(method, each, scores.get(each.pk)) for each in found)


def line_of(method: str, improvement: Improvement, parts: Mapping[str, float] | None) -> Line:
    """The improvement with its score by a method, from the parts that are set. No query."""
    scored = rules.scored(method, parts, reach=improvement.reach.lately) if parts else None
    worth, effort = rules.worth_and_effort(method, parts or {}, reach=improvement.reach.lately)
    return Line(improvement, scored, worth, effort, parts or {})
