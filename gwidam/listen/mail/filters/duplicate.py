"""The same mail twice: in two mailboxes, or sent again by a program that did not wait."""

from __future__ import annotations

import hashlib

from ..mail import Mail, Words
from .decision import Decision, House


def duplicate(mail: Mail, house: House) -> Decision:
    """ "same-id" or "same-content" as one taken in before, else "no"; the keys are given for the next."""
    found = {"keys": list(keys(mail))}
    for key in keys(mail):
        if key in house.seen:
            verdict = "same-id" if key.startswith("id:") else "same-content"
            return Decision("duplicate", verdict, Words("이미 받은 메일입니다.", "It was taken in before."), found)
    return Decision("duplicate", "no", Words("새 메일입니다.", "It is new."), found)


def keys(mail: Mail) -> tuple[str, ...]:
    """By what a mail is known again: its Message-ID with its sender, and its canonical content.

    A Message-ID alone is not enough, since whoever writes one can take it from another mail.
    """
    sender = ",".join(sorted(each.key for each in mail.from_))
    found = []
    if mail.message_id:
        found.append("id:" + _digest(mail.message_id.lower(), sender))
    if mail.date is not None and (mail.text.strip() or mail.attachments):
        subject, text = " ".join(mail.subject.split()), " ".join(mail.text.split())
        files = sorted(each.sha256 for each in mail.attachments)
        found.append("content:" + _digest(sender, mail.date.isoformat(), subject, text, *files))
    return tuple(found)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
