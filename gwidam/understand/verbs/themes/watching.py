"""Which themes really rise: looked at every hour, told once for each rise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from gwidam.core.ledger import record, verb

from ... import events
from ...models import Rise, Theme
from ...queries.themes.weeks import latest_voices, people_by_week, rows_of
from .joining import SORTER
from .rows import take_turn

if TYPE_CHECKING:
    from ...heart.themes import Trend

AS_USUAL = 0.2  # chance from which a rise is over; far above that at which it is told, so that none flickers
EVIDENCE = 5  # voices named in the fact
_SEEN = ["weeks", "people_lately", "expected", "chance", "is_rising"]


@verb
def watch_themes(*, at: datetime) -> list[Rise]:
    """Hold the last seven days of every theme against the weeks before; the rises that began.

    1. What was found stands with each theme. 2. ThemeRose where a rise began: once, however long it lasts.
    3. ThemeSettled where one is over.
    """
    take_turn()
    trends = _measure(at)
    lasting = {rise.theme_id: rise for rise in Rise.objects.filter(ended_at__isnull=True)}
    for theme, rise in lasting.items():
        trend = trends.get(theme)
        if trend is None or (not trend.is_rising and trend.chance >= AS_USUAL):
            Rise.objects.filter(pk=rise.pk).update(ended_at=at)
            record(events.ThemeSettled(theme_id=theme, rise_id=rise.pk), by=SORTER, at=at, about=f"theme:{theme}")
    return [_rise(theme, trend, at) for theme, trend in trends.items() if trend.is_rising and theme not in lasting]


def _measure(at: datetime) -> Mapping[int, Trend]:
    from ...heart.themes import Trend, trends, usual_people

    numbers, weeks = people_by_week(timezone.localdate(at))
    everybody = weeks.sum(axis=0)
    found = dict(zip(numbers, trends(weeks, everybody), strict=True))
    usual = usual_people(weeks, everybody)
    rows = {number: rows_of(weeks[place], usual[place]) for place, number in enumerate(numbers)}
    quiet = Trend(0, 0, 1, is_rising=False)
    changed = []
    for theme in Theme.objects.filter(state=Theme.State.LIVE).only(*_SEEN):
        trend = found.get(theme.pk, quiet)
        new = (rows.get(theme.pk, []), int(trend.people), trend.expected, trend.chance, trend.is_rising)
        if new != tuple(getattr(theme, name) for name in _SEEN):
            theme.weeks, theme.people_lately, theme.expected, theme.chance, theme.is_rising = new
            changed.append(theme)
    Theme.objects.bulk_update(changed, _SEEN, batch_size=500)
    return found


def _rise(number: int, trend: Trend, at: datetime) -> Rise:
    theme = Theme.objects.get(pk=number)
    rise = Rise(theme=theme, began_at=at, people=int(trend.people), expected=trend.expected, chance=trend.chance)
    rise.save()
    record(
        events.ThemeRose(
            theme_id=number,
            rise_id=rise.pk,
            name=theme.name,
            people=rise.people,
            expected=round(rise.expected),
            chance=rise.chance,
            voice_ids=latest_voices(number, EVIDENCE),
        ),
        by=SORTER,
        at=at,
        about=theme.about,
        wakes=("themes",),
    )
    return rise
