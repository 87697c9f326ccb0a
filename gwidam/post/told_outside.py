"""What a webhook may be told of, and in which words and shape."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

import orjson

from gwidam.core.ledger import KINDS
from gwidam.core.models import Fact
from gwidam.core.words import Said

TRIAL = "post.WebhookTrial"
OWN = "post.Webhook"  # nobody is told of webhooks by a webhook: failing would cause more to send
HIDDEN_ROOMS = frozenset({"demo", "tests"})

Links = Mapping[str, str]
MakesLinks = Callable[[Sequence[Fact]], Mapping[int, Links]]
_make_links: MakesLinks = lambda _facts: {}  # noqa: E731 - replaced when the house starts


def links_of_facts_are_made_by(make: MakesLinks) -> None:
    """How facts are led back to the API: {fact number: {name: address}}. The room above says it."""
    global _make_links  # noqa: PLW0603 - said once, when the house starts
    _make_links = make


@cache
def kinds_by_room() -> Mapping[str, tuple[str, ...]]:
    """{room: kinds of facts that can be asked for}, each room's in the order in which they were written down."""
    rooms: dict[str, tuple[str, ...]] = {}
    for kind in KINDS:
        room = kind.partition(".")[0]
        if room not in HIDDEN_ROOMS and not kind.startswith(OWN):
            rooms[room] = (*rooms.get(room, ()), kind)
    return rooms


def can_be_asked_for(kind: str) -> bool:
    """Whether this is a kind of fact, or `room.*` for everything of a room."""
    room, _, name = kind.partition(".")
    kinds = kinds_by_room().get(room, ())
    return bool(kinds) if name == "*" else kind in kinds


def in_words(kind: str) -> Said:
    """The kind's own sentence, with … where a fact has its words."""
    said = KINDS[kind].sentence
    return Said(_gapped(said.ko), _gapped(said.en))


def _gapped(sentence: str) -> str:
    text = sentence.format_map(_Gaps())
    while "……" in text:
        text = text.replace("……", "…")
    return text


class _Gaps(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def bodies(facts: Iterable[Fact]) -> dict[int, bytes]:
    """{fact number: what is sent}. The personal part of a fact is never in it, nor who did it."""
    facts = list(facts)
    links = _make_links(facts)
    return {fact.pk: _body(fact, links.get(fact.pk, {})) for fact in facts}


def _body(fact: Fact, links: Links) -> bytes:
    said = {
        "fact": fact.pk,
        "version": fact.version,
        "about": fact.about,
        "fields": fact.body,
        "links": dict(links),
    }
    return _written(fact.kind, fact.at, said)


def trial_body(queued_at: datetime) -> bytes:
    """What a trial says."""
    return _written(TRIAL, queued_at, {"fields": {}, "links": {}})


def _written(kind: str, at: datetime, told: Mapping[str, Any]) -> bytes:
    moment = at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return orjson.dumps({"type": kind, "timestamp": moment, "data": told}, default=str)
