"""Many letters at once: put into words one by one, written together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from gwidam.core.actors import Actor
from gwidam.core.ledger import verb
from gwidam.core.rows import draw_ids, write_rows
from gwidam.core.sealed import fingerprint
from gwidam.core.words import LANGUAGES

from .. import letters, rules
from ..models import Line, Message, Mute
from .writing import first_try_at, tell, way_to

FIELDS = (
    "id", "key", "reader", "about", "topic", "template", "language", "urgency", "carrier", "address", "mark",
    "is_verified", "line_id", "subject", "body", "page", "url", "message_id", "state", "queued_at", "next_try_at",
    "withheld_because",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One letter to one reader, as `write` takes it."""

    key: str
    reader: str
    address: str | None
    language: str
    template: str
    places: Mapping[str, object]
    about: str
    is_verified: bool
    line: Line | None = None


@verb
def write_many(*, notices: Sequence[Notice], by: Actor, at: datetime) -> list[Message]:
    """Write a letter for each notice and queue it, withheld ones with their reason; in the order given.

    A key that was written before gives the message that stands. Nothing is counted against the caps of addresses
    nobody has confirmed: whoever sends many lets no stranger choose to whom. Raises ValueError for a topic that is
    capped, and where two notices have one key or `write` would raise it.
    """
    if len({each.key for each in notices}) < len(notices):
        raise ValueError("two notices have one key")
    standing = {each.key: each for each in Message.objects.filter(key__in=[each.key for each in notices])}
    fresh = [each for each in notices if each.key not in standing]
    muted = _muted(fresh)
    numbers = draw_ids(Message._meta.db_table, len(fresh)) if fresh else []
    made = [_message(each, number, muted, at=at) for each, number in zip(fresh, numbers, strict=True)]
    write_rows(Message, [{name: getattr(each, name) for name in FIELDS} for each in made])
    for each in made:
        tell(each, by=by, at=at)
    standing |= {each.key: each for each in made}
    return [standing[each.key] for each in notices]


def _muted(notices: Iterable[Notice]) -> set[tuple[str, str]]:
    """(reader, topic) of what is not wanted."""
    readers = [each.reader for each in notices]
    return set(Mute.objects.filter(reader__in=readers).values_list("reader", "topic"))


def _message(notice: Notice, number: int, muted: set[tuple[str, str]], *, at: datetime) -> Message:
    allowed = rules.places_for(notice.template, notice.places, is_verified=notice.is_verified)
    topic = rules.TEMPLATES[notice.template].topic
    manner = rules.TOPICS[topic]
    if manner.is_capped and manner.urgency == "now" and not notice.is_verified:
        raise ValueError(f"{topic} is capped: write one by one")
    if notice.language not in LANGUAGES:
        raise ValueError(f"unknown language {notice.language!r}")
    box, carrier = way_to(notice.address, notice.line)
    message = Message(
        id=number,
        key=notice.key,
        reader=notice.reader,
        about=notice.about,
        topic=topic,
        template=notice.template,
        language=notice.language,
        urgency=manner.urgency,
        carrier=carrier,
        line=notice.line,
        mark=fingerprint(box.lower(), purpose="post.address") if box else "",
        is_verified=notice.is_verified,
        message_id=letters.message_id(notice.key, reader=notice.reader, about=notice.about),
        queued_at=at,
    )
    reason = _reason(notice, message, muted)
    if reason:
        message.state, message.withheld_because = Message.State.WITHHELD, reason
        return message
    form = letters.form_for(notice.line)
    words = form(notice.template, allowed, language=notice.language, reader=notice.reader, topic=topic)
    message.state, message.address = Message.State.QUEUED, box
    message.subject, message.body, message.page = words.subject, words.body, words.page
    message.url = str(notice.places.get("url", ""))
    message.next_try_at = first_try_at(message)
    return message


def _reason(notice: Notice, message: Message, muted: set[tuple[str, str]]) -> str:
    if message.carrier == Message.Carrier.NONE:
        return "bad_address" if notice.address else "no_address"
    can_be_muted = rules.TOPICS[message.topic].can_be_muted
    return "muted" if can_be_muted and (message.reader, message.topic) in muted else ""
