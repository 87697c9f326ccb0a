"""Text messages that customers send, as gateways tell of them by webhook: each as words that were heard.

There is no common shape. The names here are ours (`id`, `from`, `text`, `at`), those of Twilio's incoming message
webhook, and those of Vonage's inbound SMS webhook; a gateway that can be told what to call things uses ours.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any

from gwidam.core.errors import NotValid
from gwidam.people.contacts import Reach, phone

from ..ears.heard import Heard

NAMES = ("id", "MessageSid", "messageId")
SENDERS = ("from", "From", "msisdn")
WORDS = ("text", "Body")
IN_HOUSE_TIME = ("at",)
IN_UTC = ("message-timestamp",)
LONGEST_NAME = 150
SHORTEST_ABROAD = 9  # digits: what has no more is a number of services within Korea


def arrived(told: Any, *, zone: tzinfo, now: datetime) -> Heard:
    """One message. `zone`: of a moment that names none. `now`: when it was told, for one that says no moment.

    What names it is its id, or who said what when where it has none. Raises NotValid for what is no message.
    """
    if not isinstance(told, Mapping):
        raise _no_message()
    sender, name, said_at = _first(told, SENDERS), _first(told, NAMES), _moment(told, zone)
    text = _first(told, WORDS)
    if not sender or len(name) > LONGEST_NAME or not (name or said_at):
        raise _no_message()
    key = name or hashlib.sha256(f"{sender}\n{said_at}\n{text}".encode()).hexdigest()
    who = _who(sender)
    return Heard(
        key=key,
        text=text,
        said_at=min(said_at or now, now),
        who=who,
        name="" if who else sender,
    )


def _who(sender: str) -> Reach | None:
    """None where nobody could be answered there: a service that sends under a word, for one."""
    is_abroad = sender.isdecimal() and len(sender) > SHORTEST_ABROAD and not sender.startswith(("0", "82"))
    try:
        return phone(f"+{sender}" if is_abroad else sender)  # some gateways leave the plus away
    except NotValid:
        return None


def _first(told: Mapping[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        found = told.get(name)
        if isinstance(found, str | int) and not isinstance(found, bool) and str(found).strip():
            return str(found).strip()
    return ""


def _moment(told: Mapping[str, Any], zone: tzinfo) -> datetime | None:
    for names, its_zone in ((IN_HOUSE_TIME, zone), (IN_UTC, UTC)):
        if written := _first(told, names):
            try:
                found = datetime.fromisoformat(written)
            except ValueError:
                raise NotValid(
                    ko="at: 2026-11-22T09:00:00+09:00처럼 적어 주세요.",
                    en="at: write it as 2026-11-22T09:00:00+09:00.",
                    field="at",
                ) from None
            return found if found.tzinfo else found.replace(tzinfo=its_zone)
    return None


def _no_message() -> NotValid:
    return NotValid(
        ko="문자 한 통이 아닙니다. from과 text, 그리고 id나 at이 있어야 합니다.",
        en="This is no text message: from and text are needed, and id or at.",
        field="",
    )
