"""Who is on the line: the customer behind a phone number or an e-mail address, and what they said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gwidam.people.contacts import Reach
from gwidam.people.models import Contact, Customer, Employee

from ..models import Case
from .cases import cases_seen_by
from .rows import CaseRow, rows_of

MOST = 6


@dataclass(frozen=True, slots=True)
class Caller:
    """A known customer, their contacts (to be shown masked only), and their last cases that may be seen."""

    customer: Customer
    contacts: list[Contact]
    cases: list[CaseRow]


def caller_of(who: Employee, reaches: Sequence[Reach], *, at: datetime) -> Caller | None:
    """The customer the first known contact belongs to; None for somebody new."""
    for reach in reaches:
        found = Contact.objects.filter(kind=reach.kind, mark=reach.mark).select_related("customer").first()
        if found is not None:
            return caller(who, found.customer, at=at)
    return None


def caller(who: Employee, customer: Customer, *, at: datetime) -> Caller:
    """A customer with their history, as far as this person may see it."""
    theirs = Case.objects.filter(customer=customer, pk__in=cases_seen_by(who, at=at).values("pk"))
    return Caller(
        customer=customer,
        contacts=list(customer.contacts.order_by("id")),
        cases=rows_of(theirs.order_by("-id")[:MOST]),
    )
