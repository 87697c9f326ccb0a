"""Who is there and who is writing. No facts: nothing has happened."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from gwidam.core.ledger.acts import wake
from gwidam.people.models import Employee

from ...models import Seat, Talk


def be_seated(*, employee: Employee, at: datetime) -> None:
    """An employee has the page of talks open: talks may come to them."""
    Seat.objects.update_or_create(employee=employee, defaults={"seen_at": at})


def leave_seat(*, employee: Employee) -> None:
    """The page was closed: no talk comes to them any more; those they keep stay theirs."""
    Seat.objects.filter(employee=employee).delete()


def be_seen(*, talk_ids: Collection[int], at: datetime) -> None:
    """The windows of these customers are open."""
    if talk_ids:
        Talk.objects.filter(pk__in=talk_ids, ended_at__isnull=True).update(seen_at=at)


def be_writing(*, talk: Talk, by: Employee | None, at: datetime) -> None:
    """The customer, or with `by` its keeper, is writing; the other side sees it at once."""
    if talk.is_over or (by is not None and talk.keeper_id != by.pk):
        return
    field = "customer_wrote_at" if by is None else "keeper_wrote_at"
    if Talk.objects.filter(pk=talk.pk, ended_at__isnull=True).update(**{field: at}):
        wake([f"writing:{talk.pk}"])
