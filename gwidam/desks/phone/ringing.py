"""What a desk shows of a call: who is calling, and whether it rings or is being spoken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gwidam.core.errors import NotValid
from gwidam.listen.models import Call
from gwidam.listen.queries import calls_of
from gwidam.people import contacts
from gwidam.people.contacts import Reach
from gwidam.people.models import Contact, Employee


@dataclass(frozen=True, slots=True)
class Ringing:
    """A call for somebody. `number` as people write it, `name` where the caller is known."""

    pk: int
    number: str
    name: str
    is_answered: bool


def reaches_of(call: Call | None) -> list[Reach]:
    """The caller's number, normalised; none where it is withheld or no number."""
    try:
        return [contacts.phone(call.caller)] if call is not None and call.caller else []
    except NotValid:
        return []


def ringing_for(who: Employee, *, at: datetime, but: Sequence[int] = ()) -> list[Ringing]:
    """The calls at this person's telephone but those set aside, the newest first. Two queries at most."""
    calls = [each for each in calls_of(who, at=at) if each.pk not in but]
    reached = {each.pk: reach for each in calls for reach in reaches_of(each)}
    marks = {reach.mark for reach in reached.values()}
    known = Contact.objects.filter(kind=Contact.Kind.PHONE, mark__in=marks) if marks else Contact.objects.none()
    names = dict(known.values_list("mark", "customer__name"))
    return [
        Ringing(
            pk=each.pk,
            number=contacts.dialled(reached[each.pk].value) if each.pk in reached else each.caller,
            name=names.get(reached[each.pk].mark, "") if each.pk in reached else "",
            is_answered=each.answered_at is not None,
        )
        for each in calls
    ]
