"""Posts that name us, answer us, or quote us: notifications, the newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from ..replies import language_of as two_letters_of
from ..replies import list_of, listed, moment_of, needed, part_of, raw_of, read, text_of, wish_of
from ..shapes import BEGINS, Cursor, Gone, Heard, Page, Place, Steps, handle
from ..walking import Walk
from ..wording import told
from .asking import FAMILY, query
from .richtext import with_links

PAGE = 100  # the most one answer holds
SPEAKING = ("mention", "reply", "quote")  # the notifications that are words
OVERLAP = timedelta(minutes=5)  # an index of theirs may lag


class Posts:
    """Public words to us. Their order is by when the service came to know them, which no client decides."""

    most_again = 25  # posts of one question

    def listen(self, place: Place, cursor: Cursor) -> Steps[Page]:
        walk = Walk.of(cursor)
        asked = {"limit": PAGE, "reasons": SPEAKING, **({"cursor": walk.page} if walk.page else {})}
        reply = yield from query(place, "app.bsky.notification.listNotifications", asked)
        said = read(reply, place.at)
        since = moment_of(walk.mark, place.at) - OVERLAP if walk.mark else place.at - BEGINS
        found = [(moment_of(text_of(each, "indexedAt"), place.at), each) for each in listed(said, "notifications")]
        fresh = [each for at, each in found if at >= since and text_of(each, "reason") in SPEAKING]
        is_reached = len([at for at, _ in found if at < since]) > 0 or not found
        newest = max((at for at, _ in found), default=None)
        after = walk.turned(newest.isoformat() if newest else "", "" if is_reached else text_of(said, "cursor"))
        return Page(
            items=tuple(heard(each, place) for each in fresh),
            cursor=after.cursor,
            has_more=bool(after.page),
            rest_for=wish_of(reply.headers, place.at),
        )

    def key_of(self, place: Place, thread: Mapping[str, Any]) -> str:
        return text_of(thread, "uri")

    def look_again(self, place: Place, keys: Sequence[str]) -> Steps[tuple[Gone, ...]]:
        """Those that were deleted, or whose account was closed."""
        reply = yield from query(place, "app.bsky.feed.getPosts", {"uris": list(keys)})
        there = {text_of(each, "uri") for each in listed(read(reply, place.at), "posts")}
        return tuple(Gone(key) for key in keys if key not in there)


def heard(notification: Any, place: Place) -> Heard:
    """A post that speaks to us. Raises Unanswered where it is none."""
    uri, cid = needed(notification, "uri"), needed(notification, "cid")
    author, record = part_of(notification, "author"), part_of(notification, "record")
    did = needed(author, "did")
    parent, root = text_of(record, "reply", "parent", "uri"), text_of(record, "reply", "root", "uri")
    root_cid = text_of(record, "reply", "root", "cid")
    is_below = bool(root and root_cid)
    return Heard(
        key=uri,
        text=words_of(record),
        said_at=moment_of(text_of(notification, "indexedAt"), place.at),
        who=handle(FAMILY, did),
        name=text_of(author, "displayName") or text_of(author, "handle"),
        language=next((two for each in list_of(record, "langs") if (two := two_letters_of(str(each)))), ""),
        replies_to=tuple(dict.fromkeys(each for each in (parent, root) if each)),
        url=f"https://bsky.app/profile/{did}/post/{uri.rpartition('/')[2]}",
        is_public=True,
        raw=raw_of(notification),
        thread={
            "uri": uri,
            "cid": cid,
            "root": root if is_below else uri,
            "root_cid": root_cid if is_below else cid,
            "did": did,
        },
    )


def words_of(record: Any) -> str:
    """Warnings the writer gave, the words with their links, and what is shown with them."""
    labels = [text_of(each, "val") for each in list_of(record, "labels", "values")]
    words = with_links(text_of(record, "text"), list_of(record, "facets"))
    return told(words, warning=", ".join(each for each in labels if each), media=_shown(part_of(record, "embed")))


def _shown(embed: Any) -> list[tuple[str, str, str]]:
    """Pictures have no address of their own in a record; what they show is told in their alt text."""
    embed = part_of(embed, "media") or embed  # a quotation with pictures
    pictures = [("image", text_of(each, "alt"), "") for each in list_of(embed, "images")]
    film = [("video", text_of(embed, "alt"), "")] if text_of(embed, "$type") == "app.bsky.embed.video" else []
    page = part_of(embed, "external")
    linked = [("link", text_of(page, "title"), text_of(page, "uri"))] if text_of(page, "uri") else []
    return [*pictures, *film, *linked]
