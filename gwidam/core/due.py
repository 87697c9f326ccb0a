"""Rows that are due: a due time is a row, and a lost job cannot lose what it stood for."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from .ledger import act

log = logging.getLogger(__name__)

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
