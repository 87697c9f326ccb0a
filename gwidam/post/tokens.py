"""What the house signs in its letters: links by which a reader silences a topic, marks that bring an answer home."""

from __future__ import annotations

from django.conf import settings
from django.core import signing

from gwidam.core import thread_tokens

from . import rules

_CASE = "case:"
LONGEST_LOCAL_PART = 64  # octets (RFC 5321, 4.5.3.1.1)
SALT = "gwidam.post.mute"  # a token made for anything else does not open this door


def mute_token(*, reader: str, topic: str) -> str:
    """A token that lets its bearer mute one topic for one reader. Mail is kept long: it never expires."""
    return signing.Signer(salt=SALT).sign_object([reader, topic])


def mute_url(*, reader: str, topic: str) -> str:
    """The absolute address behind "mute" in a mail."""
    return f"{settings.PUBLIC_URL}/post/mute/{mute_token(reader=reader, topic=topic)}"


def read_mute_token(token: str) -> tuple[str, str] | None:
    """(reader, topic), or None for a token that we did not make."""
    try:
        reader, topic = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (reader, topic) if topic in rules.TOPICS else None


def thread_secret() -> bytes:
    """What the marks of cases in mails are signed with; see `core.thread_tokens`."""
    return str(settings.SECRET_KEY).encode()


def message_id(*, own: str, domain: str, case: str) -> str:
    """The Message-ID, in brackets, of the letter `own`; with the mark of its case where `case` names one."""
    if not case:
        return f"<{own}@{domain}>"
    return f"<{thread_tokens.message_id(case, own=own, domain=domain, secret=thread_secret())}>"


def reply_address(mailbox: str, *, case: str) -> str:
    """The mailbox with the mark of a case behind a plus; the mailbox itself where that would be too long."""
    marked = thread_tokens.reply_address(case, mailbox=mailbox, secret=thread_secret())
    return marked if len(marked.rpartition("@")[0]) <= LONGEST_LOCAL_PART else mailbox


def case_to_mark(*, reader: str, about: str) -> str:
    """The case that a letter brings its answers home to: a customer's own. Empty for every other letter."""
    number = about.removeprefix(_CASE)
    return number if reader.startswith("customer:") and about.startswith(_CASE) and number.isdecimal() else ""
