"""Answers as posts below what is answered, or as direct messages."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, timedelta
from functools import partial
from typing import Any

from gwidam.core.text.graphemes import characters

from ..replies import as_outcome, listed, moment_of, must_be_good, needed, read, text_of
from ..shapes import Accepted, Account, CannotSay, Outcome, Place, Saying, Steps
from ..wording import NOT_HERE, alike, parted
from .asking import did_of, procedure, query
from .richtext import facets, named

POST = (300, 3_000)  # graphemes and bytes of a post (app.bsky.feed.post)
MESSAGE = (1_000, 10_000)  # the same of a direct message (chat.bsky.convo.defs#messageInput)
CLOCKS_APART = timedelta(minutes=10)  # theirs and ours: what is older was said before
_POSTS = "app.bsky.feed.post"
_SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"  # of timestamp identifiers (atproto.com/specs/tid)


class Bluesky:
    """An account: whose it is, and what it says."""

    def look(self, place: Place) -> Steps[Account]:
        """The address and the password alone open a session, so that it is opened anew."""
        place.session.clear()
        did = yield from did_of(place)
        return Account(did, f"@{place.session['handle'] or place.account}")

    def parts(self, place: Place, saying: Saying) -> tuple[str, ...]:
        if not saying.thread.get("uri" if saying.is_public else "did"):
            raise CannotSay(NOT_HERE)
        return parted(saying.text, partial(_fits, POST if saying.is_public else MESSAGE))

    @as_outcome
    def say(self, place: Place, saying: Saying) -> Steps[Outcome]:
        parts = self.parts(place, saying)
        if saying.is_public:
            return (yield from _post(place, saying, parts))
        return (yield from _write(place, saying, parts))


def record_key(saying: Saying, number: int) -> str:
    """The name of a post, the same at every try: the second in which it was written, and 30 bits of its key.

    A timestamp identifier: 53 bits of microseconds and 10 of a clock's name, thirteen letters.
    """
    spread = int.from_bytes(hashlib.sha256(f"{saying.key}/{number}".encode()).digest()[:4], "big")
    second = int(saying.made_at.timestamp()) + number
    value = ((second * 1_000_000 + (spread >> 10) % 1_000_000) << 10) | spread % 1024
    return "".join(_SORTABLE[(value >> shift) & 31] for shift in range(60, -1, -5))


def _post(place: Place, saying: Saying, parts: tuple[str, ...]) -> Steps[Outcome]:
    thread = saying.thread
    above = {"uri": thread["uri"], "cid": thread["cid"]}
    root = {"uri": thread["root"], "cid": thread["root_cid"]}
    for number, part in enumerate(parts):
        record = {
            "$type": _POSTS,
            "text": part,
            "createdAt": saying.made_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "reply": {"root": root, "parent": above},
            "facets": facets(part, (yield from _owners(place, part))),
            **({"langs": [saying.language]} if saying.language else {}),
        }
        made = yield from _created(place, record, record_key(saying, number))
        above = {"uri": needed(made, "uri"), "cid": needed(made, "cid")}
    return Accepted(above["uri"])


def _created(place: Place, record: Mapping[str, Any], rkey: str) -> Steps[Any]:
    """The post, made now or before. Servers fail in different ways (500, too) where its name is taken already."""
    us = yield from did_of(place)
    named_so = {"repo": us, "collection": _POSTS, "rkey": rkey}
    reply = yield from procedure(place, "com.atproto.repo.createRecord", {**named_so, "record": record})
    if 200 <= reply.status < 300:
        return read(reply, place.at)
    there = yield from query(place, "com.atproto.repo.getRecord", named_so)
    if there.status == 200:
        found = read(there, place.at)
        if text_of(found, "value", "text") == record["text"]:
            return found
    return read(reply, place.at)  # which raises for what went wrong at first


def _owners(place: Place, text: str) -> Steps[dict[str, str]]:
    """{handle: DID} of those a text names; whom nobody knows stays plain text."""
    found = {}
    for handle in named(text):
        reply = yield from query(place, "com.atproto.identity.resolveHandle", {"handle": handle})
        if reply.status != 400:
            found[handle] = needed(read(reply, place.at), "did")
    return found


def _write(place: Place, saying: Saying, parts: tuple[str, ...]) -> Steps[Outcome]:
    """Direct messages have no keys, so that after a lost confirmation the conversation is read first."""
    convo = saying.thread.get("convo") or (yield from _convo_with(place, saying.thread["did"]))
    there = (yield from _there(place, saying, convo)) if saying.is_again else set()
    for part in parts:
        if alike(part) not in there:
            said = {"convoId": convo, "message": {"text": part, "facets": facets(part, {})}}
            read((yield from procedure(place, "chat.bsky.convo.sendMessage", said, to_chat=True)), place.at)
    return Accepted(convo)


def _convo_with(place: Place, did: str) -> Steps[str]:
    asked = {"members": [did]}
    reply = yield from query(place, "chat.bsky.convo.getConvoForMembers", asked, to_chat=True)
    return needed(read(reply, place.at), "convo", "id")


def _there(place: Place, saying: Saying, convo: str) -> Steps[set[str]]:
    """The letters of each message that we wrote since."""
    us = yield from did_of(place)
    asked = {"convoId": convo, "limit": 100}
    reply = yield from query(place, "chat.bsky.convo.getMessages", asked, to_chat=True)
    must_be_good(reply, place.at)
    return {
        alike(text_of(each, "text"))
        for each in listed(reply.json(), "messages")
        if text_of(each, "sender", "did") == us
        and moment_of(text_of(each, "sentAt"), place.at) > saying.made_at - CLOCKS_APART
    }


def _fits(most: tuple[int, int], part: str) -> bool:
    return len(part.encode()) <= most[1] and sum(1 for _ in characters(part)) <= most[0]
