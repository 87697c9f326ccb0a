"""How a case moves, shared by the verbs of the room."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gwidam.core.errors import NotNow
from gwidam.core.hours import ALWAYS, Hours, due
from gwidam.core.masking import mask
from gwidam.core.prepared import Prepared
from gwidam.core.text import clean
from gwidam.moments.models import Standard

from .. import rules
from ..models import Case, HandOff, Promise


def move(case: Case, verb: str, **also: Any) -> None:
    """Move the case by the table, together with further columns, if it still is as this caller saw it.

    State, holder and guardian are compared and set in one UPDATE: of two people at once one wins, the other
    gets NotNow with the name of whoever holds it now.
    """
    state = rules.step(case.state, verb)
    seen = {"state": case.state, "holder_id": case.holder_id, "guardian_id": case.guardian_id}
    if not Case.objects.filter(pk=case.pk, **seen).update(state=state, **also):
        raise _someone_was_faster(case)
    case.state = state
    for name, value in also.items():
        setattr(case, name, value)


def _someone_was_faster(case: Case) -> NotNow:
    now = Case.objects.select_related("holder", "department").get(pk=case.pk)
    return NotNow(
        ko=f"방금 다른 분이 먼저 처리했습니다. 지금 맡은 이: {now.holder.name_ko}({now.department.name_ko})",
        en=f"Somebody was faster. It is now with {now.holder} ({now.department.name_en}).",
        holder=now.holder_id,
        state=now.state,
    )


# Asked by nearly every verb.
_owed = Prepared(
    lambda case: Promise.objects.filter(
        case=case, owed_by=Promise.OwedBy.US, kept_at__isnull=True, released_at__isnull=True
    ).values_list("due_at", "kind")
)
_offered = Prepared(lambda case: HandOff.objects.filter(case=case, state="offered").values_list("due_at"))


def freshen_due(case: Case) -> None:
    """Reckon the cached due time again from the promises we owe and the offer that waits."""
    times = _owed(case=case.pk)
    times += [(due_at, "accept") for (due_at,) in _offered(case=case.pk)]
    risk = rules.most_at_risk(times) if case.is_open else None
    case.next_due_at, case.next_due_kind = (risk.due_at, risk.kind) if risk else (None, "")
    Case.objects.filter(pk=case.pk).update(next_due_at=case.next_due_at, next_due_kind=case.next_due_kind)


def due_by(standard: Standard, since: datetime, hours: Hours = ALWAYS) -> datetime:
    """When the standard falls due: on the customer's clock (24/7) unless a department's hours are given."""
    return due(standard.amount, since, hours)


def safe(text: str) -> str:
    """Cleaned and masked: no door into the house lets a resident number through."""
    return mask(clean(text).text).text.strip()
