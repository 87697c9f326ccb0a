"""Customers: met, recognised, reached, and forgotten when they ask."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from gwidam.core.actors import Actor
from gwidam.core.errors import NotValid
from gwidam.core.ids import next_id
from gwidam.core.ledger import record, verb
from gwidam.core.prepared import Prepared
from gwidam.core.rows import FEW, as_written, insertion, write_rows
from gwidam.core.sealed import seal

from .. import events
from ..contacts import Reach
from ..models import Contact, Customer, Employee

# Asked for every voice of a colleague.
_colleague = Prepared(
    lambda employee: Customer.objects.filter(employee=employee, erased_at__isnull=True).order_by("pk")[:1]
)


@verb
def recognise(
    *,
    name: str,
    reaches: Sequence[Reach],
    language: str,
    by: Actor,
    at: datetime,
    employee: Employee | None = None,
) -> Customer:
    """The customer these contacts belong to, or a new one.

    A contact belongs to one customer. Where the given ones belong to several, the first (surest) wins and
    the others stay where they are: two people are never folded into one by what somebody typed.
    """
    if employee is not None:
        known = _colleague.first(employee=employee.pk)
        if known is not None:
            return known
    known_by = _owners(reaches)
    for reach in reaches:
        if reach.mark in known_by:
            customer = Customer.objects.get(pk=known_by[reach.mark])
            _add_contacts(customer, [each for each in reaches if each.mark not in known_by])
            return customer
    return _meet(name=name, reaches=reaches, language=language, employee=employee, by=by, at=at)


def _owners(reaches: Sequence[Reach]) -> dict[str, int]:
    """{fingerprint: customer id} of the contacts that are somebody's."""
    kinds = {(each.kind, each.mark) for each in reaches}
    found = customers_of(kinds)
    return {mark: number for (_, mark), number in found.items()}


def customers_of(marks: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """{(kind, fingerprint): customer id} of those contacts that are somebody's."""
    if not marks:
        return {}
    # The kind is asked for, too: it comes first in the index. A few are spelt out, which is less work than a list.
    if len(marks) <= FEW:
        which = " OR ".join(["kind = %s AND mark = %s"] * len(marks))
        values: list[Any] = [part for each in marks for part in each]
    else:
        which = "kind = ANY(%s) AND mark = ANY(%s)"
        values = [list({kind for kind, _ in marks}), [mark for _, mark in marks]]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT kind, mark, customer_id FROM people_contact WHERE {which}", values)  # noqa: S608
        return {(kind, mark): number for kind, mark, number in cursor.fetchall() if (kind, mark) in marks}


def _meet(
    *,
    name: str,
    reaches: Sequence[Reach],
    language: str,
    employee: Employee | None,
    by: Actor,
    at: datetime,
) -> Customer:
    row = customer_row(
        next_id(), name=name, is_reachable=bool(reaches), language=language, employee=employee, at=at
    )
    customer = as_written(Customer, row)
    record(events.CustomerMet(customer_id=customer.pk), by=by, at=at, about=customer.actor)
    if not reaches:
        write_rows(Customer, [row])
        return customer
    added = _write_contacts([(customer.pk, each) for each in reaches], met=insertion(Customer, [row]))
    if added < len(reaches):
        # Somebody with the same contact was met in this very moment: theirs is the customer.
        known_by = _owners(reaches)
        first = next((known_by[each.mark] for each in reaches if each.mark in known_by), customer.pk)
        if first != customer.pk and not customer.contacts.exists():
            return Customer.objects.get(pk=first)
    return customer


def customer_row(
    number: int,
    *,
    name: str,
    is_reachable: bool,
    language: str,
    at: datetime,
    employee: Employee | None = None,
) -> dict[str, Any]:
    """The row of somebody met for the first time."""
    kind = Customer.Kind.PERSON if name or is_reachable else Customer.Kind.UNKNOWN
    return {
        "id": number,
        "kind": Customer.Kind.COLLEAGUE if employee else kind,
        "name": name,
        "language": language,
        "employee_id": employee.pk if employee else None,
        "since": at,
    }


def _add_contacts(customer: Customer, reaches: Sequence[Reach]) -> int:
    return add_contacts([(customer.pk, each) for each in reaches])


def add_contacts(added: Sequence[tuple[int, Reach]]) -> int:
    """Write contacts as (customer id, contact); how many of them were nobody's before.

    They are written in one order, so that two intakes at once wait for each other in turn.
    """
    return _write_contacts(added) if added else 0


def _write_contacts(added: Sequence[tuple[int, Reach]], *, met: tuple[str, list[Any]] | None = None) -> int:
    """The same, in one statement with the insertion of the customer who was `met`."""
    Contact.note_write()
    ordered = sorted(((reach.mark, number, reach) for number, reach in added), key=lambda row: row[:2])
    rows = [(number, reach.kind, seal(reach.value.encode()), mark, reach.tail) for mark, number, reach in ordered]
    if len(rows) <= FEW:
        given = f"VALUES {', '.join(['(%s, %s, %s, %s, %s, %s)'] * len(rows))}"
        values: list[Any] = [value for row in rows for value in (*row, "")]
    else:
        given = "SELECT *, '' FROM unnest(%s::bigint[], %s::text[], %s::bytea[], %s::text[], %s::text[])"
        values = [list(column) for column in zip(*rows, strict=True)]
    sql = f"INSERT INTO people_contact ({CONTACT}) {given} ON CONFLICT (kind, mark) DO NOTHING"
    if met is not None:
        sql, values = f"WITH met AS ({met[0]}) {sql}", [*met[1], *values]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


CONTACT = "customer_id, kind, value, mark, tail, dead_because"


@verb
def see_contact(*, customer: Customer, why: str, by: Employee, at: datetime) -> list[Contact]:
    """The customer's contacts in full; looking is a fact with a reason (PIPA safety standard, art. 8)."""
    if len(why.strip()) < 2:
        raise NotValid(ko="연락처를 보는 이유를 적어 주세요.", en="Say why you need the contact.", field="why")
    record(events.ContactSeen(customer_id=customer.pk, why=why.strip()), by=by, at=at, about=customer.actor)
    return list(customer.contacts.order_by("id"))


@verb
def mark_dead(*, contact: Contact, because: str, by: Actor, at: datetime) -> None:
    """Nothing more is sent there; what was promised through it must find another way."""
    if contact.dead_at is not None:
        return
    contact.dead_at, contact.dead_because = at, because[:200]
    contact.save(update_fields=["dead_at", "dead_because"])
    record(
        events.ContactDied(customer_id=contact.customer_id, contact_id=contact.pk, because=because[:200]),
        by=by,
        at=at,
        about=f"customer:{contact.customer_id}",
    )


@verb
def erase_contacts(*, customer: Customer, by: Actor, at: datetime) -> None:
    """Take away the name and every contact of a person; what they taught us stays, without them."""
    customer.contacts.all().delete()
    customer.name, customer.employee, customer.erased_at = "", None, at
    customer.save(update_fields=["name", "employee", "erased_at"])
    record(events.CustomerErased(customer_id=customer.pk), by=by, at=at, about=customer.actor)
