"""A post, or a message, as it is told here."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

from ..replies import list_of, part_of, text_of
from ..wording import told

FIELDS = {
    "expansions": "author_id,attachments.media_keys",
    "tweet.fields": (
        "attachments,author_id,conversation_id,created_at,entities,lang,note_tweet,possibly_sensitive,referenced_tweets"
    ),
    "user.fields": "name,username",
    "media.fields": "alt_text,type,url,preview_image_url",
}
# A number of theirs is the milliseconds since X's own beginning, and 22 bits more.
_BEGINNING, _BITS = 1_288_834_974_657, 22


def people_of(said: Any) -> dict[str, Any]:
    """{number: account} of those who are named beside a list."""
    return {text_of(each, "id"): each for each in list_of(said, "includes", "users")}


def media_of(said: Any) -> dict[str, Any]:
    """{key: medium} of what is shown beside a list."""
    return {text_of(each, "media_key"): each for each in list_of(said, "includes", "media")}


def words_of(tweet: Any, media: Mapping[str, Any]) -> str:
    """All of a long post; the addresses in the place of their t.co ones; what its media show."""
    note = part_of(tweet, "note_tweet")
    text = text_of(note, "text") or text_of(tweet, "text")
    entities = part_of(note, "entities") if text_of(note, "text") else part_of(tweet, "entities")
    for each in list_of(entities, "urls"):
        short, address = text_of(each, "url"), text_of(each, "expanded_url")
        if short and address:
            # The address of what is attached says nothing that the media below do not.
            text = text.replace(short, "" if text_of(each, "media_key") else address)
    shown = [
        media[key] for key in list_of(tweet, "attachments", "media_keys") if isinstance(key, str) and key in media
    ]
    return told(
        html.unescape(text),
        warning="sensitive" if part_of(tweet, "possibly_sensitive") is True else "",
        media=[
            (
                text_of(each, "type") or "media",
                text_of(each, "alt_text"),
                text_of(each, "url") or text_of(each, "preview_image_url"),
            )
            for each in shown
        ],
    )


def replied_to(tweet: Any) -> str:
    """The number of the post that it answers; empty for none."""
    found = (
        text_of(each, "id")
        for each in list_of(tweet, "referenced_tweets")
        if text_of(each, "type") == "replied_to"
    )
    return next(found, "")


def is_repeated(tweet: Any) -> bool:
    """Whether it only shows a post of somebody else again."""
    return any(text_of(each, "type") == "retweeted" for each in list_of(tweet, "referenced_tweets"))


def before(number: str, milliseconds: int) -> str:
    """The number that something said so much earlier would have."""
    return str(max(int(number) - (milliseconds << _BITS), 1)) if number.isdecimal() else ""


def number_at(milliseconds: int) -> str:
    """The number that something said at this moment (Unix time) would have."""
    return str(max(milliseconds - _BEGINNING, 1) << _BITS)
