"""Which voices somebody may see, and one of them: also those that needed no answer and have no case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

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


def sight_of(who: Employee, *, at: datetime) -> Q:
    """The same as a condition on voices, for a query that looks at some it has found.

    Each is looked at by its number: which voices a department may see stands in too many places for one query
    over all of them.
    """
    if not who.is_active:
        return Q(pk__in=())
    if sees_every_case(who):
        return Q()
    cases = cases_seen_by(who, at=at).filter(pk=OuterRef("pk"))  # a case bears the number of its voice
    themselves = Customer.objects.filter(employee=who).values("pk")
    return Q(Exists(cases)) | Q(heard_by=who) | Q(customer__in=themselves)


def seen_among(who: Employee, ids: Sequence[int], *, at: datetime) -> list[int]:
    """Those of these voices that this person may see, in their order: one query, none for who sees every case."""
    if not ids or (who.is_active and sees_every_case(who)):
        return list(ids)
    seen = set(Voice.objects.filter(sight_of(who, at=at), pk__in=ids).values_list("pk", flat=True))
    return [pk for pk in ids if pk in seen]


def receipts_seen(who: Employee, ids: Sequence[int], *, at: datetime) -> dict[int, str]:
    """{voice: its receipt} of those of these voices that this person may see: one query, none for no voices."""
    if not ids:
        return {}
    return dict(Voice.objects.filter(sight_of(who, at=at), pk__in=ids).values_list("pk", "receipt"))


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
