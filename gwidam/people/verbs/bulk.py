"""Many customers at once, recognised as one after the other would be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gwidam.core.actors import Actor
from gwidam.core.ids import next_ids
from gwidam.core.ledger import record, verb
from gwidam.core.rows import write_rows

from .. import events
from ..contacts import Reach
from ..models import Customer
from .customers import add_contacts, customer_row, customers_of


class Overtaken(Exception):
    """Somebody else met one of these customers in this very moment; all of it once more finds them known."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, as far as they told."""

    name: str
    reaches: Sequence[Reach]
    language: str


@verb
def recognise_many(*, speakers: Sequence[Speaker], by: Actor, at: datetime) -> list[int]:
    """Ids of their customers, in order: each is recognised or met as `recognise` would, one after the other.

    1. CustomerMet for each new one. 2. Their contacts. Raises Overtaken; then nothing is written.
    """
    marks = [[(each.kind, each.mark) for each in speaker.reaches] for speaker in speakers]
    known = customers_of({mark for each in marks for mark in each})
    fresh = iter(next_ids(sum(known.keys().isdisjoint(each) for each in marks)))
    chosen: list[int] = []
    met: list[dict[str, Any]] = []
    added: list[tuple[int, Reach]] = []
    for speaker, theirs in zip(speakers, marks, strict=True):
        number = next((known[mark] for mark in theirs if mark in known), None)
        if number is None:
            number = next(fresh)
            met.append(
                customer_row(
                    number, name=speaker.name, is_reachable=bool(theirs), language=speaker.language, at=at
                )
            )
        for mark, reach in zip(theirs, speaker.reaches, strict=True):
            if mark not in known:
                known[mark] = number
                added.append((number, reach))
        chosen.append(number)
    write_rows(Customer, met)
    for row in met:
        record(events.CustomerMet(customer_id=row["id"]), by=by, at=at, about=f"customer:{row['id']}")
    if add_contacts(added) < len(added):
        raise Overtaken
    return chosen
