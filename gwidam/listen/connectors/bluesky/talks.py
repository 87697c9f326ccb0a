"""Direct messages: the log of all conversations, the oldest first from where the ear left off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..replies import list_of, listed, moment_of, needed, part_of, raw_of, read, text_of, wish_of
from ..shapes import Cursor, Gone, Heard, Page, Place, Steps, handle
from ..wording import told
from .asking import FAMILY, did_of, query
from .richtext import with_links

_DEFS = "chat.bsky.convo.defs#"


class Talks:
    """Words to us alone. Deletions stand in the log; there is nothing to look for again."""

    def listen(self, place: Place, cursor: Cursor) -> Steps[Page]:
        """An ear's first look brings the place in the log where it now begins, and nothing from before."""
        us = yield from did_of(place)
        last = str(cursor.get("last") or "")
        reply = yield from query(place, "chat.bsky.convo.getLog", {"cursor": last} if last else {}, to_chat=True)
        said = read(reply, place.at)
        logs = listed(said, "logs")
        return Page(
            items=tuple(_told(logs, us, place)) if last else (),
            cursor={"last": text_of(said, "cursor") or last},
            has_more=bool(last and logs and text_of(said, "cursor") not in ("", last)),
            rest_for=wish_of(reply.headers, place.at),
        )


def _told(logs: list[Any], us: str, place: Place) -> Iterator[Heard | Gone]:
    for log in logs:
        kind, message = text_of(log, "$type"), part_of(log, "message")
        if kind == f"{_DEFS}logDeleteMessage":
            yield Gone(_key(log, message))
        elif kind == f"{_DEFS}logCreateMessage" and _is_words(message) and text_of(message, "sender", "did") != us:
            yield _heard(log, message, place)


def _is_words(message: Any) -> bool:
    """Whether it still has any: of one that was deleted since, the log shows that it was there."""
    return isinstance(part_of(message, "text"), str)


def _heard(log: Any, message: Any, place: Place) -> Heard:
    convo, did = needed(log, "convoId"), needed(message, "sender", "did")
    who: Any = next((each for each in list_of(log, "relatedProfiles") if text_of(each, "did") == did), None)
    return Heard(
        key=_key(log, message),
        text=told(with_links(text_of(message, "text"), list_of(message, "facets"))),
        said_at=moment_of(text_of(message, "sentAt"), place.at),
        who=handle(FAMILY, did),
        name=text_of(who, "displayName") or text_of(who, "handle"),
        replies_to=(convo,),
        raw=raw_of(log),
        thread={"convo": convo, "did": did},
    )


def _key(log: Any, message: Any) -> str:
    return f"{needed(log, 'convoId')}/{needed(message, 'id')}"
