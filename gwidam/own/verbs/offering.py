"""What deciding an offer is, whatever was offered: by the department it was offered to, and once."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.errors import NotNow, NotYours
from gwidam.people.models import Employee

from .. import rules
from ..models import HandOff, TalkOffer


def must_receive(offer: HandOff | TalkOffer, by: Employee) -> None:
    """Raise NotYours for anybody of another department than it was offered to."""
    if by.department_id != offer.to_department_id:
        raise NotYours(ko="다른 부서에 건넨 것입니다.", en="This was offered to another department.")


def decide(offer: HandOff | TalkOffer, verb: str, *, by: Employee | None, at: datetime, **also: object) -> None:
    """Move the offer by the table of hand-overs, once. Raises NotNow, naming who was first, for the second."""
    state = rules.handoff_step(offer.state, verb)
    there = type(offer).objects.filter(pk=offer.pk)
    if not there.filter(state=offer.state).update(state=state, decided_by=by, decided_at=at, **also):
        now = there.select_related("decided_by").get()
        raise NotNow(
            ko=f"{now.decided_by.name_ko if now.decided_by else '시계'} 님이 먼저 처리했습니다.",
            en=f"{now.decided_by or 'The clock'} was faster.",
            state=now.state,
            holder=now.decided_by_id,
        )
    for name, value in {"state": state, "decided_by": by, "decided_at": at, **also}.items():
        setattr(offer, name, value)
