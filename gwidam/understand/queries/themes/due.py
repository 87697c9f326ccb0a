"""When themes are sorted anew."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from gwidam.listen.models import Voice

from ...models import Reading, Sorting, ThemeVoice
from ..meanings import present_space

AT_NIGHT = time(3)  # on the clock of the house
FEWEST = 20  # voices
GROWN = 0.5  # of the voices that were sorted last, come since: too many to be held against the old themes
QUIET = timedelta(minutes=5)  # after many voices came, such as a file


def is_due(at: datetime) -> bool:
    """Whether themes are to be sorted now: after every day with voices, and where much has changed since.

    Where voices have just come in, or many are still to be read, it is better to wait for the rest.
    """
    last = Sorting.objects.order_by("-at", "-id").defer("packed").first()
    if last is not None and last.at < _night_before(at):
        return Voice.objects.filter(heard_at__gt=last.at, erased_at__isnull=True).exists()
    read = Reading.objects.filter(is_current=True, voice__erased_at__isnull=True)
    if last is None:
        return read[:FEWEST].count() == FEWEST and not _is_reading(at)
    if last.space != present_space():
        return not _is_reading(at)
    news = ThemeVoice.objects.filter(placed_at__gt=last.at)
    most = int(max(last.voices, FEWEST) * GROWN)
    return news[: most + 1].count() > most and not _is_reading(at)


def _night_before(at: datetime) -> datetime:
    """The last time it was AT_NIGHT."""
    local = timezone.localtime(at)
    tonight = local.replace(hour=AT_NIGHT.hour, minute=0, second=0, microsecond=0)
    return tonight if tonight <= local else tonight - timedelta(days=1)


def _is_reading(at: datetime) -> bool:
    """Whether voices that came in lately are still to be read."""
    current = Reading.objects.filter(is_current=True, voice__in=Voice.objects.filter(heard_at__gte=at - QUIET))
    lately = Voice.objects.filter(heard_at__gte=at - QUIET, erased_at__isnull=True)
    return lately.count() > current.count()
