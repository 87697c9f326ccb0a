"""What the other side reports of words it has taken: they arrived, or never will."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.actors import POST
from gwidam.core.ledger import record, verb

from ..events import MessageBounced, MessageFailed, MessageSent
from ..models import Line, Message
from ..said import mark_of
from .moves import move, what
from .sending import said_mark

OPEN = (Message.State.QUEUED, Message.State.SENDING)


@verb
def take_report(*, line: Line, key: str, name: str, because: str, at: datetime) -> Message | None:
    """Keep what became of a message. `key` is what we call it, `name` what they do; one of them is enough.

    `because` says why it did not arrive, and is empty for one that did. Reports may come before the confirmation of
    the sending, twice, and in any order: one that did not arrive stays so. None for a message that is not ours.
    """
    message = _named(line, key, name)
    if message is None:
        return None
    if because and message.state == Message.State.SENT:
        move(message, "bounce", failed_because=because[:300])
        record(MessageBounced(because=because, **what(message)), by=POST, at=at, about=message.about)
    elif because and message.state in OPEN:
        move(message, "miss", failed_because=because[:300])
        record(MessageFailed(because=because, **what(message)), by=POST, at=at, about=message.about)
    elif not because and message.state in OPEN:
        move(message, "arrive", sent_at=at, said_mark=said_mark(message, name))
        record(MessageSent(attempts=message.attempts, **what(message)), by=POST, at=at, about=message.about)
    return message


def _named(line: Line, key: str, name: str) -> Message | None:
    """The message by the name we gave it, else by the one it has over there."""
    by_line = Message.objects.select_for_update(of=("self",)).select_related("line").filter(line=line)
    found: Message | None = by_line.filter(key=key).first() if key else None
    if found is None and not key and name:
        found = by_line.filter(said_mark=mark_of(line.shape.family, name)).first()
    return found
