"""Requests as Solapi knows them: each signed over its own moment and salt."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from ..shapes import Call, Place


def get(place: Place, path: str, **asked: str) -> Call:
    """Ask for something."""
    query = f"?{urlencode(asked)}" if asked else ""
    return Call("GET", f"{place.root}/{path}{query}", _signed(place))


def post(place: Place, path: str, body: Mapping[str, Any]) -> Call:
    """Tell something."""
    return Call("POST", f"{place.root}/{path}", _signed(place), body)


def authorization(key: str, secret: str, *, at: datetime, salt: str) -> str:
    """The header: HMAC-SHA256 with the secret over the moment and the salt, one after the other."""
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    signature = hmac.new(secret.encode(), f"{moment}{salt}".encode(), hashlib.sha256).hexdigest()
    return f"HMAC-SHA256 apiKey={key}, date={moment}, salt={salt}, signature={signature}"


def _signed(place: Place) -> dict[str, str]:
    header = authorization(
        place.account, place.secrets.get("api_secret", ""), at=place.at, salt=secrets.token_hex(16)
    )
    return {"Authorization": header}
