"""Links that carry their own permission: who may silence what, signed, without a login."""

from __future__ import annotations

from django.conf import settings
from django.core import signing

from . import rules

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
