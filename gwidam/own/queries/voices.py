"""Which voices somebody may see, and one of them: also those that needed no answer and have no case."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from gwidam.core.errors import NotFound
from gwidam.core.receipts import parse
from gwidam.listen.models import Voice
from gwidam.people.door import sees_every_case
from gwidam.people.models import Employee

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
