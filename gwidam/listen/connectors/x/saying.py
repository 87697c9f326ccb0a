"""Answers as posts below what is answered, or as direct messages. X knows no keys that would make them once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from gwidam.core.failing import FORBIDDEN

from ..replies import as_outcome, list_of, moment_of, needed, read, text_of
from ..shapes import Accepted, Account, CannotSay, Outcome, Place, Saying, Steps, Unanswered
from ..walking import order
from ..wording import NOT_HERE, alike, parted
from .asking import MESSAGE, get, our_id, post
from .tweets import FIELDS, replied_to, words_of
from .weighing import MOST, MOST_MESSAGE, weight

CLOCKS_APART = timedelta(minutes=10)  # theirs and ours: what is older was said before
_TWICE = "duplicate content"  # how it says that the same words are there


class X:
    """An account: whose it is, and what it says."""

    def look(self, place: Place) -> Steps[Account]:
        place.session.clear()
        key = yield from our_id(place)
        return Account(key, f"@{place.session['handle']}")

    def parts(self, place: Place, saying: Saying) -> tuple[str, ...]:
        """Whom a post answers is named by X itself."""
        if not saying.thread.get("post" if saying.is_public else "author"):
            raise CannotSay(NOT_HERE)
        if saying.is_public:
            return parted(saying.text, lambda part: weight(part) <= MOST)
        return parted(saying.text, lambda part: len(part) <= MOST_MESSAGE)

    @as_outcome
    def say(self, place: Place, saying: Saying) -> Steps[Outcome]:
        """After a lost confirmation it looks first whether it is there; so does who hears that it was said already."""
        yield from our_id(place)
        parts = self.parts(place, saying)
        if saying.is_public:
            return (yield from _post(place, saying, parts))
        return (yield from _write(place, saying, parts))


def _post(place: Place, saying: Saying, parts: tuple[str, ...]) -> Steps[Outcome]:
    there = (yield from _posted(place, saying)) if saying.is_again else []
    above = saying.thread["post"]
    for part in parts:
        key = _found(there, part, above)
        if not key:
            reply = yield post(place, "tweets", {"text": part, "reply": {"in_reply_to_tweet_id": above}})
            try:
                key = needed(read(reply, place.at), "data", "id")
            except Unanswered as no:
                key = _found((yield from _posted(place, saying)), part, above) if _is_twice(no) else ""
                if not key:
                    raise
        above = key
    return Accepted(above)


def _posted(place: Place, saying: Saying) -> Steps[list[Any]]:
    """Our own posts since what is answered."""
    us = yield from our_id(place)
    asked = {"max_results": 100, "since_id": saying.thread["post"], **FIELDS}
    return list_of(read((yield get(place, f"users/{us}/tweets", asked)), place.at), "data")


def _found(there: list[Any], part: str, above: str) -> str:
    """The number of the post that says this below that one. X puts the names of those it answers before it."""
    same = (
        each for each in there if replied_to(each) == above and alike(words_of(each, {})).endswith(alike(part))
    )
    return next((text_of(each, "id") for each in same), "")


def _is_twice(no: Unanswered) -> bool:
    return no.failure == FORBIDDEN and _TWICE in no.detail.lower()


def _write(place: Place, saying: Saying, parts: tuple[str, ...]) -> Steps[Outcome]:
    us, who = (yield from our_id(place)), saying.thread["author"]
    there = (yield from _written(place, saying)) if saying.is_again else set()
    for part in parts:
        if alike(part) not in there:
            read((yield post(place, f"dm_conversations/with/{who}/messages", {"text": part})), place.at)
    return Accepted(f"{MESSAGE}{_convo(us, who)}")


def _convo(one: str, other: str) -> str:
    """What X calls the conversation of two: the smaller number first."""
    return "-".join(sorted((one, other), key=order))


def _written(place: Place, saying: Saying) -> Steps[set[str]]:
    """The letters of each message that we wrote to them since."""
    us = yield from our_id(place)
    asked = {"max_results": 100, "dm_event.fields": "created_at,entities,sender_id,text"}
    path = f"dm_conversations/with/{saying.thread['author']}/dm_events"
    found = list_of(read((yield get(place, path, asked)), place.at), "data")
    return {
        alike(words_of(each, {}))
        for each in found
        if text_of(each, "sender_id") == us
        and moment_of(text_of(each, "created_at"), place.at) > saying.made_at - CLOCKS_APART
    }
