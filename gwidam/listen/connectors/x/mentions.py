"""Posts that name us, the newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gwidam.core.failing import REFUSED

from ..replies import language_of, list_of, moment_of, must_be_good, needed, raw_of, read, text_of, wish_of
from ..shapes import BEGINS, Cursor, Gone, Heard, Page, Place, Steps, Unanswered, handle
from ..walking import Walk, order
from .asking import FAMILY, get, our_id
from .tweets import FIELDS, before, is_repeated, media_of, number_at, people_of, replied_to, words_of

PAGE = 100  # the most one answer holds
OVERLAP = 60_000  # milliseconds by which their index may lag
_LOST = "resource-not-found"


class Mentions:
    """Public words to us."""

    most_again = 100  # posts of one question

    def listen(self, place: Place, cursor: Cursor) -> Steps[Page]:
        us, walk = (yield from our_id(place)), Walk.of(cursor)
        since = before(walk.mark, OVERLAP) or number_at(int((place.at - BEGINS).timestamp() * 1000))
        asked = {"max_results": PAGE, "since_id": since, "pagination_token": walk.page, **FIELDS}
        reply = yield get(place, f"users/{us}/mentions", asked)
        if walk.page and reply.status == 400:
            return Page((), walk.anew().cursor, has_more=True)
        said = read(reply, place.at)
        found, people, media = list_of(said, "data"), people_of(said), media_of(said)
        newest = max((needed(each, "id") for each in found), key=order, default="")
        after = walk.turned(newest, text_of(said, "meta", "next_token"))
        return Page(
            items=tuple(
                heard(each, people.get(text_of(each, "author_id"), {}), media, place)
                for each in found
                if text_of(each, "author_id") != us and not is_repeated(each)
            ),
            cursor=after.cursor,
            has_more=bool(after.page),
            rest_for=wish_of(reply.headers, place.at),
        )

    def key_of(self, place: Place, thread: Mapping[str, Any]) -> str:
        return text_of(thread, "post")

    def look_again(self, place: Place, keys: Sequence[str]) -> Steps[tuple[Gone, ...]]:
        """Those that were deleted, or whose account is. What is only hidden from us (protected) may come back."""
        reply = yield get(place, "tweets", {"ids": ",".join(keys)})
        must_be_good(reply, place.at)
        said = read(reply, place.at)
        if not list_of(said, "data") and not list_of(said, "errors"):
            raise Unanswered(REFUSED)
        missing = {
            text_of(each, "resource_id") or text_of(each, "value")
            for each in list_of(said, "errors")
            if text_of(each, "type").endswith(_LOST)
        }
        return tuple(Gone(key) for key in keys if key in missing)


def heard(tweet: Any, who: Any, media: dict[str, Any], place: Place) -> Heard:
    """A post that names us. Raises Unanswered where it is none."""
    key, author, username = needed(tweet, "id"), needed(tweet, "author_id"), text_of(who, "username")
    above = replied_to(tweet)
    conversation = text_of(tweet, "conversation_id")
    return Heard(
        key=key,
        text=words_of(tweet, media),
        said_at=moment_of(text_of(tweet, "created_at"), place.at),
        who=handle(FAMILY, author),
        name=text_of(who, "name") or username,
        language=language_of(text_of(tweet, "lang")),
        replies_to=tuple(dict.fromkeys(each for each in (above, conversation) if each and each != key)),
        url=f"https://x.com/{username or 'i'}/status/{key}",
        is_public=True,
        raw=raw_of(tweet),
        thread={"post": key, "author": author},
    )
