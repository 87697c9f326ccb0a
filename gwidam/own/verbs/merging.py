"""Merging is a link and a pointer: nothing moves, so it can be taken back."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.errors import NotNow, NotValid
from gwidam.core.ledger import record, verb
from gwidam.people.models import Employee

from .. import events
from ..models import Case, HandOff, Merge
from .moves import freshen_due, move


@verb
def merge(*, case: Case, into: Case, why: str, by: Employee, at: datetime) -> Merge:
    """Put an open case behind another open one: it keeps its voice, customer, guardian and promises,
    and is answered and closed with the one in front.

    Raises NotValid on itself or a circle, NotNow while an offer waits or others stand behind it.
    """
    if not why.strip():
        raise NotValid(ko="왜 묶는지 적어 주세요.", en="Say why they belong together.", field="why")
    if case.pk == into.pk:
        raise NotValid(
            ko="자기 자신에게는 묶을 수 없습니다.", en="A case cannot stand behind itself.", field="into"
        )
    # Both rows are locked in one order, so that two merges towards each other cannot both pass.
    locked = {
        each.pk: each
        for each in Case.objects.select_for_update().filter(pk__in=sorted([case.pk, into.pk])).order_by("pk")
    }
    front = locked[into.pk]
    if not front.is_open:
        raise NotNow(ko="열려 있는 건에만 묶을 수 있습니다.", en="The case in front must be open.")
    if Case.objects.filter(merged_into=case).exists():
        raise NotNow(ko="이 건 뒤에 다른 건이 묶여 있습니다.", en="Other cases stand behind this one.")
    if HandOff.objects.filter(case=case, state=HandOff.State.OFFERED).exists():
        raise NotNow(ko="건네 둔 부서의 답을 기다리고 있습니다.", en="An offer is still waiting.")
    case.state = locked[case.pk].state
    move(case, "merge", merged_into_id=into.pk)
    merged = Merge.objects.create(case=case, into=into, why=why.strip(), by=by, at=at)
    record(
        events.CaseMerged(
            case_id=case.pk,
            into_case_id=into.pk,
            into_receipt=into.shown_receipt,
            guardian_employee_id=case.guardian_id,
        ),
        by=by,
        at=at,
        about=case.about,
        wakes=(into.about,),
    )
    freshen_due(case)
    return merged


@verb
def unmerge(*, case: Case, by: Employee, at: datetime) -> None:
    """Take a case out from behind another: it stands as it stood, its clock never having stopped."""
    into_id = case.merged_into_id
    move(case, "unmerge", merged_into_id=None)
    Merge.objects.filter(case=case, undone_at__isnull=True).update(undone_at=at, undone_by=by)
    record(
        events.CaseUnmerged(case_id=case.pk, into_case_id=into_id or 0, guardian_employee_id=case.guardian_id),
        by=by,
        at=at,
        about=case.about,
        wakes=(f"case:{into_id}",),
    )
    freshen_due(case)
