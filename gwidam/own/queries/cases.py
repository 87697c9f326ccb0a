"""Which cases somebody may see, and one of them: the only ways a page or the API gets at a case."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from gwidam.core.errors import NotFound, NotYours
from gwidam.core.prepared import Prepared
from gwidam.core.receipts import parse
from gwidam.listen.queries import channels
from gwidam.moments.queries import touchpoints
from gwidam.people.door import sees_every_case
from gwidam.people.models import Employee, Role
from gwidam.people.queries import covers_for, departments

from ..models import Case, HandOff

_by_receipt = Prepared(lambda receipt: _whole(Case.objects.all()).filter(receipt=receipt)[:1])


def _whole(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with who and what they are about; grams are thousands of numbers that no page shows."""
    return cases.select_related("voice", "customer", "guardian", "holder").defer("voice__grams")


def cases_seen_by(who: Employee, *, at: datetime) -> QuerySet[Case]:
    """All cases for the front line, the CVI team and executives. Others see those they guard, hold or cover,
    those of their department, and those once offered to or by it.
    """
    if not who.is_active:
        return Case.objects.none()
    if sees_every_case(who):
        return Case.objects.all()
    own = [who.pk, *covers_for(who, at)]
    passed_by = HandOff.objects.filter(case=OuterRef("pk")).filter(
        Q(to_department=who.department_id) | Q(from_department=who.department_id)
    )
    return Case.objects.filter(
        Q(guardian__in=own) | Q(holder__in=own) | Q(department=who.department_id) | Q(Exists(passed_by))
    )


def case_for(who: Employee, receipt: str, *, at: datetime) -> Case:
    """The case with this receipt. Raises NotFound, also for one that is there but not for this person."""
    try:
        digits = parse(receipt)
    except ValueError:
        raise _not_found(receipt) from None
    if who.is_active and sees_every_case(who):
        found = _by_receipt.first(receipt=digits)
    else:
        found = _whole(cases_seen_by(who, at=at)).filter(receipt=digits).first()
    if found is None:
        raise _not_found(receipt)
    return _furnished(found)


def _furnished(case: Case) -> Case:
    """The case with its channel, touchpoint and departments from memory: with these joined, too, PostgreSQL takes
    milliseconds to plan the query and a tenth of one to run it. What is not remembered yet is read when asked for.
    """
    for row, field, known in (
        (case, "department", departments()),
        (case.guardian, "department", departments()),
        (case.holder, "department", departments()),
        (case.voice, "channel", channels()),
        (case.voice, "touchpoint", {each.pk: each for each in touchpoints()}),
    ):
        found = known.get(getattr(row, f"{field}_id"))
        if found is not None:
            setattr(row, field, found)
    return case


def case_to_give_for(who: Employee, receipt: str, *, at: datetime) -> Case:
    """The case, for somebody who may name another guardian: who guards it now, the CVI team, the operator.

    Raises NotFound like `case_for`, NotYours for anybody else who may see it.
    """
    case = case_for(who, receipt, at=at)
    if not may_move_guardian(who, case):
        raise NotYours(
            ko="지킴이 본인이나 고객가치혁신팀만 지킴이를 바꿀 수 있습니다.",
            en="Only the guardian or the CVI team can name another guardian.",
        )
    return case


def may_move_guardian(who: Employee, case: Case) -> bool:
    """Whoever guards it now, the CVI team, and the operator."""
    return who.pk == case.guardian_id or who.is_a(Role.CVI, Role.OPERATOR)


def handoff_for(who: Employee, receipt: str, *, at: datetime) -> HandOff:
    """The offer that waits on this case, or the last one. Raises NotFound where there is none."""
    case = case_for(who, receipt, at=at)
    found = (
        HandOff.objects.filter(case=case)
        .select_related("case", "to_department", "from_department", "giver")
        .order_by("-id")
        .first()
    )
    if found is None:
        raise NotFound(ko="이 건에는 건네기가 없습니다.", en="Nothing was handed over on this case.")
    return found


def _not_found(receipt: str) -> NotFound:
    return NotFound(ko=f"그런 건이 없습니다: {receipt[:20]}", en=f"There is no case {receipt[:20]}.")
