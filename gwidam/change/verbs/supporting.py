"""Somebody wants it, too."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.errors import NotYours
from gwidam.core.ledger import verb
from gwidam.people.models import Customer, Employee

from .. import events
from ..models import Improvement, Support
from .counting import count_supporters
from .moves import move, told


@verb
def support(*, improvement: Improvement, by: Employee, at: datetime, customer: Customer | None = None) -> Support:
    """Support it oneself, or on behalf of a customer; once each: a second time changes nothing."""
    whose = {"customer": customer} if customer is not None else {"employee": by}
    there = Support.objects.filter(improvement=improvement, **whose).first()
    if there is not None:
        return there
    move(improvement, "support", at=at)
    made = Support.objects.create(improvement=improvement, by=by, at=at, **whose)
    count_supporters(improvement)
    for_ko, for_en = (
        ("고객을 대신해", "on behalf of a customer") if customer is not None else ("스스로", "themselves")
    )
    said = events.SupportGiven(improvement_id=improvement.pk, support_id=made.pk, for_ko=for_ko, for_en=for_en)
    told(improvement, said, by=by, at=at)
    return made


@verb
def withdraw_support(*, support: Support, by: Employee, at: datetime) -> None:
    """Take it back: whoever gave it."""
    if support.by_id != by.pk:
        raise NotYours(ko="지지는 더한 사람만 거둘 수 있습니다.", en="Only who gave it can take it back.")
    improvement, number = support.improvement, support.pk
    move(improvement, "support", at=at)
    support.delete()
    count_supporters(improvement)
    told(improvement, events.SupportWithdrawn(improvement_id=improvement.pk, support_id=number), by=by, at=at)
