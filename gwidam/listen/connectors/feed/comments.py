"""Comments in the order a feed gives them; only its newest stand in it, so that it has to be looked at often enough.

A feed never says that a comment was taken back. One that is missing while older ones still stand is taken for that
once it was missing three times: a cache that is behind shows an older feed, and in it nothing is missing.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser

from gwidam.core.failing import FORBIDDEN, ODD

from ..replies import address_of, language_of, must_be_good
from ..shapes import AGENT, Call, Cursor, Gone, Heard, Page, Place, Reply, Steps, Unanswered
from ..wording import plain, told

MOST_REDIRECTS = 3
MOST_ENTRIES = 500  # of one feed; blogs list 10 to 100
MISSED_BEFORE_GONE = 3
_WHOLE_WORLD = ("http://", "https://", "tag:", "urn:")  # names that no two blogs give


class Comments:
    """Public words below what a blog says."""

    def listen(self, place: Place, cursor: Cursor) -> Steps[Page]:
        """All that the feed lists; it is not read again while it says that it has not changed (ETag, Last-Modified).

        cursor: listed, {key: moment} of the last look; missed, {key: times}.
        """
        asked = {"If-None-Match": cursor.get("etag"), "If-Modified-Since": cursor.get("modified")}
        reply = yield from _fetched(place, {name: str(value) for name, value in asked.items() if value})
        if reply.status == 304:
            return Page((), cursor)
        must_be_good(reply, place.at)
        entries = _entries(reply)
        items = tuple(_heard(each, place) for each in entries)
        listed = {each.key: each.said_at.isoformat() for each in items}
        missed = _missed(cursor, listed)
        gone = tuple(Gone(key) for key, times in missed.items() if times >= MISSED_BEFORE_GONE)
        before: Mapping[str, str] = cursor.get("listed") or {}
        return Page(
            items=(*(each for each in items if each.key not in before), *gone),
            cursor={
                "etag": reply.headers.get("etag", ""),
                "modified": reply.headers.get("last-modified", ""),
                "listed": {
                    **{key: before[key] for key, times in missed.items() if times < MISSED_BEFORE_GONE},
                    **listed,
                },
                "missed": {key: times for key, times in missed.items() if times < MISSED_BEFORE_GONE},
            },
        )


def _fetched(place: Place, asked: Mapping[str, str]) -> Steps[Reply]:
    """The feed, also where it moved to. Nothing secret is carried along."""
    url = place.url
    for _ in range(MOST_REDIRECTS + 1):
        reply = yield Call(
            "GET",
            url,
            {"Accept": "application/atom+xml, application/rss+xml, */*;q=0.1", "User-Agent": AGENT, **asked},
        )
        if reply.status not in (301, 302, 303, 307, 308) or not reply.headers.get("location"):
            return reply
        url = urljoin(url, reply.headers["location"])
    raise Unanswered(ODD)


def _entries(reply: Reply) -> list[Any]:
    """Its entries; none that names another. Raises Unanswered for what is no feed."""
    if b"<!ENTITY" in reply.body:
        raise Unanswered(FORBIDDEN)  # no feed needs them, and attacks are made of them
    parsed = feedparser.parse(
        reply.body,
        response_headers={"content-type": reply.headers.get("content-type", ""), "content-location": ""},
    )
    if not parsed.get("version"):
        raise Unanswered(ODD)
    return list(parsed.entries[:MOST_ENTRIES])


def _heard(entry: Any, place: Place) -> Heard:
    link, words = str(entry.get("link") or ""), _words(entry)
    name = str(entry.get("id") or link or f"{entry.get('author', '')} {entry.get('published', '')} {words[:200]}")
    above = entry.get("thr_in-reply-to")
    parent = str(above.get("ref") or "") if isinstance(above, dict) else ""
    return Heard(
        key=_key(name, place),
        text=words,
        said_at=_moment(entry, place.at),
        name=str(entry.get("author") or ""),
        language=language_of(str(entry.get("title_detail", {}).get("language") or "")),
        replies_to=(_key(parent, place),) if parent else (),
        url=address_of(link),
        is_public=True,
    )


def _words(entry: Any) -> str:
    """The whole comment where the feed gives it, else its beginning; the title only where it says all there is."""
    contents = entry.get("content") or []
    source = str(contents[0].get("value") or "") if contents else str(entry.get("summary") or "")
    media = [
        (str(each.get("type") or "file").partition("/")[0], "", str(each.get("href") or ""))
        for each in entry.get("enclosures") or []
    ]
    return told(plain(source) or plain(str(entry.get("title") or "")), media=media)


def _key(name: str, place: Place) -> str:
    """Within all feeds: what is a name only in its own feed is given that."""
    return (
        name if name.startswith(_WHOLE_WORLD) else f"{urlsplit(place.url).netloc}{urlsplit(place.url).path} {name}"
    )


def _moment(entry: Any, at: datetime) -> datetime:
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return min(datetime.fromtimestamp(calendar.timegm(parsed), UTC), at) if parsed else at
    except (OverflowError, ValueError, OSError):
        return at


def _missed(cursor: Cursor, listed: Mapping[str, str]) -> dict[str, int]:
    """{key: how many looks in a row it was missing, though older ones were there}."""
    before: Mapping[str, str] = cursor.get("listed") or {}
    times: Mapping[str, int] = cursor.get("missed") or {}
    oldest = min((listed[key] for key in listed if key in before), default=None)
    if oldest is None:
        return {}
    return {key: times.get(key, 0) + 1 for key, at in before.items() if key not in listed and at > oldest}
