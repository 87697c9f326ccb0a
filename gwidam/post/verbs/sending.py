"""Sending: claimed in one transaction, delivered outside any, marked in another.

The mail server takes a letter and we note it, in this order; a process killed between the two leaves a letter
that is sent again. It then bears the same Message-ID, by which mailboxes fold the two into one. The other
order would lose letters. The gap is one commit wide: each letter is marked before the next one is begun.
"""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime
from time import monotonic
from typing import Any

from django.db import connection, transaction

from gwidam.core.actors import POST, Actor
from gwidam.core.errors import NotFound, NotNow
from gwidam.core.ledger import record, unhurried, verb

from .. import rules
from ..carriers import Accepted, Carrier, Outcome, Refused, TryLater, chosen
from ..events import MessageBounced, MessageDeferred, MessageFailed, MessageSent
from ..letters import leaving
from ..models import Line, Message
from ..said import MAIL, mark_of
from .lines import line_failed, line_sent
from .moves import move, what

# No letter of a batch is begun later than this after the claim, so that none outlives the lease on the way.
BEGIN_WITHIN = 20.0  # seconds
# From so many letters at once on, what follows from their leaving is done in bulk.
MANY = 20
# While the server is away the rest of a batch waits this long; one letter at a time finds out.
AWAY = rules.LEASE


def send_due(*, at: datetime, limit: int = 100, carrier: Carrier[Any] | None = None) -> int:
    """Send what is due, at most `limit` letters, over one connection for each line. Returns how many were claimed.

    Not a verb itself: it is a claim, then for each letter a delivery outside any transaction and one verb
    that marks what became of it. Any number of processes may call it at once.
    """
    claimed = _claim(at=at, limit=limit)
    if not claimed:
        return 0
    begun = monotonic()
    by_line: dict[Line | None, list[Message]] = {}
    for message in claimed:
        by_line.setdefault(_way_out(message.line), []).append(message)
    with unhurried() if len(claimed) >= MANY else nullcontext():
        for line, waiting in by_line.items():
            _send_by(line, carrier or chosen(line), waiting, begun=begun, at=at)
    return len(claimed)


def _send_by(
    line: Line | None, carrier: Carrier[Any], waiting: list[Message], *, begun: float, at: datetime
) -> None:
    """Send these over one connection; what is not begun in time, or cannot be, is given back."""
    with carrier.connected() as session:
        while waiting and monotonic() - begun < BEGIN_WITHIN:
            message = waiting.pop(0)
            outcome = session.send(leaving(message, at=at))
            try:
                settle(message, outcome, at=at)
            except NotNow:  # our lease was over and another process has it; its mark holds
                continue
            if line is not None:
                _note(line, outcome, at=at)
            if isinstance(outcome, TryLater) and outcome.is_away:
                _release(waiting, next_try_at=at + (outcome.rest_for or AWAY))
                return
    _release(waiting, next_try_at=at)


def _way_out(line: Line | None) -> Line | None:
    """The line words leave by; None for the mail server of the house, which carries for every mailbox."""
    return None if line is None or (line.shape.is_mail and line.shape.carrier is None) else line


def _note(line: Line, outcome: Outcome, *, at: datetime) -> None:
    """How sending goes, on the line itself."""
    match outcome:
        case TryLater(because=because, is_away=True, rest_for=rest_for):
            line_failed(line=line, because=because, rest_until=at + rest_for if rest_for else None, at=at)
        case Accepted():
            line_sent(line=line, at=at)


def _claim(*, at: datetime, limit: int) -> list[Message]:
    """Lease due messages to this process, oldest first: those queued, and those whose process died.

    A lease is no change of the house, so no fact tells of it, and it is one statement of SQL.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        pks: list[int] = []
        for waits, since, until in _LEASES:
            if len(pks) < limit:
                cursor.execute(
                    f"UPDATE post_message SET state = 'sending', sending_since = %s, attempts = attempts + 1 "  # noqa: S608 - constants
                    f"WHERE id IN (SELECT id FROM post_message WHERE {waits} AND {since} <= %s "
                    f"ORDER BY {since}, id LIMIT %s FOR UPDATE SKIP LOCKED) RETURNING id",
                    [at, at - until, limit - len(pks)],
                )
                pks += [row[0] for row in cursor.fetchall()]
    claimed = Message.objects.filter(pk__in=pks, sending_since=at).select_related("line")
    return list(claimed.order_by("next_try_at", "pk"))


_NO_TIME = rules.LEASE - rules.LEASE
_LEASES = (
    ("state = 'sending'", "sending_since", rules.LEASE),
    ("state = 'queued' AND urgency = 'now'", "next_try_at", _NO_TIME),
)


def _release(messages: list[Message], *, next_try_at: datetime) -> None:
    """Give back what was claimed and not begun."""
    if not messages:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE post_message SET state = 'queued', sending_since = NULL, attempts = attempts - 1, "
            "next_try_at = %s WHERE id = ANY(%s) AND state = 'sending' AND sending_since = %s",
            [next_try_at, [message.pk for message in messages], messages[0].sending_since],
        )


@verb
def settle(message: Message, outcome: Outcome, *, at: datetime) -> None:
    """Note what became of a letter. Raises NotNow when our lease was over and another process has it."""
    match outcome:
        case Accepted(name=name):
            move(message, "send", sent_at=at, said_mark=said_mark(message, name))
            record(MessageSent(attempts=message.attempts, **what(message)), by=POST, at=at, about=message.about)
        case Refused(because=because):
            _fail(message, because, at=at)
        case TryLater(because=because, rest_for=rest_for):
            again_at = rules.try_again_at(attempts=message.attempts, queued_at=message.queued_at, at=at)
            if again_at is None:
                _fail(message, because, at=at)
                return
            move(message, "defer", next_try_at=max(again_at, at + rest_for) if rest_for else again_at)
            fact = MessageDeferred(attempts=message.attempts, because=because, **what(message))
            record(fact, by=POST, at=at, about=message.about)


def said_mark(message: Message, name: str) -> str:
    """The fingerprint by which a reply finds the message again; empty where the other side names nothing."""
    family = message.line.shape.family if message.line else MAIL
    return mark_of(family, name) if name else ""


def _fail(message: Message, because: str, *, at: datetime) -> None:
    move(message, "fail", failed_because=because[:300])
    record(MessageFailed(because=because, **what(message)), by=POST, at=at, about=message.about)


@verb
def bounce(*, message_id: str, because: str, by: Actor, at: datetime) -> Message:
    """Note that a letter came back after the server had taken it: it did not arrive. Twice is once.

    Raises NotFound for a Message-ID that is not ours, NotNow for a letter that never left.
    """
    message: Message | None = Message.objects.select_for_update().filter(message_id=message_id).first()
    if message is None:
        raise NotFound(ko="저희가 보낸 메일이 아닙니다.", en="This mail was not sent from here.")
    if message.state == Message.State.FAILED:
        return message
    move(message, "bounce", failed_because=because[:300])
    record(MessageBounced(because=because, **what(message)), by=by, at=at, about=message.about)
    return message
