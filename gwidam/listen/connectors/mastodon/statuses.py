"""A status as it is told here, and how the server is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from ..replies import address_of as web
from ..replies import language_of, list_of, moment_of, needed, part_of, raw_of, text_of
from ..shapes import AGENT, Call, Heard, Place, handle
from ..wording import plain, told

FAMILY = "mastodon"
PUBLIC = ("public", "unlisted")  # the other visibilities: private (followers), direct (whom it names)


def get(place: Place, path: str, asked: Mapping[str, Any] | None = None) -> Call:
    """A GET of the API. asked: its query; lists are repeated, as Rails reads them with `[]` behind the name."""
    query = f"?{urlencode(asked, doseq=True)}" if asked else ""
    return Call("GET", f"{place.root}/api/{path}{query}", _headers(place))


def post(place: Place, path: str, said: Mapping[str, Any], key: str) -> Call:
    """A POST that the server does once for its key, as long as it remembers it: an hour."""
    return Call("POST", f"{place.root}/api/{path}", {**_headers(place), "Idempotency-Key": key}, said)


def status_path(number: str, *, then: str = "") -> str:
    return f"v1/statuses/{quote(number, safe='')}{then}"


def key_of(number: str, place: Place) -> str:
    """A status by the server that counts it: numbers of two servers may be the same."""
    return f"{server_of(place)}/{number}"


def number_of(key: str) -> str:
    """The number within its server."""
    return key.rpartition("/")[2]


def server_of(place: Place) -> str:
    return place.root.partition("://")[2]


def heard(status: Any, place: Place) -> Heard:
    """A status that names us. Raises Unanswered where it is none."""
    number, account = needed(status, "id"), part_of(status, "account")
    acct, parent = needed(account, "acct"), text_of(status, "in_reply_to_id")
    visibility = text_of(status, "visibility")
    return Heard(
        key=key_of(number, place),
        text=words_of(status),
        said_at=moment_of(text_of(status, "created_at"), place.at),
        who=handle(FAMILY, address_of(acct, place)),
        name=text_of(account, "display_name"),
        language=language_of(text_of(status, "language")),
        replies_to=(key_of(parent, place),) if parent else (),
        url=web(text_of(status, "url")),
        is_public=visibility in PUBLIC,
        raw=raw_of(status),
        thread={"status": number, "acct": acct, "visibility": visibility},
    )


def words_of(status: Any) -> str:
    """Warning, words, the choices of a poll, and what the media show."""
    choices = "\n".join(f"( ) {text_of(each, 'title')}" for each in list_of(status, "poll", "options"))
    media = [
        (text_of(each, "type") or "media", text_of(each, "description"), text_of(each, "url"))
        for each in list_of(status, "media_attachments")
    ]
    words = "\n\n".join(part for part in (plain(text_of(status, "content")), choices) if part)
    return told(words, warning=text_of(status, "spoiler_text"), media=media)


def address_of(acct: str, place: Place) -> str:
    """`name@server`, also for those of our own server, whom it calls `name`."""
    return acct if "@" in acct else f"{acct}@{server_of(place)}"


def _headers(place: Place) -> dict[str, str]:
    return {
        "Accept": "application/json",
        "Authorization": f"Bearer {place.secrets.get('token', '')}",
        "User-Agent": AGENT,
    }
