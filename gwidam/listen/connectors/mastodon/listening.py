"""Notifications of mentions, oldest first from where the ear left off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ..replies import listed, must_be_good, part_of, read, text_of, wish_of
from ..shapes import BEGINS, Cursor, Gone, Page, Place, Reply, Steps
from ..walking import order
from .statuses import get, heard, key_of, number_of, status_path

PAGE = 80  # the most one answer holds


class Mentions:
    """What names us: public words, and direct ones, which are mentions only we and the writer see."""

    most_again = 20

    def listen(self, place: Place, cursor: Cursor) -> Steps[Page]:
        """The page right after the cursor. An ear's first look brings the newest page, as far as it is of late.

        Turned by min_id, pages do not shift when something is said meanwhile. Filtered ones are asked for, too: a
        stranger who writes to us alone is what the server's own filter takes for spam.
        """
        last = str(cursor.get("last") or "")
        asked = {"types[]": ["mention"], "limit": PAGE, "include_filtered": "true"}
        reply = yield get(place, "v1/notifications", asked | ({"min_id": last} if last else {}))
        found = listed(read(reply, place.at))
        items = [heard(part_of(each, "status"), place) for each in found if _is_mention(each)]
        return Page(
            items=tuple(each for each in items if last or each.said_at > place.at - BEGINS),
            cursor={"last": _last(reply, found, last)},
            has_more=bool(last and found),
            rest_for=wish_of(reply.headers, place.at),
        )

    def key_of(self, place: Place, thread: Mapping[str, Any]) -> str:
        return key_of(text_of(thread, "status"), place) if text_of(thread, "status") else ""

    def look_again(self, place: Place, keys: Sequence[str]) -> Steps[tuple[Gone, ...]]:
        """Those that were deleted, or shut to us, which their writers can do as well."""
        gone = []
        for key in keys:
            reply = yield get(place, status_path(number_of(key)))
            if reply.status in (404, 410):
                gone.append(Gone(key))
            else:
                must_be_good(reply, place.at)
        return tuple(gone)


def _is_mention(notification: Any) -> bool:
    return text_of(notification, "type") == "mention" and isinstance(part_of(notification, "status"), dict)


def _last(reply: Reply, found: list[Any], before: str) -> str:
    """The newest notification of a page: as the server names it in its link to what comes after, else by itself."""
    for each in reply.headers.get("link", "").split(","):
        address, _, relation = each.partition(";")
        named = parse_qs(urlsplit(address.strip().strip("<>")).query).get("min_id", [])
        if 'rel="prev"' in relation and named:
            return named[0]
    return max((text_of(each, "id") for each in found), key=order, default="") or before
