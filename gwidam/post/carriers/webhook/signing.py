"""The symmetric signature of Standard Webhooks 1.0."""

from __future__ import annotations

import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterable

PREFIX = "whsec_"
KEY_BYTES = 32  # the specification asks for 24 to 64
MOST_SIGNATURES = 8  # of one message that are looked at
TOLERANCE = 300  # seconds that a message may be old, or ahead of our clock


def new_secret() -> str:
    """A fresh key in base64, with the prefix by which receivers' libraries know it."""
    return PREFIX + b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def sign(secret_keys: Iterable[str], *, message_id: str, timestamp: int, body: bytes) -> str:
    """The value of `webhook-signature`: one `v1,…` for each key, with spaces between.

    HMAC-SHA256 over `id.timestamp.body`; `timestamp` is in whole seconds since 1970, of this very try.
    Raises ValueError for a key that is no base64.
    """
    signed = f"{message_id}.{timestamp}.".encode() + body
    return " ".join(f"v1,{_signature(key, signed)}" for key in secret_keys)


def is_signed(
    secret_keys: Iterable[str], *, message_id: str, timestamp: str, signatures: str, body: bytes, now: int
) -> bool:
    """Whether one of the keys signed this very message within TOLERANCE of `now` (seconds since 1970).

    The other three are headers as they came: `webhook-id`, `webhook-timestamp`, `webhook-signature`. Signatures of
    other versions are passed over. All keys and signatures are compared, so that the time taken tells nothing.
    Raises ValueError for a key that is no base64.
    """
    is_number = timestamp.isascii() and timestamp.isdecimal() and len(timestamp) < 12
    if not message_id or not is_number or abs(now - int(timestamp)) > TOLERANCE:
        return False
    signed = f"{message_id}.{timestamp}.".encode("utf-8", "surrogatepass") + body
    given = [each.encode("utf-8", "surrogatepass") for each in signatures.split()[:MOST_SIGNATURES]]
    fits = [
        hmac.compare_digest(f"v1,{_signature(key, signed)}".encode(), each)
        for key in secret_keys
        for each in given
    ]
    return any(fits)


def _signature(key: str, signed: bytes) -> str:
    raw = b64decode(key.removeprefix(PREFIX), validate=True)
    return b64encode(hmac.digest(raw, signed, "sha256")).decode()
