"""Many voices at once: the same rows as one after the other, by COPY."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection

from gwidam.core.actors import Actor
from gwidam.core.errors import Refused
from gwidam.core.ids import next_ids
from gwidam.core.ledger import verb
from gwidam.core.receipts import receipt
from gwidam.core.rows import write_rows
from gwidam.core.sealed import seal
from gwidam.moments.models import Touchpoint

from ..models import Channel, Delivery, Voice
from .voices import Words, digest_of_text, fit, must_be_open, other_body, record_heard, voice_row


@dataclass(frozen=True, slots=True)
class Arrival:
    """One of many deliveries as its door hands it over; what the fields mean says `hear`.

    `words` is the text made fit already, where its door had the time.
    """

    channel: Channel
    text: str
    key: str = ""
    digest: str = ""
    touchpoint: Touchpoint | None = None
    kind: str = ""
    product: str = ""
    place: dict[str, Any] | None = None
    said_at: datetime | None = None
    needs_answer: bool | None = None
    language: str = ""
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that is new: the number its voice will have, and its words, fit to be kept."""

    number: int
    words: Words


@dataclass(frozen=True, slots=True)
class Known:
    """A delivery that came before: the number and receipt of the voice it is."""

    number: int
    receipt: str


Claim = Claimed | Known | Refused


@verb
def claim_many(*, arrivals: Sequence[Arrival], at: datetime) -> list[Claim]:
    """What each delivery is, in order: new, known, or refused for the reason `hear` would give.

    Keys of new ones are claimed; whoever claims the same key at the same time waits for this act. The second
    of two equal ones among these is known, or refused where its body is another.
    """
    numbers = next_ids(len(arrivals))
    claims: list[Claim] = [_fit(each, number) for each, number in zip(arrivals, numbers, strict=True)]
    first: dict[str, int] = {}  # name of a delivery -> place of the first one with it
    for place, (arrival, claim) in enumerate(zip(arrivals, claims, strict=True)):
        if arrival.key and isinstance(claim, Claimed):
            first.setdefault(Delivery.name_of(arrival.channel, arrival.key), place)
    earlier = _earlier(_deliver(first, arrivals, claims, at))
    for place, (arrival, claim) in enumerate(zip(arrivals, claims, strict=True)):
        name = Delivery.name_of(arrival.channel, arrival.key)
        if not isinstance(claim, Claimed) or name not in first:
            continue
        if name in earlier:
            digest, number, told = earlier[name]
        elif first[name] == place:
            continue
        else:
            other = first[name]
            digest, number = _digest(arrivals[other]), numbers[other]
            told = receipt(number, settings.SECRET_KEY.encode())
        claims[place] = Known(number, told) if digest == _digest(arrival) else other_body(told)
    return claims


def _fit(arrival: Arrival, number: int) -> Claim:
    try:
        must_be_open(arrival.channel)
        return Claimed(number, arrival.words or fit(arrival.text))
    except Refused as refused:
        return refused.with_traceback(None)  # which would hold the whole batch


def _digest(arrival: Arrival) -> str:
    return arrival.digest or digest_of_text(arrival.text)


def _deliver(
    first: dict[str, int], arrivals: Sequence[Arrival], claims: Sequence[Claim], at: datetime
) -> list[str]:
    """Claim these keys; return those that somebody had before.

    They are claimed in one order, so that two intakes at once wait for each other in turn.
    """
    if not first:
        return []
    rows = []
    for name, place in sorted(first.items()):
        claim = claims[place]
        assert isinstance(claim, Claimed)
        raw = claim.words.raw
        sealed = seal(raw.encode("utf-8", "surrogatepass")) if raw is not None else None
        rows.append((arrivals[place].channel.pk, name, _digest(arrivals[place]), claim.number, sealed))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO listen_delivery (channel_id, key, digest, voice_id, raw, at)"
            " SELECT *, %s FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::bytea[])"
            " ON CONFLICT (key) DO NOTHING RETURNING key",
            [at, *(list(column) for column in zip(*rows, strict=True))],
        )
        new = {row[0] for row in cursor.fetchall()}
    return [name for name in first if name not in new]


def _earlier(names: Sequence[str]) -> dict[str, tuple[str, int, str]]:
    """{name: (digest, voice id, receipt)} of deliveries that came before."""
    if not names:
        return {}
    found = Delivery.objects.filter(key__in=names).values_list("key", "digest", "voice_id", "voice__receipt")
    return {name: (digest, number, told) for name, digest, number, told in found}


@verb
def hear_many(
    *,
    arrivals: Sequence[Arrival],
    claimed: Sequence[Claimed],
    customer_ids: Sequence[int],
    by: Actor,
    at: datetime,
) -> list[dict[str, Any]]:
    """Store the voices of new deliveries, as `hear` would one by one; their rows. VoiceHeard for each."""
    rows = [
        voice_row(
            claim.number,
            claim.words,
            channel=each.channel,
            customer_id=customer_id,
            touchpoint=each.touchpoint,
            kind=each.kind,
            product=each.product,
            place=each.place,
            said_at=each.said_at,
            needs_answer=each.needs_answer,
            language=each.language,
            at=at,
        )
        for each, claim, customer_id in zip(arrivals, claimed, customer_ids, strict=True)
    ]
    write_rows(Voice, rows)
    for row, each in zip(rows, arrivals, strict=True):
        record_heard(row, each.channel, by=by, at=at)
    return rows
