"""Mail that a mail server hands in, by LMTP (RFC 2033) or through a pipe: taken over only once it is kept."""

from __future__ import annotations

import hashlib
from datetime import datetime

from gwidam.core.thread_tokens import case_of_address
from gwidam.post.senders import own_addresses
from gwidam.post.tokens import thread_secret

from ...models import Ear
from ...verbs.ears import ear_answered
from ...verbs.mails import keep_mail

TOKENS_APART = "+"


def ear_at(address: str) -> Ear | None:
    """The open ear that a recipient's address leads to, with or without something behind a plus."""
    name, _, domain = address.strip().lower().rpartition("@")
    plain = f"{name.partition(TOKENS_APART)[0]}@{domain}"
    there = Ear.objects.select_related("channel", "line").filter(
        kind="lmtp", ended_at__isnull=True, line__ended_at__isnull=True
    )
    own = {each.lower(): ear for ear in there.order_by("pk") if ear.line for each in own_addresses(ear.line)}
    return own.get(f"{name}@{domain}") or own.get(plain)


def take_in(*, ear: Ear, raw: bytes, recipient: str, at: datetime) -> None:
    """Keep a mail that was handed in for an address of ours. The same bytes twice are one mail.

    The envelope alone may hold the mark of a case, so it is kept with the mail as servers do (Delivered-To).
    """
    if case_of_address(recipient, thread_secret()) is not None:
        raw = f"Delivered-To: {recipient}\r\n".encode("ascii", "replace") + raw
    keep_mail(ear=ear, raw=raw, key=hashlib.sha256(raw).hexdigest(), at=at)
    ear_answered(ear=ear, at=at)
