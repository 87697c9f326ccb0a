"""How well reading stands, for a page and for `gwidam doctor`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber

from gwidam.listen.models import Voice

from ..models import Footing, Learnt, Reading

LATELY = timedelta(days=1)
MOST_VERSIONS = 5  # of one model that are shown
SOON = timedelta(minutes=2)  # a voice younger than this is being read


@dataclass(frozen=True, slots=True)
class Health:
    """footing: as the last reader noted it, None before the first. unread: voices of the last day that wait."""

    wanted: str
    footing: Footing | None
    unread: int
    by_tier: tuple[tuple[str, int], ...]
    learnt: tuple[Learnt, ...]

    @property
    def may_go_back(self) -> frozenset[str]:
        """Models of which an earlier version, of those shown, has been in use."""
        present = {each.subject: each.version for each in self.learnt if each.is_current}
        served = [each for each in self.learnt if each.has_served]
        return frozenset(each.subject for each in served if each.version < present.get(each.subject, 0))

    @property
    def is_well(self) -> bool:
        return not self.unread and (self.footing is None or not self.footing.troubles)


def health_at(at: datetime) -> Health:
    """How reading stands at this moment; readings are counted over the last day."""
    lately = Reading.objects.filter(is_current=True, voice__heard_at__gte=at - LATELY)
    return Health(
        wanted=settings.TIER,
        footing=Footing.objects.first(),
        unread=unread(at).count(),
        by_tier=tuple(lately.values_list("tier").annotate(Count("id")).order_by("tier")),
        learnt=_versions(),
    )


def _versions() -> tuple[Learnt, ...]:
    newest = Window(RowNumber(), partition_by=F("subject"), order_by=F("version").desc())
    found = Learnt.objects.defer("packed").alias(age=newest).filter(age__lte=MOST_VERSIONS)
    return tuple(found.order_by("subject", "-version"))


def unread(at: datetime, *, tier: str = "") -> QuerySet[Voice]:
    """Voices of the last day that should have been read by now, at least at `tier`; a job may have been lost
    with its queue, or a model have come back."""
    current = Reading.objects.filter(voice=OuterRef("pk"), is_current=True, tier__gte=tier)
    return Voice.objects.filter(
        ~Exists(current), heard_at__gte=at - LATELY, heard_at__lt=at - SOON, erased_at__isnull=True
    ).order_by("id")
