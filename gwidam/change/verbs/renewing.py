"""What only time changes: a quarter goes on week by week, and what rises or falls is looked at every hour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from gwidam.core.ledger import verb

from .. import rules
from ..models import Improvement, Reach
from ..queries.movements import movements
from .counting import count_anew
from .moves import locked
from .ranking import rerank


def renew_reach(*, at: datetime) -> int:
    """Let the quarter of every improvement end with this week, and look how each moves; how many changed.

    Writes caches alone, so it records no fact. Idempotent.
    """
    this_week = rules.monday_of(timezone.localdate(at))
    behind = Reach.objects.filter(Q(this_week__isnull=True) | ~Q(this_week=this_week))
    for number in behind.values_list("pk", flat=True).order_by("pk"):
        _go_on(number, this_week)
    return _look(this_week)


@verb
def _go_on(number: int, this_week: date) -> None:
    """Under the lock of the improvement, as every booking. A row from before quarters were kept is counted anew."""
    front = locked(number).get(number)
    if front is None:
        return
    reach = Reach.objects.get(pk=number)
    lately = rules.people_lately(reach.last_weeks, this_week=this_week)
    Reach.objects.filter(pk=number).update(this_week=this_week, lately=lately)
    if reach.this_week is None:
        count_anew(front)
    elif lately != reach.lately:
        rerank([number])


def _look(this_week: date) -> int:
    open_ones = Improvement.objects.filter(merged_into__isnull=True, state__in=rules.OPEN)
    reaches = Reach.objects.filter(pk__in=open_ones.values("pk")).only("weeks", "movement").order_by("pk")
    changed = _changed(list(reaches), movements({each.pk: each.weeks for each in reaches}, this_week=this_week))
    Reach.objects.bulk_update(changed, ["movement"], batch_size=500)
    rerank([each.pk for each in changed])
    return len(changed)


def _changed(reaches: Sequence[Reach], found: Mapping[int, rules.Movement]) -> list[Reach]:
    changed = []
    for each in reaches:
        now = found[each.pk].as_json() if each.pk in found else {}
        if now != each.movement:
            each.movement = now
            changed.append(each)
    return changed
