"""Values kept sealed (AES-256-GCM) and looked up by a keyed fingerprint, never by the value itself."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

_NONCE = 12  # bytes; NIST SP 800-38D's recommended length
_FORM = 1


def _key(purpose: str) -> bytes:
    return _drawn(settings.SECRET_KEY, purpose)


@lru_cache(maxsize=64)
def _drawn(secret: str, purpose: str) -> bytes:
    return hmac.new(secret.encode(), f"gwidam/{purpose}".encode(), hashlib.sha256).digest()


def seal(value: bytes) -> bytes:
    """form byte + nonce + ciphertext with tag. A new nonce each time: equal values do not look equal."""
    nonce = os.urandom(_NONCE)
    return bytes([_FORM]) + nonce + AESGCM(_key("seal")).encrypt(nonce, value, None)


def unseal(sealed: bytes) -> bytes:
    """The value again. Raises InvalidTag when the key or the bytes are not the ones that sealed it."""
    sealed = bytes(sealed)
    nonce, rest = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    return AESGCM(_key("seal")).decrypt(nonce, rest, None)


def fingerprint(value: str, *, purpose: str) -> str:
    """32 hex digits that are equal for equal values of one purpose and say nothing else about them."""
    return hmac.new(_key(purpose), value.encode(), hashlib.sha256).hexdigest()[:32]


class SealedTextField(models.BinaryField):  # type: ignore[type-arg]
    """Text that is sealed in the database and plain in Python; it cannot be searched or sorted."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else unseal(value).decode()

    def to_python(self, value: Any) -> Any:
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, str):
            value = seal(value.encode())
        return super().get_db_prep_value(value, connection, prepared)


class SealedJSONField(SealedTextField):
    """A JSON value that is sealed in the database."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else json.loads(unseal(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is not None and not isinstance(value, bytes | memoryview):
            value = json.dumps(value, ensure_ascii=False)
        return super().get_db_prep_value(value, connection, prepared)
