"""Who has been told, and who has not."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from ..models import Improvement, Telling, VoiceLink


@dataclass(frozen=True, slots=True)
class Told:
    """Of `asked` customers so many were told, and for so many it is written why not; and what they said to it."""

    asked: int
    told: int
    not_told: int
    settled: int
    unsettled: int

    @property
    def left(self) -> int:
        """Customers who were neither told nor have a reason written."""
        return self.asked - self.told - self.not_told


def untold(improvement: Improvement) -> QuerySet[VoiceLink, int]:
    """Numbers of the customers who asked, through this one or one behind it, and have not been told in this round.

    Told is who has a Telling that arrived, or one that says why it could not be.
    """
    done = Telling.objects.filter(
        improvement=improvement, round=improvement.round, customer=OuterRef("customer"), state__in=Telling.DONE
    )
    asking = VoiceLink.objects.filter(counted_at=improvement).exclude(Exists(done))
    return asking.order_by("customer").values_list("customer_id", flat=True).distinct()


def told_of(improvement: Improvement) -> Told:
    """How the telling stands. One query."""
    state = Telling.State
    counted = Telling.objects.filter(improvement=improvement, round=improvement.round).aggregate(
        told=Count("id", filter=Q(state=state.DELIVERED)),
        not_told=Count("id", filter=Q(state=state.NOT_TOLD)),
        yes=Count("id", filter=Q(settled=True)),
        no=Count("id", filter=Q(settled=False)),
    )
    return Told(improvement.reach.customers, counted["told"], counted["not_told"], counted["yes"], counted["no"])
