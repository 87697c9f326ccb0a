"""Somebody wants it, too."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.errors import NotYours
from gwidam.core.ledger import verb
from gwidam.core.words import Said
from gwidam.people.models import Customer, Employee

from ..events import improvements as events
from ..models import Improvement, Support
from .counting import count_supporters
from .moves import locked, move, told

THEMSELVES = Said("지지를 더했습니다.", "Gave their support.")
ON_BEHALF = Said("고객을 대신해 지지를 더했습니다.", "Gave support on behalf of a customer.")


@verb
def support(*, improvement: Improvement, by: Employee, at: datetime, customer: Customer | None = None) -> Support:
    """Support it oneself, or on behalf of a customer; once each: a second time changes nothing."""
    locked(improvement.pk)  # a second press of the button finds the first
    whose = {"customer": customer} if customer is not None else {"employee": by}
    there = Support.objects.filter(improvement=improvement, **whose).first()
    if there is not None:
        return there
    move(improvement, "support", at=at)
    made = Support.objects.create(improvement=improvement, by=by, at=at, **whose)
    count_supporters(improvement)
    told_as = ON_BEHALF if customer is not None else THEMSELVES
    said = events.SupportGiven(
        improvement_id=improvement.pk, support_id=made.pk, said_ko=told_as.ko, said_en=told_as.en
    )
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
