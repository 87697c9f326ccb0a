"""How the mail of the demo's past left: every server took it, but for the one that is gone."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.calls import Accepted, Outcome, Refused
from gwidam.post.models import Message
from gwidam.post.verbs.sending import settle

GONE = "gone.example"

# One process writes the past in one transaction: nobody else claims anything, and `since` steps over the rows of
# what has left, which are not vacuumed before the end. Of a voice without a name only the day is written: that day.
_CLAIM = """
    UPDATE post_message SET state = 'sending', sending_since = %(at)s, attempts = attempts + 1
     WHERE state = 'queued' AND urgency = 'now'
       AND next_try_at >= %(since)s - interval '1 day' AND next_try_at <= %(at)s
    RETURNING id, key, reader, about, topic, template, state, line_id, attempts, address, queued_at, sending_since,
              next_try_at
"""


def leave(*, since: datetime, at: datetime) -> None:
    """Letters that fell due from `since` until `at` leave; what became of each is decided by its address.

    Nobody reads them, so that no mail is made of their words.
    """
    due = list(Message.objects.raw(_CLAIM, {"since": since, "at": at}))
    for message in sorted(due, key=lambda each: (each.next_try_at, each.pk)):
        settle(message, outcome_of(message), at=at)


def outcome_of(message: Message) -> Outcome:
    """Accepted, under the letter's own key where it leaves by a line; Refused for a mailbox at GONE."""
    if message.line_id is not None:
        return Accepted(message.key)
    if (message.address or "").endswith(f"@{GONE}"):
        return Refused(because="550 5.1.1 그런 메일함이 없습니다 · no such mailbox")
    return Accepted()
