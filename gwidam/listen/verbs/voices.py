"""Hearing: the one place where a voice is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from gwidam.core.actors import Actor
from gwidam.core.errors import NotValid, Refused
from gwidam.core.grams import grams
from gwidam.core.ids import next_id
from gwidam.core.ledger import record, verb
from gwidam.core.masking import mask
from gwidam.core.receipts import receipt
from gwidam.core.rows import written
from gwidam.core.sealed import seal
from gwidam.core.text import clean, language_of, summary
from gwidam.moments.models import Touchpoint
from gwidam.people.models import Customer, Employee

from .. import events
from ..models import Channel, Delivery, Hearing, Mail, Voice

RAW_KEPT = timedelta(days=30)  # what a raw text may hold, a resident number say, must not be kept longer
LONGEST = 6_000_000  # characters; longer than anything but a mistake or an attack


class OtherBody(Refused):
    """The same delivery key came again with something else in it."""

    slug = "key-reused"


@dataclass(frozen=True, slots=True)
class Heard:
    """A voice, and whether this call was the one that stored it."""

    voice: Voice
    is_new: bool


@dataclass(frozen=True, slots=True)
class Words:
    """What was said, fit to be kept; `raw` is the text as sent where that differs."""

    text: str
    summary: str
    grams: list[int]
    is_masked: bool
    raw: str | None


@verb
def hear(
    *,
    channel: Channel,
    text: str,
    customer: Customer | Callable[[], Customer],
    by: Actor,
    at: datetime,
    touchpoint: Touchpoint | None = None,
    heard_by: Employee | None = None,
    kind: str = "",
    product: str = "",
    place: dict[str, Any] | None = None,
    said_at: datetime | None = None,
    needs_answer: bool | None = None,
    language: str = "",
    key: str = "",
    digest: str = "",
    raw: bytes | None = None,
) -> Heard:
    """Store a voice: text cleaned, numbers that must not be kept masked, one receipt.

    1. `key` names the delivery at this channel: the same key again is the same voice (is_new False);
       with another `digest` it is refused with OtherBody.
    2. The text as it was sent is kept sealed for 30 days where it differs from what was stored; or `raw`, what
       the whole of it was made from.
    3. VoiceHeard is recorded.

    `customer` may be a function: it is asked only for a voice that is new. Raises NotValid where nothing was
    said or the channel is closed.
    """
    must_be_open(channel)
    words = fit(text)
    voice_id = next_id()
    if key:
        earlier = _deliver(
            channel=channel,
            key=key,
            digest=digest or digest_of_text(text),
            voice_id=voice_id,
            raw=raw if raw is not None else as_sent(words),
            at=at,
        )
        if earlier is not None:
            return Heard(earlier, is_new=False)
    row = voice_row(
        voice_id,
        words,
        channel=channel,
        customer_id=(customer() if callable(customer) else customer).pk,
        touchpoint=touchpoint,
        heard_by=heard_by,
        kind=kind,
        product=product,
        place=place,
        said_at=said_at,
        needs_answer=needs_answer,
        language=language,
        at=at,
    )
    voice = written(Voice, row)
    voice.channel = channel
    voice.touchpoint = touchpoint or channel.touchpoint
    voice.heard_by = heard_by
    record_heard(row, channel, by=by, at=at)
    return Heard(voice, is_new=True)


def voice_row(
    number: int,
    words: Words,
    *,
    channel: Channel,
    customer_id: int,
    touchpoint: Touchpoint | None,
    kind: str,
    product: str,
    place: dict[str, Any] | None,
    said_at: datetime | None,
    needs_answer: bool | None,
    language: str,
    at: datetime,
    heard_by: Employee | None = None,
) -> dict[str, Any]:
    """The row of a voice heard at this moment."""
    return {
        "id": number,
        "receipt": receipt(number, settings.SECRET_KEY.encode()),
        "channel_id": channel.pk,
        "touchpoint_id": touchpoint.pk if touchpoint else channel.touchpoint_id,
        "customer_id": customer_id,
        "heard_by_id": heard_by.pk if heard_by else None,
        "kind": kind,
        "text": words.text,
        "summary": words.summary,
        "language": language or language_of(words.text),
        "product": product,
        "place": place,
        "said_at": min(said_at, at) if said_at else at,
        "heard_at": at,
        "needs_answer": channel.needs_answer if needs_answer is None else needs_answer,
        "is_masked": words.is_masked,
        "grams": words.grams,
    }


def record_heard(row: Mapping[str, Any], channel: Channel, *, by: Actor, at: datetime) -> None:
    """VoiceHeard: the fact every voice begins with."""
    record(
        events.VoiceHeard(
            voice_id=row["id"],
            channel=channel.code,
            customer_id=row["customer_id"],
            needs_answer=row["needs_answer"],
            heard_employee_id=row["heard_by_id"],
        ),
        by=by,
        at=at,
        about=f"voice:{row['id']}",
    )


def must_be_open(channel: Channel) -> None:
    """Raise NotValid for a channel that is not open."""
    if not channel.is_open:
        raise NotValid(
            ko=f"“{channel.name_ko}” 창구는 아직 열려 있지 않습니다.",
            en=f"The channel “{channel.name_en}” is not open.",
            field="channel",
        )


def fit(text: str) -> Words:
    """The text as it may be kept. Raises NotValid where nothing was said. Asks no database."""
    if len(text) > LONGEST:
        raise NotValid(
            ko="글이 너무 깁니다(600만 자까지).",
            en="The text is too long (6 million characters at most).",
            field="text",
        )
    cleaned = clean(text, LONGEST)
    if not cleaned.text.strip():
        raise NotValid(ko="말씀하실 내용을 적어 주세요.", en="Please write what you want to say.", field="text")
    masked = mask(cleaned.text)
    return Words(
        text=masked.text,
        summary=summary(masked.text),
        grams=grams(masked.text),
        is_masked=bool(masked.spans),
        raw=text if masked.text != text else None,
    )


def digest_of_text(text: str) -> str:
    """SHA-256 of a text, lone surrogates and all."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def digest_of(body: Any) -> str:
    """SHA-256 of a body, the same for the same JSON whatever the order of its keys."""
    plain = json.dumps(body, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()


def _deliver(
    *, channel: Channel, key: str, digest: str, voice_id: int, raw: bytes | None, at: datetime
) -> Voice | None:
    """Claim the key for this voice; None when it was free, else the voice that has it.

    A second delivery waits here for the first one's commit, so two at once can never both be new.
    """
    name = Delivery.name_of(channel, key)
    sealed = seal(raw) if raw is not None else None
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO listen_delivery (channel_id, key, digest, voice_id, raw, at)"
            " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (key) DO NOTHING",
            [channel.pk, name, digest, voice_id, sealed, at],
        )
        if cursor.rowcount:
            return None
    earlier = Delivery.objects.select_related("voice").get(key=name)
    if earlier.digest != digest:
        raise other_body(earlier.voice.receipt)
    return earlier.voice


def other_body(receipt: str) -> OtherBody:
    """The refusal of something else under a key that has its voice already."""
    return OtherBody(
        ko="같은 열쇠로 다른 내용이 이미 접수되었습니다.",
        en="Something else was already received under this key.",
        receipt=receipt,
    )


def as_sent(words: Words) -> bytes | None:
    """The text as it was sent, where that differs."""
    return None if words.raw is None else words.raw.encode("utf-8", "surrogatepass")


@verb
def erase_voice(*, voice: Voice, by: Actor, at: datetime) -> None:
    """Take away the words and the files of an erased person's voice; its numbers stay."""
    voice.text, voice.summary, voice.grams, voice.place = "", "", [], None
    voice.erased_at = at
    voice.save(update_fields=["text", "summary", "grams", "place", "erased_at"])
    voice.attachments.update(name="", erased_at=at)
    voice.deliveries.update(raw=None)
    Hearing.objects.filter(voice=voice).update(address=None, thread={}, url=None)
    voice.calls.update(caller="", recording="")
    Mail.objects.filter(voice=voice).update(raw=None, log=None, text=None, page=None)
    record(events.VoiceErased(voice_id=voice.pk), by=by, at=at, about=f"voice:{voice.pk}")


@verb
def purge_raw(*, by: Actor, at: datetime) -> int:
    """Drop sealed originals older than their time; how many there were."""
    count = Delivery.objects.filter(raw__isnull=False, at__lt=at - RAW_KEPT).update(raw=None)
    mails = Mail.objects.filter(state=Mail.State.READ, raw__isnull=False, came_at__lt=at - RAW_KEPT)
    count += mails.update(raw=None, log=None, text=None, page=None)
    record(events.RawPurged(count=count), by=by, at=at, about="house:listen")
    return count
