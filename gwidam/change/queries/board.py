"""All improvements: by state, and in the order of what is worth most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, FloatField, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, NullIf, Power

from .. import rules
from ..models import Improvement, Score
from .methods import house_method

CARDS = 6  # of a state on the board
PAGE = 25  # lines of the list
MOST_PLOTTED = 40
WEIGHTS = ("pain", "promises", "effort")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is asked for. weights: 0 to 3 each, how much pain, broken promises, and (twice) effort count
    on top of the score; all 0: the score alone. `after`: how many lines stand before."""

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
    """One page of the prioritised list. Three queries."""
    method = house_method()
    rows = _asked_for(asked)
    rows = rows.annotate(order=worth_if(asked.weights)) if asked.is_what_if else rows.annotate(order=F("rank"))
    found = list(rows.order_by("-is_must", "-order", "id")[asked.after : asked.after + PAGE + 1])
    lines = _lines(method, found[:PAGE])
    return Listed(method, lines, asked.after + PAGE if len(found) > PAGE else 0)


def plotted(asked: Asked) -> list[Line]:
    """The first of the list that have a score, for the plot. Two queries."""
    rows = _asked_for(asked).filter(rank__gt=0).order_by("-is_must", "-rank", "id")[:MOST_PLOTTED]
    return [line for line in _lines(house_method(), list(rows)) if line.worth is not None]


def worth_if(weights: Mapping[str, float]) -> Any:
    """The rank as it would be: score x (1 + pain x weight) x (1 + broken share x weight) / effort^weight.

    A what-if: nothing is stored. An effort nobody has set counts as one month.
    """
    voices = NullIf(Cast(F("reach__voices"), FloatField()), 0.0)
    pain = Cast(F("reach__heat"), FloatField()) / (100.0 * voices)
    broken = Cast(F("reach__broken"), FloatField()) / voices
    worth: Any = F("rank")
    for share, weight in ((pain, weights.get("pain", 0.0)), (broken, weights.get("promises", 0.0))):
        if weight:
            worth = worth * (1.0 + weight * _or(share, 0.0))
    if weights.get("effort"):
        worth = worth / Power(_or(F("effort"), 1.0), weights["effort"])
    return worth


def _or(value: Any, other: float) -> Any:
    return Coalesce(value, Value(other), output_field=FloatField())


def _cards() -> QuerySet[Improvement]:
    return Improvement.objects.select_related("reach", "owner").defer(
        "grams", "text_ko", "text_en", "internal", "reason_ko", "reason_en"
    )


def _asked_for(asked: Asked) -> QuerySet[Improvement]:
    states = asked.states or rules.OPEN
    rows = _cards().filter(merged_into__isnull=True, state__in=states)
    if asked.mine is not None:
        rows = rows.filter(Q(owner=asked.mine) | Q(proposed_by=asked.mine))
    return rows.filter(is_must=True) if asked.is_must else rows


def _lines(method: str, found: Sequence[Improvement]) -> tuple[Line, ...]:
    scores = {
        each.improvement_id: each.values for each in Score.objects.filter(method=method, improvement__in=found)
    }
    return tuple(line_of(method, each, scores.get(each.pk)) for each in found)


def line_of(method: str, improvement: Improvement, parts: Mapping[str, float] | None) -> Line:
    """The improvement with its score by a method, from the parts that are set. No query."""
    scored = rules.scored(method, parts, reach=improvement.reach.people) if parts else None
    worth, effort = rules.worth_and_effort(method, parts or {}, reach=improvement.reach.people)
    return Line(improvement, scored, worth, effort, parts or {})
