"""People of each theme, week by week, as far back as a trend needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from ...models import Theme, ThemeDay, ThemeVoice

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEEKS = 13  # the last one ends today
DAYS = 7


def people_by_week(today: date) -> tuple[list[int], NDArray[np.float64]]:
    """Themes as they are shown, and (themes, WEEKS) people of each, the oldest week first. One query.

    What a person has put under another theme counts there.
    """
    import numpy as np

    since = today - timedelta(days=WEEKS * DAYS - 1)
    rows = (
        ThemeDay.objects.filter(day__gte=since, day__lte=today, theme__state=Theme.State.LIVE)
        .values_list(Coalesce("theme__under_id", "theme_id"), "day")
        .annotate(Sum("people"))
    )
    found: dict[int, list[int]] = {}
    for theme, day, people in rows:
        found.setdefault(theme, [0] * WEEKS)[WEEKS - 1 - (today - day).days // DAYS] += people
    order = sorted(found)
    return order, np.array([found[theme] for theme in order], float).reshape(len(order), WEEKS)


def latest_voices(theme: int, count: int) -> list[int]:
    """The newest voices of a theme that count for a person: evidence of what is said now."""
    of = ThemeVoice.objects.filter(Q(theme=theme) | Q(theme__under=theme), head_id=F("voice_id"))
    return list(of.order_by("-voice__said_at", "-voice_id").values_list("voice_id", flat=True)[:count])


def rows_of(weeks: Sequence[float], usual: NDArray[np.float64]) -> list[list[float]]:
    """[[people, low, expected, high], ...] for a row of the table of themes."""
    return [
        [int(people), *(round(float(each), 1) for each in own)]
        for people, own in zip(weeks, usual.tolist(), strict=True)
    ]
