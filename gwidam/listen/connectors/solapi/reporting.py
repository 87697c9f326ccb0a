"""What Solapi tells by its webhook: what became of each message."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..replies import part_of, text_of
from .saying import KEY
from .statuses import ARRIVED, has_failed

SECRET_HEADER = "X-Solapi-Secret"  # noqa: S105 - a name
NOTICE = "ATA"


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one message. name: what they call it. key: what we call it; empty where they did not say.

    because: why it will never arrive; empty for one that has arrived.
    """

    name: str
    key: str
    because: str = ""


def is_from(secret: str, shown: str) -> bool:
    """Whether the header shows the secret of the webhook: as the hexadecimal SHA-1 of it."""
    ours = hashlib.sha1(secret.encode()).hexdigest()  # noqa: S324 - their rule, and no signature
    return bool(secret) and hmac.compare_digest(ours.encode(), shown.strip().lower().encode())


def reports(told: Any) -> Iterator[Report]:
    """What is settled of each message; those on their way are passed over. Raises ValueError for no list of messages.

    A notice that did not arrive is not settled: it is sent as a text message, and reported again.
    """
    if not isinstance(told, list):
        raise ValueError("no list of messages")
    for each in told:
        name, code = text_of(each, "messageId"), text_of(each, "statusCode")
        if not name or not code:
            raise ValueError("no message")
        has_arrived = code == ARRIVED
        if not has_arrived and (not has_failed(code) or _goes_on_as_text(each)):
            continue
        why = text_of(each, "statusMessage") or text_of(each, "reason")
        because = "" if has_arrived else f"{code} {why}".strip()
        yield Report(name, text_of(each, "customFields", KEY), because)


def _goes_on_as_text(message: Any) -> bool:
    is_replaced = part_of(message, "replacement") is True
    return text_of(message, "type") == NOTICE and not is_replaced
