"""The clock: a due time is a row, and this reads the rows that are due. A lost job cannot lose a customer."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.actors import CLOCK
from gwidam.core.due import fire_each
from gwidam.core.ledger import record

from .. import events
from ..models import HandOff, Promise
from .handing import expire
from .promising import PAPERS_EVERY

PAPERS_TIMES = 3


def tick(*, at: datetime, most: int = 200) -> int:
    """Fire what is due at this moment, row by row, each in a transaction of its own; how many were fired.

    Several clocks may run at once, and one bad row never stops the others.
    """
    promises = Promise.objects.filter(tick_at__lte=at).order_by("tick_at")
    offers = HandOff.objects.filter(state=HandOff.State.OFFERED, due_at__lte=at).order_by("due_at")
    fired = fire_each(promises, _fire_promise, at=at, most=most, pushes_on="tick_at")
    return fired + fire_each(offers, _fire_handoff, at=at, most=most)


def _fire_handoff(handoff: HandOff, at: datetime) -> None:
    expire(handoff=handoff, by=CLOCK, at=at)


def _fire_promise(promise: Promise, at: datetime) -> None:
    if promise.owed_by == Promise.OwedBy.CUSTOMER:
        _fire_papers(promise, at)
    elif at >= promise.due_at:
        _break(promise, at)
    else:
        _warn(promise, at)


def _warn(promise: Promise, at: datetime) -> None:
    Promise.objects.filter(pk=promise.pk).update(tick_at=promise.due_at)
    _tell_keepers(events.PromiseAtRisk, promise, at)


def _break(promise: Promise, at: datetime) -> None:
    Promise.objects.filter(pk=promise.pk, broken_at__isnull=True).update(broken_at=at, tick_at=None)
    _tell_keepers(events.PromiseBroken, promise, at)


def _tell_keepers(kind: type[events.PromiseAtRisk | events.PromiseBroken], promise: Promise, at: datetime) -> None:
    case = promise.case
    told = kind(
        case_id=case.pk,
        promise_id=promise.pk,
        promise_kind=promise.kind,
        guardian_employee_id=case.guardian_id,
        holder_employee_id=case.holder_id,
        says=promise.says,
    )
    record(told, by=CLOCK, at=at, about=case.about)


def _fire_papers(promise: Promise, at: datetime) -> None:
    """Remind the customer a few times; once overdue tell the guardian. Never cancel anything."""
    case = promise.case
    if at >= promise.due_at:
        Promise.objects.filter(pk=promise.pk).update(broken_at=at, tick_at=None)
        record(
            events.PapersOverdue(
                case_id=case.pk,
                promise_id=promise.pk,
                guardian_employee_id=case.guardian_id,
                says=promise.says,
            ),
            by=CLOCK,
            at=at,
            about=case.about,
        )
        return
    times = promise.reminded + 1
    next_at = min(at + PAPERS_EVERY, promise.due_at) if times < PAPERS_TIMES else promise.due_at
    Promise.objects.filter(pk=promise.pk).update(reminded=times, tick_at=next_at)
    record(
        events.PapersReminded(case_id=case.pk, promise_id=promise.pk, times=times, says=promise.says),
        by=CLOCK,
        at=at,
        about=case.about,
    )
