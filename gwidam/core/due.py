"""Rows that are due: a due time is a row, and a lost job cannot lose what it stood for.

What a transaction can hold is fired in one (`fire_each`); what asks somebody else's server is leased (`lease_first`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

from .ledger import act

log = logging.getLogger(__name__)

Row = TypeVar("Row", bound=Model)

AGAIN_AFTER_ERROR = timedelta(minutes=5)


def fire_each(
    due: QuerySet[Any], fire: Callable[[Any, datetime], None], *, at: datetime, most: int, pushes_on: str = ""
) -> int:
    """Fire the rows of an ordered query, each in a transaction of its own; how many were tried.

    Rows are claimed with SKIP LOCKED, so several clocks may run at once. One bad row never stops the others:
    what it wrote is undone, it is logged, and its column `pushes_on` moves on by five minutes.
    """
    fired = 0
    failed: list[int] = []
    while fired < most:
        with transaction.atomic():
            row = due.exclude(pk__in=failed).select_for_update(skip_locked=True, of=("self",)).first()
            if row is None:
                break
            try:
                with act():
                    fire(row, at)
            except Exception:
                log.exception("the clock could not fire %s %s", type(row).__name__, row.pk)
                failed.append(row.pk)
                if pushes_on:  # quietly: nothing has happened yet that a fact could tell
                    QuerySet(type(row)).filter(pk=row.pk).update(**{pushes_on: at + AGAIN_AFTER_ERROR})
        fired += 1
    return fired


def lease_first(due: QuerySet[Row], *, on: str, until: datetime) -> Row | None:
    """The first row of an ordered query, ours alone until then; None where nothing is due.

    Its column `on` moves to `until`, so that whoever dies with it is followed by somebody, and `tries` counts. A
    lease is no change of the house: both are quiet fields.
    """
    with transaction.atomic():
        row: Any = due.select_for_update(skip_locked=True, of=("self",)).first()
        if row is not None:
            row.tries += 1
            setattr(row, on, until)
            type(row).objects.filter(pk=row.pk).update(**{on: until, "tries": row.tries})
    found: Row | None = row
    return found


def do_each(claim: Callable[[], Row | None], do: Callable[[Row], object], *, most: int) -> int:
    """Claim a row and do what is to be done with it, until there is none, or so many; how many there were."""
    for done in range(most):
        row = claim()
        if row is None:
            return done
        do(row)
    return most
