"""Jobs of the floor: three lines each, and what lets a long queue of them be done in bulk."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable

from django.db import connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from .database.turns import ALONG, alone
from .ledger import react_to_all
from .models import Fact

log = logging.getLogger(__name__)

LEAST_ALONG = 10  # jobs: of fewer, each is done as soon by itself
MOST_ALONG = 200
_REACT = "react"


def has_queue() -> bool:
    """Whether jobs go into the queue of this very connection, and so stand and fall with its transaction."""
    return isinstance(app.connector.get_sync_connector(), DjangoConnector)


@app.task(name=_REACT, queue="facts", retry=RetryStrategy(max_attempts=None, exponential_wait=2))
def react(fact_ids: list[int]) -> None:
    """Run what the facts cause. A fact whose reactions are done is passed over."""
    react_to_all(_facts(fact_ids))
    take_along()


def take_along() -> int:
    """Do what the next jobs in the queue would do, in bulk, and take them off it; returns how many.

    Letters leave one by one, and each causes the same small thing: a hundred at once cost little more than one.
    A job is taken off once all its reactions have run, so a death on the way leaves jobs with nothing to do.
    If one of them fails, all stay, and each is tried by itself; what has failed before is not taken along.
    """
    waiting = _waiting()
    if len(waiting) < LEAST_ALONG:
        return 0
    with alone(ALONG) as has_turn:
        return _do_along(waiting) if has_turn else 0


def _do_along(waiting: dict[int, list[int]]) -> int:
    try:
        react_to_all(_facts(number for numbers in waiting.values() for number in numbers))
    except Exception:
        log.exception("of %s jobs taken along one failed; each will be tried by itself", len(waiting))
        return 0
    _take_off(list(waiting))
    return len(waiting)


def _facts(numbers: Iterable[int]) -> list[Fact]:
    return list(Fact.objects.filter(pk__in=list(numbers)).order_by("pk"))


def _waiting() -> dict[int, list[int]]:
    """The next jobs that have never been tried, in the order in which they would be; their facts by job."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, args FROM procrastinate_jobs WHERE status = 'todo' AND task_name = %s AND attempts = 0 "
            "AND scheduled_at IS NULL ORDER BY priority DESC, id LIMIT %s",
            [_REACT, MOST_ALONG],
        )
        return {job: json.loads(told)["fact_ids"] for job, told in cursor.fetchall()}


def _take_off(jobs: list[int]) -> None:
    """End jobs by the queue's own function, which leaves those alone that a worker has begun meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT procrastinate_cancel_job_v1(job, false, true) FROM unnest(%s::bigint[]) AS job", [sorted(jobs)]
        )
