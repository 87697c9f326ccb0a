"""From rows to what goes out. Plain dictionaries: the shapes in `told.py` check them on the way."""

from __future__ import annotations

from typing import Any

from gwidam.change.models import Improvement
from gwidam.listen.models import Voice
from gwidam.own.models import Answer, Case, Closure, HandOff, Promise
from gwidam.own.tracking import follow_url
from gwidam.people.door import may
from gwidam.people.models import Customer, Department, Employee

_PROMISE = (
    "id",
    "kind",
    "owed_by",
    "says",
    "made_at",
    "due_at",
    "kept_at",
    "broken_at",
    "released_at",
)

_IMPROVEMENT = (
    "state",
    "title_ko",
    "title_en",
    "text_ko",
    "text_en",
    "reason_ko",
    "reason_en",
    "origin",
    "is_must",
    "proposed_at",
    "released_at",
)


def voice(row: Voice, who: Employee) -> dict[str, Any]:
    """A voice; where it happened only for those who may see contacts: an address is one."""
    return {
        "receipt": row.receipt,
        "channel": row.channel.code,
        "touchpoint": row.touchpoint.code if row.touchpoint else None,
        "kind": row.kind,
        "text": row.text,
        "language": row.language,
        "product": row.product,
        "place": row.place if may(who, "see contact") else None,
        "said_at": row.said_at,
        "heard_at": row.heard_at,
        "needs_answer": row.needs_answer,
        "is_masked": row.is_masked,
    }


def case_row(row: Case) -> dict[str, Any]:
    """A case in a list."""
    return {
        "receipt": row.receipt,
        "state": row.state,
        "summary": row.voice.summary,
        "channel": row.voice.channel.code,
        "guardian": employee(row.guardian),
        "holder": employee(row.holder),
        "department": department(row.department),
        "opened_at": row.opened_at,
        "answered_at": row.answered_at,
        "closed_at": row.closed_at,
        "next_due_at": row.next_due_at,
        "next_due_kind": row.next_due_kind,
        "merged_into": row.merged_into.receipt if row.merged_into else None,
    }


def case(row: Case, who: Employee) -> dict[str, Any]:
    """A case with all that was done for it."""
    return {
        **case_row(row),
        "voice": voice(row.voice, who),
        "customer": customer(row.customer),
        "owes_papers": row.owes_papers,
        "follow_url": follow_url(row.receipt),
        "promises": [promise(each) for each in row.promises.order_by("id")],
        "handoffs": [handoff(each) for each in _handoffs(row)],
        "answers": [answer(each) for each in row.answers.select_related("by").order_by("id")],
        "closures": [closure(each) for each in row.closures.select_related("by", "outcome").order_by("id")],
    }


def _handoffs(row: Case) -> Any:
    return row.handoffs.select_related(
        "giver", "from_department", "to_department", "to_person", "decided_by", "better_department"
    ).order_by("id")


def employee(row: Employee) -> dict[str, Any]:
    """An employee, named."""
    return {"email": row.email, "name_ko": row.name_ko, "name_en": row.name_en}


def department(row: Department) -> dict[str, Any]:
    """A department, named."""
    return {"code": row.code, "name_ko": row.name_ko, "name_en": row.name_en}


def customer(row: Customer) -> dict[str, Any]:
    """A customer, masked."""
    return {
        "kind": row.kind,
        "name": masked_name(row.name),
        "language": row.language,
        "contacts": [{"kind": each.kind, "masked": each.masked} for each in row.contacts.order_by("kind", "id")],
    }


def masked_name(name: str) -> str:
    """`홍*동`, `K*** L**`: enough to tell two people apart, too little to find one."""
    return " ".join(_masked_word(word) for word in name.split())


def _masked_word(word: str) -> str:
    if len(word) < 3:
        return f"{word[:1]}*"
    if word.isascii():
        return word[0] + "*" * (len(word) - 1)
    return word[0] + "*" * (len(word) - 2) + word[-1]


def promise(row: Promise) -> dict[str, Any]:
    """A promise."""
    return {name: getattr(row, name) for name in _PROMISE}


def handoff(row: HandOff) -> dict[str, Any]:
    """An offer and what became of it."""
    return {
        "id": row.pk,
        "state": row.state,
        "giver": employee(row.giver),
        "from_department": department(row.from_department),
        "to_department": department(row.to_department),
        "to_person": employee(row.to_person) if row.to_person else None,
        "reason": row.reason,
        "offered_at": row.offered_at,
        "due_at": row.due_at,
        "decided_by": employee(row.decided_by) if row.decided_by else None,
        "decided_at": row.decided_at,
        "bounce_reason": row.bounce_reason,
        "better_department": department(row.better_department) if row.better_department else None,
    }


def answer(row: Answer) -> dict[str, Any]:
    """An answer and whether it arrived."""
    return {
        "id": row.pk,
        "text": row.text,
        "door": row.door,
        "by": employee(row.by),
        "at": row.at,
        "delivered_at": row.delivered_at,
        "failed_at": row.failed_at,
    }


def closure(row: Closure) -> dict[str, Any]:
    """A closure and the customer's word on it."""
    outcome = getattr(row, "outcome", None)
    return {
        "by": employee(row.by),
        "at": row.at,
        "anything_else": row.anything_else,
        "cause": row.cause,
        "recurrence": row.recurrence,
        "recurrence_why": row.recurrence_why,
        "unreached_because": row.unreached_because,
        "outcome": outcome.word if outcome else None,
    }


def improvement(row: Improvement) -> dict[str, Any]:
    """An improvement; what colleagues wrote among themselves is not told."""
    return {
        "number": row.number,
        **{name: getattr(row, name) for name in _IMPROVEMENT},
        "owner": employee(row.owner) if row.owner else None,
        "department": department(row.department) if row.department else None,
        "people": row.reach.people,
        "voices": row.reach.voices,
        "supporters": row.reach.supporters,
        "merged_into": row.merged_into.number if row.merged_into else None,
    }
