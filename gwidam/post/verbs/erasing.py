"""Erasing: a person's address and words go, the fact that a letter went out stays."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from urllib.parse import unquote_plus

from gwidam.core.actors import Actor
from gwidam.core.ledger import record, verb

from ..events import MessagesErased
from ..models import Message
from .moves import move, to


@verb
def erase(*, reader: str, by: Actor, at: datetime) -> int:
    """Take address and words out of every message to this reader; what still waits is withheld.

    Returns how many messages were emptied. The fingerprint of the address goes too.
    """
    messages = Message.objects.filter(reader=reader)
    for message in messages.filter(state=Message.State.QUEUED).select_for_update():
        move(message, "withhold", withheld_because="erased")
    full = messages.exclude(state=Message.State.SENDING).filter(address__isnull=False)
    return _empty(list(full.select_for_update().values_list("pk", flat=True)), reader, by=by, at=at)


@verb
def empty_naming(
    *, names: Callable[[str], bool], readers: Iterable[str], topics: Collection[str], by: Actor, at: datetime
) -> int:
    """Take the words out of messages about these topics in which somebody is named; how many there were.

    `names` says whether words name them. What still waits is withheld. A digest goes as a whole.
    """
    count = 0
    for reader in readers:
        kept = Message.objects.filter(reader=reader, topic__in=topics, subject__isnull=False)
        naming = [each for each in kept.select_for_update() if names(_said(each))]
        for message in naming:
            if message.state == Message.State.QUEUED:
                move(message, "withhold", withheld_because="erased")
        count += _empty([each.pk for each in naming], reader, by=by, at=at)
    return count


def _said(message: Message) -> str:
    url = unquote_plus(message.url or "")
    return f"{message.subject}\n{unquote_plus(message.body or '')}\n{url}"


def _empty(pks: Sequence[int], reader: str, *, by: Actor, at: datetime) -> int:
    if pks:
        Message.objects.filter(pk__in=pks).update(
            address=None,
            mark="",
            reply_to="",
            subject=None,
            body=None,
            page=None,
            url=None,
            thread=None,
            said_mark="",
        )
        record(MessagesErased(count=len(pks), **to(reader)), by=by, at=at, about=reader)
    return len(pks)
