"""The list of themes, and the same themes for the map: counted from days, never from voices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from gwidam.moments.models import Touchpoint

from ...models import Sorting, Theme, ThemeDay
from .asked import Asked
from .needs import needs

MOST = 60  # themes on a page
RANKED = 400  # themes among which the order is looked for
NEW = timedelta(days=7)
TOLD = 3  # people from which a rise or its absence can be told


@dataclass(frozen=True, slots=True)
class Tones:
    """Voices by tone."""

    voices: int
    negative: int
    positive: int

    @property
    def neutral(self) -> int:
        return max(self.voices - self.negative - self.positive, 0)

    @property
    def unhappy(self) -> float:
        """Share of the voices that are negative."""
        return self.negative / self.voices if self.voices else 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """A theme in the list. `people`, `tones` and `touchpoint` are of the period asked for. has_need: somebody has
    written what stands behind it.
    """

    theme: Theme
    people: int
    tones: Tones
    touchpoint: str
    is_new: bool
    has_need: bool

    @property
    def can_tell(self) -> bool:
        """Whether there is enough to say if it rises."""
        return self.theme.people_lately >= TOLD or self.theme.expected >= TOLD


@dataclass(frozen=True, slots=True)
class Listed:
    """lines: at most MOST. others: themes that are not among them. people: of all themes."""

    lines: tuple[Line, ...]
    others: int
    people: int
    is_sorted: bool

    @property
    def rising(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.theme.is_rising)


def listed(asked: Asked, *, most: int = MOST) -> Listed:
    """Themes with people in the period, in the order asked for. Four queries, however many there are; which have a
    need is remembered.
    """
    counted = list(
        ThemeDay.objects.filter(asked.condition(), theme__state=Theme.State.LIVE)
        .values_list(Coalesce("theme__under_id", "theme_id"))
        .annotate(people=Sum("people"), voices=Sum("voices"), bad=Sum("negative"), good=Sum("positive"))
        .filter(voices__gt=0)
        .order_by("-people")
    )
    ranked = counted[:RANKED]
    themes = Theme.objects.in_bulk([row[0] for row in ranked])
    lines = [_line(themes[row[0]], row, asked) for row in ranked if row[0] in themes]
    lines = sorted(lines, key=_ORDERS[asked.order])[:most]
    return Listed(
        lines=_with_touchpoints(lines, asked),
        others=len(counted) - len(lines),
        people=sum(row[1] for row in counted),
        is_sorted=bool(counted) or Sorting.objects.exists(),
    )


_ORDERS: Mapping[str, Callable[[Line], tuple[Any, ...]]] = {
    "people": lambda line: (-line.people, line.theme.pk),
    "rising": lambda line: (not line.theme.is_rising, line.theme.chance, -line.people, line.theme.pk),
    "new": lambda line: (-line.theme.first_said_at.timestamp(), line.theme.pk),
    "negative": lambda line: (-line.tones.negative, -line.people, line.theme.pk),
}


def _line(theme: Theme, row: tuple[int, int, int, int, int], asked: Asked) -> Line:
    _pk, people, voices, negative, positive = row
    first = timezone.localdate(theme.first_said_at)
    return Line(
        theme, people, Tones(voices, negative, positive), "", asked.today - first < NEW, theme.pk in needs()
    )


def _with_touchpoints(lines: list[Line], asked: Asked) -> tuple[Line, ...]:
    """Each line with the touchpoint where most of its people spoke."""
    rows = (
        ThemeDay.objects.filter(asked.condition(), touchpoint__isnull=False)
        .annotate(root=Coalesce("theme__under_id", "theme_id"))
        .filter(root__in=[line.theme.pk for line in lines])
        .values_list("root", "touchpoint")
        .annotate(people=Sum("people"))
        .order_by("people")
    )
    most = {theme: touchpoint for theme, touchpoint, _people in rows}
    names = {each.pk: str(each.name) for each in Touchpoint.objects.filter(pk__in=set(most.values()))}
    return tuple(replace(line, touchpoint=names.get(most.get(line.theme.pk, 0), "")) for line in lines)
