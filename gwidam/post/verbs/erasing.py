"""Erasing: a person's address and words go, the fact that a letter went out stays."""

from __future__ import annotations

from datetime import datetime

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
    pks = list(full.select_for_update().values_list("pk", flat=True))
    if pks:
        Message.objects.filter(pk__in=pks).update(
            address=None, mark="", reply_to="", subject=None, body=None, page=None, url=None
        )
        record(MessagesErased(count=len(pks), **to(reader)), by=by, at=at, about=reader)
    return len(pks)
