"""Muting: a reader silences a topic, and hears it again."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.actors import Actor
from gwidam.core.errors import NotValid
from gwidam.core.ledger import record, verb

from .. import rules
from ..events import MessageWithheld, TopicMuted, TopicUnmuted
from ..models import Message, Mute
from .moves import move, to, what
from .writing import WITHHELD


@verb
def mute(*, reader: str, topic: str, by: Actor, at: datetime) -> None:
    """Send this reader no more mail about the topic; what still waits is withheld. Twice is once.

    Raises NotValid for a topic that cannot be muted: receipts and answers always arrive.
    """
    known = rules.TOPICS.get(topic)
    if known is None or not known.can_be_muted:
        raise NotValid(
            ko="접수 확인과 답변은 늘 보내 드립니다.", en="Receipts and answers are always sent.", topic=topic
        )
    _, is_new = Mute.objects.get_or_create(reader=reader, topic=topic, defaults={"at": at})
    if not is_new:
        return
    name = known.name
    record(TopicMuted(topic=topic, what_ko=name.ko, what_en=name.en, **to(reader)), by=by, at=at, about=reader)
    waiting = Message.objects.filter(reader=reader, topic=topic, state=Message.State.QUEUED)
    for message in waiting.select_for_update():
        move(message, "withhold", withheld_because="muted")
        reason = WITHHELD["muted"]
        fact = MessageWithheld(because="muted", because_ko=reason.ko, because_en=reason.en, **what(message))
        record(fact, by=by, at=at, about=message.about)


@verb
def unmute(*, reader: str, topic: str, by: Actor, at: datetime) -> None:
    """Send mail about the topic again, from the next message on."""
    muted = Mute.objects.filter(reader=reader, topic=topic).select_for_update().first()
    if muted is None:
        return
    muted.delete()
    name = rules.TOPICS[topic].name
    record(TopicUnmuted(topic=topic, what_ko=name.ko, what_en=name.en, **to(reader)), by=by, at=at, about=reader)
