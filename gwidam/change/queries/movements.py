"""How improvements move, told by the test that tells themes: this week against the weeks before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Sum
from django.db.models.functions import TruncWeek

from gwidam.understand.models import Theme, ThemeDay

from ..models import ThemeLink
from ..rules import Movement

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEEKS = 9  # the running one, and the eight by which it is judged


def movements(weeks: Mapping[int, Mapping[str, int]], *, this_week: date) -> dict[int, Movement]:
    """{number: movement} of improvements by {Monday: people who first asked then}. Two queries.

    One with a theme moves as its theme does, of several as the one with the most people; else its own voices are
    held against everybody who spoke, so that a running week that has just begun is no fall.
    """
    return _of_their_own(weeks, this_week) | _of_themes(weeks)


def _of_themes(weeks: Mapping[int, Mapping[str, int]]) -> dict[int, Movement]:
    links = ThemeLink.objects.filter(improvement__in=list(weeks)).select_related("theme__under")
    shown = ((each.improvement_id, each.theme.under or each.theme) for each in links)
    by_people = sorted(shown, key=lambda each: (each[1].people_lately, -each[1].pk))
    return {
        number: _of_theme(theme) for number, theme in by_people if theme.state == Theme.State.LIVE and theme.weeks
    }


def _of_theme(theme: Theme) -> Movement:
    people, low, expected, high = theme.weeks[-1]
    return Movement(people, low, expected, high, is_rising=theme.is_rising, theme_id=theme.pk)


def _of_their_own(weeks: Mapping[int, Mapping[str, int]], this_week: date) -> dict[int, Movement]:
    import numpy as np

    from gwidam.understand.heart.themes import trends, usual_people

    mondays = [this_week - timedelta(weeks=ago) for ago in range(WEEKS - 1, -1, -1)]
    own = np.array([[each.get(day.isoformat(), 0) for day in mondays] for each in weeks.values()], float)
    if not own.size:
        return {}
    everybody = np.maximum(_everybody(mondays), own.sum(axis=0))
    usual = usual_people(own, everybody)[:, -1].round(1).tolist()
    return {
        number: Movement(trend.people, low, expected, high, is_rising=trend.is_rising)
        for number, trend, (low, expected, high) in zip(weeks, trends(own, everybody), usual, strict=True)
    }


def _everybody(mondays: Sequence[date]) -> NDArray[np.float64]:
    """(weeks,) people who spoke at all, of any theme."""
    import numpy as np

    days = ThemeDay.objects.filter(day__gte=mondays[0], day__lt=mondays[-1] + timedelta(weeks=1))
    people = dict(days.annotate(week=TruncWeek("day")).values_list("week").annotate(Sum("people")).order_by())
    return np.array([people.get(day, 0) for day in mondays], float)
