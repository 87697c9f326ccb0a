"""Which voices are to be read, in order, a batch at a time."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from gwidam.listen.models import Voice

from ..models import Reading


def waiting(*, everything: bool) -> int:
    """How many voices there are to look at."""
    return _voices(everything).count()


def numbers_after(last: int, *, everything: bool, most: int) -> list[int]:
    """Numbers of the next voices to look at, in order; those read as well as now possible are among them, and
    are passed over by the reader."""
    return list(_voices(everything).filter(pk__gt=last).order_by("id").values_list("id", flat=True)[:most])


def _voices(everything: bool) -> QuerySet[Voice]:
    voices = Voice.objects.filter(erased_at__isnull=True)
    if everything:
        return voices
    return voices.filter(~Exists(Reading.objects.filter(voice=OuterRef("pk"), is_current=True)))
