"""Which voices somebody may see, and one of them: also those that needed no answer and have no case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from gwidam.core.errors import NotFound
from gwidam.core.receipts import parse
from gwidam.listen.models import Voice
from gwidam.people.door import sees_every_case
from gwidam.people.models import Customer, Employee

from .cases import cases_seen_by


def voices_seen_by(who: Employee, *, at: datetime) -> QuerySet[Voice]:
    """All voices for those who see every case; for others those of the cases they see, those they heard with
    their own ears, and their own.
    """
    if not who.is_active:
        return Voice.objects.none()
    if sees_every_case(who):
        return Voice.objects.all()
    cases = cases_seen_by(who, at=at).values("pk")  # a case bears the number of its voice
    return Voice.objects.filter(Q(pk__in=cases) | Q(heard_by=who) | Q(customer__employee=who))


def seen_among(who: Employee, ids: Sequence[int], *, at: datetime) -> list[int]:
    """Those of these voices that this person may see, in their order.

    First found, then looked at one by one: which voices a department may see stands in too many places for one
    query over all of them.
    """
    if who.is_active and sees_every_case(who):
        return list(ids)
    if not (ids and who.is_active):
        return []
    themselves = Customer.objects.filter(employee=who).values_list("pk", flat=True)
    own = Q(heard_by=who) | Q(customer__in=list(themselves))
    seen = {
        *cases_seen_by(who, at=at)
        .filter(pk__in=ids)
        .values_list("pk", flat=True),  # a case bears its voice's number
        *Voice.objects.filter(own, pk__in=ids).values_list("pk", flat=True),
    }
    return [pk for pk in ids if pk in seen]


def voice_for(who: Employee, receipt: str, *, at: datetime) -> Voice:
    """The voice with this receipt. Raises NotFound, also for one that is there but not for this person."""
    try:
        digits = parse(receipt)
    except ValueError:
        digits = ""
    found = (
        voices_seen_by(who, at=at)
        .select_related("channel", "customer", "case__guardian", "case__department")
        .defer("grams")
        .filter(receipt=digits)
        .first()
    )
    if found is None:
        raise NotFound(ko=f"그런 말씀이 없습니다: {receipt[:20]}", en=f"There is no voice {receipt[:20]}.")
    return found
