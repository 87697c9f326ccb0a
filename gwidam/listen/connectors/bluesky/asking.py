"""Requests of the AT protocol (XRPC), within a session that is opened, renewed, and opened again when it is lost.

Sessions are kept because they may be opened only 300 times a day (Bluesky's rate limits), less than we ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from ..replies import account, needed, text_of
from ..shapes import AGENT, Call, Place, Reply, Steps

CHAT = "did:web:api.bsky.chat#bsky_chat"  # the service that a server of accounts passes direct messages on to
FAMILY = "bluesky"
_LOST = ("ExpiredToken", "InvalidToken")


def query(place: Place, name: str, asked: Mapping[str, Any], *, to_chat: bool = False) -> Steps[Reply]:
    """A question, and its answer whatever the status is. Raises Unanswered where no session can be had."""
    path = f"{name}?{urlencode(asked, doseq=True)}" if asked else name
    return (yield from _within(place, "GET", path, None, to_chat=to_chat))


def procedure(place: Place, name: str, said: Mapping[str, Any], *, to_chat: bool = False) -> Steps[Reply]:
    """Something to be done, and its answer whatever the status is. Raises Unanswered."""
    return (yield from _within(place, "POST", name, said, to_chat=to_chat))


def did_of(place: Place) -> Steps[str]:
    """Who we are. Opens a session where there is none."""
    if "did" not in place.session:
        yield from _open(place)
    return place.session["did"]


def _within(
    place: Place, method: str, path: str, said: Mapping[str, Any] | None, *, to_chat: bool
) -> Steps[Reply]:
    if "access" not in place.session:
        yield from _open(place)
    reply = yield _call(place, method, path, said, place.session["access"], to_chat=to_chat)
    if _is_lost(reply):
        yield from _renew(place)
        reply = yield _call(place, method, path, said, place.session["access"], to_chat=to_chat)
    return reply


def _open(place: Place) -> Steps[None]:
    said = {"identifier": place.account, "password": place.secrets.get("password", "")}
    _keep(place, account((yield _call(place, "POST", "com.atproto.server.createSession", said, "")), place.at))


def _renew(place: Place) -> Steps[None]:
    """A renewal token works once; who lost the answer to it opens a new session."""
    token = place.session.get("refresh", "")
    reply = yield _call(place, "POST", "com.atproto.server.refreshSession", None, token)
    if 200 <= reply.status < 300:
        _keep(place, account(reply, place.at))
    elif reply.status in (400, 401):
        yield from _open(place)
    else:
        account(reply, place.at)


def _keep(place: Place, said: Any) -> None:
    found = {
        "access": needed(said, "accessJwt"),
        "refresh": needed(said, "refreshJwt"),
        "did": needed(said, "did"),
        "handle": text_of(said, "handle"),
    }
    place.session.update(found)


def _is_lost(reply: Reply) -> bool:
    if reply.status not in (400, 401):
        return False
    try:
        return text_of(reply.json(), "error") in _LOST
    except ValueError:
        return False


def _call(
    place: Place, method: str, path: str, said: Mapping[str, Any] | None, token: str, *, to_chat: bool = False
) -> Call:
    headers = {"Accept": "application/json", "User-Agent": AGENT}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if to_chat:
        headers["Atproto-Proxy"] = CHAT
    return Call(method, f"{place.root}/xrpc/{path}", headers, said)
