"""Executives rule on the spot: yes with an owner, no with a reason, or more from somebody by a date."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from gwidam.core.errors import NotValid
from gwidam.core.ledger import FactBody, verb
from gwidam.people.models import Employee

from ..events import improvements as events
from ..models import Improvement, Ruling
from .moves import move, needed, safe, told

_VERBS = {"yes": "approve", "no": "decline", "more": "ask_more"}


@verb
def rule(
    *,
    improvement: Improvement,
    verdict: str,
    by: Employee,
    at: datetime,
    reason: str = "",
    public_ko: str = "",
    public_en: str = "",
    owner: Employee | None = None,
    asked_of: Employee | None = None,
    asked_until: date | None = None,
) -> Ruling:
    """Rule on what was put before the executives. Of two who rule at once one wins; the other gets NotNow.

    yes: `owner` carries it out, their department with them. no: `public_ko` or `public_en` is the reason the
    public reads. more: `asked_of` finds out by `asked_until`.
    Raises NotValid naming what is missing.
    """
    if verdict not in _VERBS:
        raise NotValid(ko="셋 중 하나를 골라 주세요.", en="Choose one of the three.", field="verdict")
    ruling = Ruling(
        improvement=improvement, round=improvement.round, verdict=verdict, executive=by, reason=safe(reason), at=at
    )
    if verdict == Ruling.Verdict.YES:
        also = _yes(ruling, owner)
    elif verdict == Ruling.Verdict.NO:
        also = _no(ruling, safe(public_ko), safe(public_en))
    else:
        also = _more(ruling, asked_of, asked_until)
    move(improvement, _VERBS[verdict], at=at, **also)
    ruling.save()
    told(improvement, _fact(ruling), by=by, at=at)
    return ruling


def _yes(ruling: Ruling, owner: Employee | None) -> dict[str, Any]:
    """What the improvement is given with it, as in the other two."""
    ruling.owner = _named(owner, "owner")
    return {"owner": ruling.owner, "department_id": ruling.owner.department_id}


def _no(ruling: Ruling, public_ko: str, public_en: str) -> dict[str, Any]:
    public = needed(
        public_ko or public_en,
        ko="고객이 읽을 까닭을 적어 주세요.",
        en="Write the reason the public reads.",
        field="public_ko",
    )
    ruling.reason = ruling.reason or public
    return {"reason_ko": public_ko, "reason_en": public_en}


def _more(ruling: Ruling, asked_of: Employee | None, asked_until: date | None) -> dict[str, Any]:
    ruling.asked_of = _named(asked_of, "asked_of")
    if asked_until is None or asked_until <= timezone.localdate(ruling.at):
        raise NotValid(
            ko="알아볼 날짜를 내일이나 그 뒤로 골라 주세요.", en="Choose a date to come.", field="asked_until"
        )
    ruling.asked_until = asked_until
    return {"asked_of": ruling.asked_of, "asked_until": asked_until}


def _named(person: Employee | None, field: str) -> Employee:
    if person is None or not person.is_active:
        raise NotValid(ko="누가 할지 골라 주세요.", en="Choose who does it.", field=field)
    return person


def _fact(ruling: Ruling) -> FactBody:
    which: dict[str, Any] = {
        "improvement_id": ruling.improvement_id,
        "ruling_id": ruling.pk,
        "reason": ruling.reason,
    }
    if ruling.owner is not None:
        return events.ImprovementApproved(
            **which, owner_employee_id=ruling.owner.pk, owner_department_id=ruling.owner.department_id
        )
    if ruling.asked_of is not None and ruling.asked_until is not None:
        return events.MoreAsked(
            **which, asked_employee_id=ruling.asked_of.pk, until=ruling.asked_until.isoformat()
        )
    return events.ImprovementDeclined(**which)
