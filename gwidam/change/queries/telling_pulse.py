"""Telling, in few numbers that are true: how many were told, how long after the change, and whether it settled theirs.

Tellings are counted on the day they were done with; answers on the day they were given.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, DurationField, ExpressionWrapper, F, FloatField, Q
from django.db.models.aggregates import Aggregate
from django.db.models.functions import Cast, Extract

from gwidam.core.memory import shared_for
from gwidam.own.queries.pulse import FRESH, Asked, Period
from gwidam.own.rules.shares import Share

from ..models import Sending, Telling


class Median(Aggregate):
    """The middle value, between the two in the middle where there are two (PostgreSQL's percentile_cont)."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


@dataclass(frozen=True, slots=True)
class Tellings:
    """Of the period. `seconds` is the median from the change to its telling; None where nobody was told.

    `running`: tellings that are not over now, whatever the period.
    """

    told: Share
    seconds: float | None
    settled: Share
    running: int


@shared_for(FRESH)
def tellings_of(asked: Asked, *, at: datetime) -> Tellings:
    """The tellings of the period, or as they were when somebody asked the same within the last half minute.

    Three queries. A channel is that of the voice they were told about, a department the one that carried it out.
    """
    period = Period.until(at, asked.days)
    rows = Telling.objects.filter(
        asked.of_channel("voice__channel"), asked.of_department("improvement__department")
    )
    told = Q(state=Telling.State.DELIVERED)
    waited = ExpressionWrapper(F("done_at") - F("improvement__released_at"), output_field=DurationField())
    done = rows.filter(period.has("done_at")).aggregate(
        told=Count("id", filter=told),
        whole=Count("id"),
        seconds=Median(
            Cast(Extract(waited, "epoch"), FloatField()), filter=told & Q(improvement__released_at__isnull=False)
        ),
    )
    said = rows.filter(period.has("settled_at")).aggregate(
        yes=Count("id", filter=Q(settled=True)), whole=Count("id")
    )
    return Tellings(
        told=Share(done["told"], done["whole"]),
        seconds=done["seconds"],
        settled=Share(said["yes"], said["whole"]),
        running=Sending.objects.exclude(state=Sending.State.OVER).count(),
    )
