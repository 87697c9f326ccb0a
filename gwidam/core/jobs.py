"""Jobs of the floor: three lines each; and reactions that are in no hurry."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from .ledger import react_to_all
from .models import Fact, Unhurried

log = logging.getLogger(__name__)

TOGETHER = 200  # facts


def has_queue() -> bool:
    """Whether jobs go into the queue of this very connection, and so stand and fall with its transaction."""
    return isinstance(app.connector.get_sync_connector(), DjangoConnector)


@app.task(name="react", queue="facts", retry=RetryStrategy(max_attempts=None, exponential_wait=2))
def react(fact_ids: list[int]) -> None:
    """Run what the facts cause. A fact whose reactions are done is passed over."""
    react_to_all(_facts(fact_ids))


def react_unhurried() -> int:
    """Run what the next unhurried facts cause, in bulk and in one transaction; how many there were.

    Letters leave one by one, and each causes the same small thing: two hundred at once cost little more than one.
    Any number of processes may call it at once. Where one of them fails, each becomes a job of its own.
    """
    with transaction.atomic():
        waiting = Unhurried.objects.order_by("fact_id").select_for_update(skip_locked=True)
        numbers = list(waiting.values_list("fact_id", flat=True)[:TOGETHER])
        if not numbers:
            return 0
        try:
            with transaction.atomic():
                react_to_all(_facts(numbers))
        except Exception:
            log.exception("of %s reactions done together one failed; each will be tried by itself", len(numbers))
            for number in numbers:
                react.defer(fact_ids=[number])
        Unhurried.objects.filter(pk__in=numbers).delete()
    return len(numbers)


def _facts(numbers: Iterable[int]) -> list[Fact]:
    return list(Fact.objects.filter(pk__in=numbers).order_by("pk"))
