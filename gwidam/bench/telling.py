"""Telling everybody who asked for one change, against COPY of the very rows that it wrote."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings

from gwidam.change import verbs as change
from gwidam.change.rules.telling import FASTEST_PACE
from gwidam.listen.models import Channel
from gwidam.people.models import Employee

from .askers import released_with_askers
from .bulk import Turn, copy_again, last_rows, own_cpu, together
from .house import Houses, Tell, Wish
from .servers import Server

TABLES = ("post_message", "change_telling", "core_fact")


def measure(wish: Wish, houses: Houses, *, tell: Tell) -> dict[str, Any]:
    """{people, told, copy}: in the small house, where this process's own connection leads.

    Told: chosen, put into words, sealed, and written with their facts; sending them is the mail server's time.
    """
    tell(f"Telling {wish.people:,} people.")
    owner = Employee.objects.select_related("department").get(pk=houses.cast.reader_id)
    at = datetime.now(tz=UTC)
    improvement = released_with_askers(
        wish.people,
        channel=Channel.objects.get(code="web"),
        owner=owner,
        secret=settings.SECRET_KEY.encode(),
        at=at,
    )
    marks = last_rows(houses.small, TABLES)
    sending = change.begin_telling(improvement=improvement, pace=FASTEST_PACE, by=owner, at=at)
    told = _told(houses.small, sending.pk, wish.people)
    return {
        "people": wish.people,
        "told": together([told]),
        "copy": together([copy_again(houses.small, marks, wish.people)]),
    }


def _told(server: Server, sending: int, people: int) -> Turn:
    """Batch after batch. The pace is held against the clock of the house, which goes on a minute with each."""
    before, began = server.spent().backends + own_cpu(), time.perf_counter()
    done, minute = 0, datetime.now(tz=UTC)
    while done < people:
        minute += timedelta(minutes=1)
        batch = change.tell_batch(sending_id=sending, at=minute)
        if not batch:
            raise RuntimeError(f"{people - done} of {people} people were not told")
        done += batch
    return Turn(people, time.perf_counter() - began, server.spent().backends + own_cpu() - before)
