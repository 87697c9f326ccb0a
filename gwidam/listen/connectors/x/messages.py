"""Direct messages, the newest first; there is no asking for those since."""

from __future__ import annotations

from typing import Any

from ..replies import list_of, moment_of, needed, raw_of, read, text_of, wish_of
from ..shapes import BEGINS, Cursor, Heard, Page, Place, Steps, handle
from ..walking import Walk, order
from .asking import FAMILY, MESSAGE, get, our_id
from .mentions import OVERLAP, PAGE
from .tweets import before, media_of, number_at, people_of, words_of

FIELDS = {
    "event_types": "MessageCreate",
    "dm_event.fields": "attachments,created_at,dm_conversation_id,entities,event_type,sender_id,text",
    "expansions": "sender_id,attachments.media_keys",
    "user.fields": "name,username",
    "media.fields": "alt_text,type,url,preview_image_url",
}


class Messages:
    """Words to us alone. Who deletes a message deletes it for themselves, so there is nothing to look for again."""

    def listen(self, place: Place, cursor: Cursor) -> Steps[Page]:
        us, walk = (yield from our_id(place)), Walk.of(cursor)
        since = before(walk.mark, OVERLAP) or number_at(int((place.at - BEGINS).timestamp() * 1000))
        reply = yield get(place, "dm_events", {"max_results": PAGE, "pagination_token": walk.page, **FIELDS})
        if walk.page and reply.status == 400:
            return Page((), walk.anew().cursor, has_more=True)
        said = read(reply, place.at)
        found, people, media = list_of(said, "data"), people_of(said), media_of(said)
        fresh = [each for each in found if order(needed(each, "id")) > order(since)]
        newest = max((needed(each, "id") for each in fresh), key=order, default="")
        is_reached = len(fresh) < len(found) or not found
        after = walk.turned(newest, "" if is_reached else text_of(said, "meta", "next_token"))
        return Page(
            items=tuple(
                _heard(each, people.get(text_of(each, "sender_id"), {}), media, place)
                for each in fresh
                if text_of(each, "sender_id") != us and text_of(each, "event_type") == "MessageCreate"
            ),
            cursor=after.cursor,
            has_more=bool(after.page),
            rest_for=wish_of(reply.headers, place.at),
        )


def _heard(event: Any, who: Any, media: dict[str, Any], place: Place) -> Heard:
    sender, convo = needed(event, "sender_id"), needed(event, "dm_conversation_id")
    return Heard(
        key=f"{MESSAGE}{needed(event, 'id')}",
        text=words_of(event, media),
        said_at=moment_of(text_of(event, "created_at"), place.at),
        who=handle(FAMILY, sender),
        name=text_of(who, "name") or text_of(who, "username"),
        replies_to=(f"{MESSAGE}{convo}",),
        raw=raw_of(event),
        thread={"author": sender, "convo": convo},
    )
