"""A talk begins with the customer's first words, and with somebody who is there for them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError

from gwidam.core.actors import House
from gwidam.core.errors import NotValid
from gwidam.core.ids import next_id
from gwidam.core.ledger import record, verb
from gwidam.listen.models import Channel
from gwidam.listen.verbs.voices import must_be_open
from gwidam.people.contacts import Reach
from gwidam.people.queries import on_duty
from gwidam.people.verbs import recognise

from ... import events
from ...models import Talk, TalkLine
from ...rules.talks import WAITING_LOOK
from ..moves import safe
from .choosing import keeper_for
from .ending import end_talk
from .keeping import take_talk
from .lines import must_fit
from .moves import add_line, locked, waiting_topic

CHAT = House("chat")


@dataclass(frozen=True, slots=True)
class Begun:
    """A talk, and whether this call began it."""

    talk: Talk
    is_new: bool


def hash_of(key: str) -> str:
    """How the key of a customer's browser is kept."""
    return hashlib.sha256(key.encode()).hexdigest()


def begin_talk(
    *,
    channel: Channel,
    key: str,
    text: str,
    line_key: str,
    language: str,
    at: datetime,
    name: str = "",
    reaches: Sequence[Reach] = (),
) -> Begun:
    """Begin a talk under a key that the customer's browser made; the same key again is the same talk.

    1. The customer is recognised by their contacts, or met. 2. TalkBegun, and LineSaid for the first words.
    3. Somebody on duty with the page open and room for one more has it at once (TalkTaken), who speaks the language
       and has the channel's skills before others; else it waits.
    4. Where nobody is on duty it is a voice at once (TalkEnded), with a guardian and a promised time.

    Raises NotValid without words, for words that are too long, or where the channel is closed.
    """
    known = _known(key)
    if known is not None:
        return Begun(known, is_new=False)
    try:
        talk = _begin(
            channel=channel,
            key=key,
            text=text,
            line_key=line_key,
            language=language,
            name=name,
            reaches=reaches,
            at=at,
        )
    except IntegrityError:
        known = _known(key)  # the same key came twice at once, and waited for the first one's commit
        if known is None:
            raise
        return Begun(known, is_new=False)
    return Begun(talk, is_new=True)


def _known(key: str) -> Talk | None:
    return Talk.objects.select_related("channel", "customer", "keeper").filter(key=hash_of(key)).first()


@verb
def _begin(
    *,
    channel: Channel,
    key: str,
    text: str,
    line_key: str,
    language: str,
    name: str,
    reaches: Sequence[Reach],
    at: datetime,
) -> Talk:
    if channel.kind != Channel.Kind.CHAT:
        raise NotValid(ko="대화 창구가 아닙니다.", en="This channel has no live chat.", field="channel")
    must_be_open(channel)
    words = must_fit(safe(text))
    customer = recognise(name=name, reaches=reaches, language=language, by=CHAT, at=at)
    talk = Talk.objects.create(
        id=next_id(),
        channel=channel,
        key=hash_of(key),
        customer=customer,
        language=language,
        began_at=at,
        waits_since=at,
        said_at=at,
        seen_at=at,
        tick_at=at + WAITING_LOOK,
    )
    present = on_duty(channel.roster_id, at) if channel.roster_id else []
    record(
        events.TalkBegun(talk_id=talk.pk, channel=channel.code, customer_id=customer.pk),
        by=customer,
        at=at,
        about=talk.about,
        wakes=(waiting_topic(talk), *(each.actor for each in present)),
    )
    talk = locked(talk)
    add_line(talk, side=TalkLine.Side.CUSTOMER, text=words, key=line_key, by=customer, at=at)
    keeper = keeper_for(talk, at=at)
    if keeper is not None:
        return take_talk(talk=talk, keeper=keeper, by=CHAT, at=at)
    if not present:
        return end_talk(talk=talk, because=Talk.Because.NOBODY, by=CHAT, at=at)
    return talk
