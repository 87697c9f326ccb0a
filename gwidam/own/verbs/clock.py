"""The clock: a due time is a row, and this reads the rows that are due. A lost job cannot lose a customer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from gwidam.core.actors import CLOCK
from gwidam.core.ledger import act, record

from .. import events
from ..models import HandOff, Promise
from .handing import expire
from .promising import PAPERS_EVERY

log = logging.getLogger(__name__)

AGAIN_AFTER_ERROR = timedelta(minutes=5)
PAPERS_TIMES = 3


def tick(*, at: datetime, most: int = 200) -> int:
    """Fire what is due at this moment, row by row, each in a transaction of its own; how many were fired.

    Rows are claimed with SKIP LOCKED, so several clocks may run at once. A row that raises is pushed on by
    five minutes and logged: one bad row never stops the others.
    """
    fired = _fire_each(Promise.objects.filter(tick_at__lte=at).order_by("tick_at"), _fire_promise, at, most)
    fired += _fire_each(
        HandOff.objects.filter(state=HandOff.State.OFFERED, due_at__lte=at).order_by("due_at"),
        _fire_handoff,
        at,
        most,
    )
    return fired


def _fire_each(due: QuerySet[Any], fire: Callable[[Any, datetime], None], at: datetime, most: int) -> int:
    fired = 0
    failed: list[int] = []
    while fired < most:
        with transaction.atomic():
            row = due.exclude(pk__in=failed).select_for_update(skip_locked=True, of=("self",)).first()
            if row is None:
                return fired
            try:
                fire(row, at)
            except Exception:
                log.exception("the clock could not fire %s %s", type(row).__name__, row.pk)
                failed.append(row.pk)
                if isinstance(row, Promise):
                    Promise.objects.filter(pk=row.pk).update(tick_at=at + AGAIN_AFTER_ERROR)
        fired += 1
    return fired


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
    case = promise.case
    with act():
        Promise.objects.filter(pk=promise.pk).update(tick_at=promise.due_at)
        record(
            events.PromiseAtRisk(
                case_id=case.pk,
                promise_id=promise.pk,
                promise_kind=promise.kind,
                guardian_employee_id=case.guardian_id,
                holder_employee_id=case.holder_id,
                says=promise.says,
            ),
            by=CLOCK,
            at=at,
            about=case.about,
        )


def _break(promise: Promise, at: datetime) -> None:
    case = promise.case
    with act():
        Promise.objects.filter(pk=promise.pk, broken_at__isnull=True).update(broken_at=at, tick_at=None)
        record(
            events.PromiseBroken(
                case_id=case.pk,
                promise_id=promise.pk,
                promise_kind=promise.kind,
                guardian_employee_id=case.guardian_id,
                holder_employee_id=case.holder_id,
                says=promise.says,
            ),
            by=CLOCK,
            at=at,
            about=case.about,
        )


def _fire_papers(promise: Promise, at: datetime) -> None:
    """Remind the customer a few times; once overdue tell the guardian. Never cancel anything."""
    case = promise.case
    with act():
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
