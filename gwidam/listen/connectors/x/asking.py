"""Requests of API v2, signed for one account (OAuth 1.0a, RFC 5849), with tokens that do not run out.

The four values stand side by side on one page of the developer portal. The tokens of OAuth 2 would have to be
renewed every two hours by one process alone, and an account would be lost with the answer to one renewal.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from ..replies import account, needed
from ..shapes import AGENT, Call, Place, Steps

FAMILY = "x"
MESSAGE = "message/"  # before the numbers of messages and conversations, which are no posts
SECRETS = ("api_key", "api_secret", "token", "token_secret")


def get(place: Place, path: str, asked: Mapping[str, Any]) -> Call:
    """A signed GET. asked: its query; what is empty is left out."""
    query = urlencode({name: value for name, value in asked.items() if value}, quote_via=quote)
    return _signed(place, "GET", f"{place.root}/2/{path}{f'?{query}' if query else ''}", None)


def post(place: Place, path: str, said: Mapping[str, Any]) -> Call:
    return _signed(place, "POST", f"{place.root}/2/{path}", said)


def our_id(place: Place) -> Steps[str]:
    """Who we are, by number."""
    if "id" not in place.session:
        said = account((yield get(place, "users/me", {})), place.at)
        place.session.update({"id": needed(said, "data", "id"), "handle": needed(said, "data", "username")})
    return place.session["id"]


def signature(method: str, url: str, told: Mapping[str, str], secrets: Mapping[str, str]) -> str:
    """HMAC-SHA1 over method, address and all parameters, each escaped, in order (RFC 5849, 3.4)."""
    address, _, query = url.partition("?")
    pairs = sorted(
        (_escaped(name), _escaped(value))
        for name, value in [*told.items(), *parse_qsl(query, keep_blank_values=True)]
    )
    joined = "&".join(f"{name}={value}" for name, value in pairs)
    base = "&".join((method, _escaped(address), _escaped(joined)))
    key = f"{_escaped(secrets.get('api_secret', ''))}&{_escaped(secrets.get('token_secret', ''))}"
    return base64.b64encode(hmac.new(key.encode(), base.encode(), hashlib.sha1).digest()).decode()


def _signed(place: Place, method: str, url: str, body: Mapping[str, Any] | None) -> Call:
    told = {
        "oauth_consumer_key": place.secrets.get("api_key", ""),
        "oauth_nonce": _nonce(place, method, url, body),
        "oauth_signature_method": "HMAC-SHA1",
        "oauth_timestamp": str(int(place.at.timestamp())),
        "oauth_token": place.secrets.get("token", ""),
        "oauth_version": "1.0",
    }
    told["oauth_signature"] = signature(method, url, told, place.secrets)
    known = ", ".join(f'{name}="{_escaped(value)}"' for name, value in told.items())
    headers = {"Accept": "application/json", "Authorization": f"OAuth {known}", "User-Agent": AGENT}
    return Call(method, url, headers, body)


def _nonce(place: Place, method: str, url: str, body: Mapping[str, Any] | None) -> str:
    """Another one for every request of a moment, and no secret."""
    of = json.dumps([method, url, place.at.isoformat(), body])
    return hashlib.sha256(of.encode()).hexdigest()[:32]


def _escaped(text: str) -> str:
    return quote(text, safe="-._~")
