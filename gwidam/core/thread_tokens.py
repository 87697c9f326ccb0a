"""Tokens that bring an answer home: which case a mail belongs to, signed, so that nobody can make one up.

A token names a case and carries 80 bits of HMAC-SHA256 over its purpose and the case, in letters that survive
mail programs: lower case only, no letters that look alike. It stands in the Message-ID of what the house sends
and behind the plus of its Reply-To. Whoever sends and whoever hears spell it here alone; without Django or clock.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

_SIGNATURE_BYTES = 10
_PURPOSE = b"gwidam.mail.thread.1"  # tokens of other purposes never fit, whatever the secret
_LONGEST = 100  # characters that are looked at
_TOKEN = re.compile(r"([a-z0-9]{1,32})-([a-z2-7]{16})")
_PLUS = re.compile(r"[^@+]{1,64}\+([^@]{1,100})@(.+)")


def sign(case: str, secret: bytes) -> str:
    """The token of a case; `case` is 1 to 32 of a-z and 0-9. Raises ValueError for anything else."""
    if not re.fullmatch(r"[a-z0-9]{1,32}", case):
        raise ValueError("a case in a token is 1 to 32 letters a-z and digits")
    return f"{case}-{_signature(case, secret)}"


def verify(token: str, secret: bytes) -> str | None:
    """The case a token names, or None when it was not signed with this secret. Takes the same time either way."""
    found = _TOKEN.fullmatch(token.strip().lower()) if len(token) <= _LONGEST else None
    if found is None:
        return None
    return found[1] if hmac.compare_digest(found[2], _signature(found[1], secret)) else None


def message_id(case: str, *, own: str, domain: str, secret: bytes) -> str:
    """The Message-ID, without brackets, of the letter `own` (letters and digits) about a case; carries its token."""
    return f"{sign(case, secret)}.{own}@{domain}"


def reply_address(case: str, *, mailbox: str, secret: bytes) -> str:
    """`name+token@domain` for a mailbox `name@domain`."""
    name, _, domain = mailbox.rpartition("@")
    return f"{name}+{sign(case, secret)}@{domain}"


def case_of_message_id(identifier: str, secret: bytes) -> str | None:
    """The case that one of our own Message-IDs names; None for all others."""
    return verify(identifier.partition("@")[0].partition(".")[0], secret)


def case_of_address(address: str, secret: bytes) -> str | None:
    """The case behind the plus of an address; None for all others."""
    found = _PLUS.fullmatch(address.strip())
    return verify(found[1], secret) if found else None


def _signature(case: str, secret: bytes) -> str:
    digest = hmac.digest(secret, _PURPOSE + b"\0" + case.encode("ascii"), hashlib.sha256)
    return base64.b32encode(digest[:_SIGNATURE_BYTES]).decode("ascii").lower()
