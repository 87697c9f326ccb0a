"""Who is listening, and what of the news is for them. Pure: no network, no clock."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

EVERYTHING = "*"  # "look at everything again": after news may have been missed
QUEUE = 64  # messages a slow reader may lag behind before it is told to look at everything


@dataclass(eq=False)
class Listener:
    """One open stream of one person."""

    employee_id: int
    department_id: int
    sees_every_case: bool
    session_key: str
    queue: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(QUEUE))

    @property
    def own(self) -> frozenset[str]:
        return frozenset({f"employee:{self.employee_id}", f"department:{self.department_id}"})


class Lately:
    """The news of the last minute, for pages that were drawn before they could listen."""

    KEPT = 60.0  # seconds

    def __init__(self, since: float = float("inf")) -> None:
        self._whole_since = since
        self._told: deque[tuple[float, list[list[str]]]] = deque()

    def keep(self, news: list[list[str]], *, at: float) -> None:
        """Keep news that came at this moment, and drop what is too old."""
        if news:
            self._told.append((at, news))
        while self._told and self._told[0][0] < at - self.KEPT:
            self._whole_since = self._told.popleft()[0]

    def since(self, moment: float) -> list[list[str]] | None:
        """All news since a moment; None when that is not known any more."""
        if moment < self._whole_since:
            return None
        return [topics for at, news in self._told if at >= moment for topics in news]


def message(cursor: int, topics: Iterable[str]) -> bytes:
    """One server-sent event; `id:` is what the browser gives back when it comes again."""
    told = json.dumps({"kind": "changed", "topics": sorted(set(topics))}, ensure_ascii=False)
    return f"id: {cursor}\ndata: {told}\n\n".encode()


def for_listener(listener: Listener, news: Sequence[Sequence[str]]) -> set[str]:
    """Topics of the news that this person may know of.

    Each piece of news is the topics of one act. Whoever sees every case hears all of them; others hear their
    own topics and the cases that were named together with these. FOR_ALL is told to all: it names no content.
    """
    heard: set[str] = set()
    for topics in news:
        if listener.sees_every_case or EVERYTHING in topics or not listener.own.isdisjoint(topics):
            heard.update(topic for topic in topics if topic.partition(":")[0] in SHARED or topic in listener.own)
        heard.update(topic for topic in topics if topic.partition(":")[0] in FOR_ALL)
    return heard


SHARED = frozenset({"case", "voice", "presence", "channel", "department", "house", "talk", "waiting", EVERYTHING})
FOR_ALL = frozenset({"presence", "writing", "improvement", "campaign", "idea", "meeting"})


def tell(listeners: Iterable[Listener], news: Sequence[Sequence[str]], cursor: int) -> None:
    """Queue the news for everybody it concerns; equal news is written once. A full queue is told to start over."""
    written: dict[frozenset[str], bytes] = {}
    for listener in listeners:
        heard = frozenset(for_listener(listener, news))
        if not heard:
            continue
        if heard not in written:
            written[heard] = message(cursor, heard)
        put(listener, written[heard], cursor)


def put(listener: Listener, told: bytes | None, cursor: int) -> None:
    """Queue one message; a reader who cannot keep up gets one 'look at everything' instead of all it missed."""
    if listener.queue.full():
        while not listener.queue.empty():
            listener.queue.get_nowait()
        told = told and message(cursor, [EVERYTHING])
    listener.queue.put_nowait(told)
