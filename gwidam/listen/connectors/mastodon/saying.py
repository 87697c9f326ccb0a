"""Answers as statuses: to everybody, or to the one who asked alone."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from typing import Any

from gwidam.core.text.graphemes import characters

from ..replies import account, as_outcome, list_of, moment_of, needed, part_of, read, text_of
from ..shapes import Accepted, Account, CannotSay, Outcome, Place, Saying, Steps
from ..wording import NAMES_OTHERS, NOT_HERE, alike, links, parted
from .statuses import PUBLIC, get, key_of, post, status_path, words_of

MOST = 500  # characters, where the server does not say otherwise
CLOCKS_APART = timedelta(minutes=10)  # theirs and ours: what is older was said before
A_LINK = 23  # characters that any link counts as

# Who is named gets it: the same places as in the server's own reading (app/models/account.rb).
_NAMED = re.compile(r"(?<![=/\w])@([a-z0-9_]+(?:[.-]+[a-z0-9_]+)*)((?:@[\w.-]+\w)?)", re.IGNORECASE)


class Mastodon:
    """An account: whose it is, and what it says."""

    def look(self, place: Place) -> Steps[Account]:
        reply = yield get(place, "v1/accounts/verify_credentials")
        said = account(reply, place.at)
        instance = yield get(place, "v2/instance")
        place.session["most"] = str(_most(account(instance, place.at)) if instance.status == 200 else MOST)
        place.session["id"] = needed(said, "id")
        return Account(needed(said, "id"), f"@{needed(said, 'acct')}")

    def parts(self, place: Place, saying: Saying) -> tuple[str, ...]:
        """Each begins with whom it is for, who would not be told of it otherwise.

        A direct one that names others would be shown to them, and is refused; so is a public one to what was said
        to us alone.
        """
        acct = saying.thread.get("acct", "")
        is_private = saying.thread.get("visibility") not in PUBLIC
        if not acct or not saying.thread.get("status") or (saying.is_public and is_private):
            raise CannotSay(NOT_HERE)
        named = {f"{name}{server}".casefold() for name, server in _NAMED.findall(saying.text)}
        if not saying.is_public and named - {acct.casefold()}:
            raise CannotSay(NAMES_OTHERS)
        most = int(place.session.get("most") or MOST)
        return parted(saying.text, lambda part: length(part) <= most, opening=f"@{acct} ")

    @as_outcome
    def say(self, place: Place, saying: Saying) -> Steps[Outcome]:
        """Every part once: by its key as long as the server remembers it, else by looking whether it is there."""
        yield from self._know(place)
        parts = self.parts(place, saying)
        there = (yield from _there(place, saying)) if saying.is_again else []
        above = saying.thread["status"]
        for number, part in enumerate(parts):
            status = next((each for each in there if _is(each, part)), None)
            if status is None:
                reply = yield post(place, "v1/statuses", _body(saying, part, above), f"{saying.key}/{number}")
                status = read(reply, place.at)
            above = needed(status, "id")
        return Accepted(key_of(above, place))

    def _know(self, place: Place) -> Steps[None]:
        if "most" not in place.session or "id" not in place.session:
            yield from self.look(place)


def length(text: str) -> int:
    """Characters as the server counts them: a link as 23, of a name only what stands before its server."""
    count, end = 0, 0
    counted = partial(_NAMED.sub, r"@\1")
    for start, after in links(text):
        count += sum(1 for _ in characters(counted(text[end:start]))) + A_LINK
        end = after
    return count + sum(1 for _ in characters(counted(text[end:])))


def _body(saying: Saying, part: str, above: str) -> dict[str, Any]:
    shown = saying.thread["visibility"] if saying.is_public else "direct"
    said = {"status": part, "in_reply_to_id": above, "visibility": shown}
    return said | ({"language": saying.language} if saying.language else {})


def _there(place: Place, saying: Saying) -> Steps[list[Any]]:
    """What we said below what is answered."""
    reply = yield get(place, status_path(saying.thread["status"], then="/context"))
    return [
        each
        for each in list_of(read(reply, place.at), "descendants")
        if text_of(each, "account", "id") == place.session["id"]
        and (text_of(each, "visibility") in PUBLIC) == saying.is_public
        and moment_of(text_of(each, "created_at"), place.at) > saying.made_at - CLOCKS_APART
    ]


def _is(status: Any, part: str) -> bool:
    """Whether a status says this. The server makes links of names and addresses; their letters stay."""
    return alike(words_of(status)) in (alike(part), alike(_NAMED.sub(r"@\1", part)))


def _most(instance: Any) -> int:
    found = part_of(instance, "configuration", "statuses", "max_characters")
    return found if isinstance(found, int) and found > 0 else MOST
