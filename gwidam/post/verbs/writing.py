"""Writing a message: once for its key, in the reader's language, or withheld with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, connection

from gwidam.core.actors import POST, Actor
from gwidam.core.ledger import act, record, verb
from gwidam.core.sealed import fingerprint
from gwidam.core.words import LANGUAGES, Said

from .. import letters, rules
from ..addresses import mailbox
from ..events import MessageQueued, MessageWithheld
from ..models import Line, Message, Mute
from .moves import what

WITHHELD = {
    "no_address": Said("메일 주소가 없어서", "there is no address"),
    "bad_address": Said("메일 주소가 올바르지 않아서", "the address cannot be one"),
    "muted": Said("받지 않기로 한 소식이라서", "the reader has muted this"),
    "capped": Said("확인되지 않은 주소로 너무 많이 보내게 되어서", "too many to an address nobody has confirmed"),
    "used_up": Said("하루에 보내는 자동 메일을 다 보내서", "the automatic letters of a day are used up"),
}
WORK_TOPIC = "post"  # wakes the work process, so that a message leaves at once


@verb
def write(
    *,
    key: str,
    reader: str,
    address: str | None,
    language: str,
    template: str,
    places: Mapping[str, object],
    topic: str | None = None,
    about: str,
    is_verified: bool,
    by: Actor,
    at: datetime,
    reply_to: str = "",
    line: Line | None = None,
    thread: Mapping[str, Any] | None = None,
    is_public: bool = False,
) -> Message:
    """Write a letter to one reader and queue it; the message that stands when `key` was written before.

    `reader` is 'customer:12' or 'employee:5', `address` None where nothing can be sent, `about` 'case:12'.
    `template` and its `places` are those of rules.TEMPLATES; `topic` is the template's own unless given.
    `is_verified` says that the address is known to be the reader's: if not, nothing that came from outside
    is put into the letter, and the caps of rules.UNVERIFIED_CAPS hold.

    With a `line` the words leave by it, to an `address` as that line writes them; `thread` is what they reply to,
    `is_public` whether everybody may read them there. Without one they are mail. A line of mail says who the mail is
    from and where answers go; its `thread` has "references": the reader's own mails, newest last.

    In order: the letter is withheld (no address, muted, capped) or put into words and queued; a fact says
    which. Raises ValueError for an unknown template, place, topic or language.
    """
    topic = topic or rules.TEMPLATES[template].topic
    if topic not in rules.TOPICS or language not in LANGUAGES:
        raise ValueError(f"unknown topic {topic!r} or language {language!r}")
    allowed = rules.places_for(template, places, is_verified=is_verified)
    box, carrier = way_to(address, line)
    message = Message(
        key=key,
        reader=reader,
        about=about,
        topic=topic,
        template=template,
        language=language,
        urgency=rules.TOPICS[topic].urgency,
        carrier=carrier,
        line=line,
        thread=dict(thread) if thread else None,
        is_public=is_public,
        mark=fingerprint(box.lower(), purpose="post.address") if box else "",
        is_verified=is_verified,
        message_id=letters.message_id(key, reader=reader, about=about),
        queued_at=at,
    )
    reason = _reason_to_withhold(message, has_address=bool(address), at=at)
    if reason:
        message.state, message.withheld_because = Message.State.WITHHELD, reason
    else:
        words = letters.form_for(line)(template, allowed, language=language, reader=reader, topic=topic)
        message.state = Message.State.QUEUED
        message.address, message.reply_to = box, reply_to
        message.subject, message.body, message.page = words.subject, words.body, words.page
        message.url = str(places.get("url", ""))
        message.next_try_at = first_try_at(message)
    try:
        with act():
            message.save(force_insert=True)
            tell(message, by=by, at=at)
    except IntegrityError:
        return Message.objects.get(key=key)
    return message


def way_to(address: str | None, line: Line | None) -> tuple[str | None, str]:
    """(address as it is written to, what carries it); (None, 'none') where nothing can be sent."""
    by_line = line is not None and not line.shape.is_mail
    box = (address or None) if by_line else mailbox(address)
    if box is None:
        return None, Message.Carrier.NONE
    return box, Message.Carrier.LINE if by_line else Message.Carrier.EMAIL


class Colleague(Actor, Protocol):
    """An employee, as far as a letter needs to know them."""

    email: str
    language: str


def write_to_colleague(
    reader: Colleague, *, key: str, template: str, about: str, at: datetime, **places: object
) -> Message:
    """Write a letter to an employee, whose address the house gave itself; places that are None are left out."""
    return write(
        key=key,
        reader=reader.actor,
        address=reader.email,
        language=reader.language,
        template=template,
        places={name: value for name, value in places.items() if value is not None},
        about=about,
        is_verified=True,
        by=POST,
        at=at,
    )


def first_try_at(message: Message) -> datetime:
    """At once, or with the next digest of its reader."""
    if message.urgency == "now":
        return message.queued_at
    zone = ZoneInfo(settings.TIME_ZONE)
    return rules.digest_at(reader=message.reader, queued_at=message.queued_at, zone=zone)


def _reason_to_withhold(message: Message, *, has_address: bool, at: datetime) -> str:
    if message.carrier == Message.Carrier.NONE:
        return "bad_address" if has_address else "no_address"
    topic = rules.TOPICS[message.topic]
    if topic.can_be_muted and Mute.objects.filter(reader=message.reader, topic=message.topic).exists():
        return "muted"
    if not topic.is_capped or message.urgency != "now":
        return ""
    if not message.is_verified and rules.is_capped(_earlier(message, at), at=at):
        return "capped"
    is_customers = message.reader.startswith("customer:")
    return "used_up" if is_customers and _count_of_day(message, at) >= settings.LETTERS_A_DAY else ""


def _take_turn(mark: str) -> None:
    """Wait until nobody else is writing to this address: who counts next counts what we write."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"post.cap {mark}"])


def _earlier(message: Message, at: datetime) -> list[datetime]:
    """Moments of what this unverified address was written lately, newest first."""
    _take_turn(message.mark)
    longest = max(cap.span for cap in rules.UNVERIFIED_CAPS)
    most = max(cap.count for cap in rules.UNVERIFIED_CAPS)
    written = Message.objects.filter(
        mark=message.mark, is_verified=False, urgency="now", queued_at__gt=at - longest
    ).exclude(state=Message.State.WITHHELD)
    return list(written.order_by("-queued_at").values_list("queued_at", flat=True)[:most])


def _count_of_day(message: Message, at: datetime) -> int:
    """How many automatic letters went to this address of a customer within 24 hours."""
    _take_turn(message.mark)
    personal = [name for name, form in rules.TEMPLATES.items() if form.is_personal]
    written = Message.objects.filter(
        reader=message.reader, mark=message.mark, urgency="now", queued_at__gt=at - timedelta(days=1)
    )
    return written.exclude(state=Message.State.WITHHELD).exclude(template__in=personal).count()


def tell(message: Message, *, by: Actor, at: datetime) -> None:
    """Record that a message was written: queued, or withheld and why."""
    if message.state == Message.State.QUEUED:
        fact = MessageQueued(urgency=message.urgency, **what(message))
        record(fact, by=by, at=at, about=message.about, wakes=(WORK_TOPIC,))
        return
    reason = WITHHELD[message.withheld_because]
    withheld = MessageWithheld(
        because=message.withheld_because, because_ko=reason.ko, because_en=reason.en, **what(message)
    )
    record(withheld, by=by, at=at, about=message.about)
