"""Customers' windows: the lines of their talk and how it stands, as server-sent events.

Unlike the desks, a window is told the words themselves: it has no session to fetch them with. What it may see is
decided by the key its browser made. Every line has a number, which is the event's id: whoever comes back says the
last one they have, and is told the lines after it, so that nothing is lost and nothing comes twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import orjson
from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.utils import timezone

from gwidam.core.errors import NotFound
from gwidam.own.queries.talks import KEY, View, talk_by_key, views_of
from gwidam.own.verbs import be_seen

from .audience import EVERYTHING

QUEUE = 64  # messages a slow window may lag behind before it is sent away to come back


@dataclass(eq=False)
class Window:
    """One open window on one talk. `after` is the number of the last line queued for it."""

    talk_id: int
    channel_id: int
    after: int
    queue: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(QUEUE))
    shown: bytes = b""  # how the talk stood when it was last told
    topics: frozenset[str] = field(init=False)  # the news that concern it

    def __post_init__(self) -> None:
        talk, channel = self.talk_id, self.channel_id
        self.topics = frozenset({f"talk:{talk}", f"writing:{talk}", f"waiting:{channel}", EVERYTHING})


def window_of(authorization: str, after: int) -> Window | None:
    """The window that a key opens; None for a key that opens nothing."""
    close_old_connections()
    told = KEY.fullmatch(authorization)
    try:
        talk = talk_by_key(told[1]) if told else None
    except NotFound:
        talk = None
    if talk is None:
        return None
    return Window(talk.pk, talk.channel_id, after)


def concerned(windows: Iterable[Window], news: Sequence[Sequence[str]]) -> list[Window]:
    """The windows that some piece of the news is about."""
    topics = {topic for each in news for topic in each}
    return [window for window in windows if not topics.isdisjoint(window.topics)] if topics else []


async def tell_windows(windows: Sequence[Window]) -> None:
    """Queue for each window the lines it has not had, and how its talk stands where that has changed."""
    if not windows:
        return
    after: dict[int, int] = {}
    for window in windows:
        after[window.talk_id] = min(window.after, after.get(window.talk_id, window.after))
    views = await sync_to_async(_views)(after, timezone.now())
    for window in windows:
        view = views.get(window.talk_id)
        for message in messages(window, view) if view else ():
            put(window, message)


def _views(after: dict[int, int], at: datetime) -> dict[int, View]:
    close_old_connections()
    return views_of(after, at=at)


def messages(window: Window, view: View) -> Iterable[bytes]:
    """What is new in a view for this window, as events; marks it as had."""
    for line in view.lines:
        if line["number"] > window.after:
            window.after = line["number"]
            yield b"id: %d\nevent: line\ndata: %s\n\n" % (window.after, orjson.dumps(line))
    stands = orjson.dumps(view.state)
    if stands != window.shown:
        window.shown = stands
        yield b"event: state\ndata: %s\n\n" % stands


def put(window: Window, message: bytes | None) -> None:
    """Queue one message; a window that cannot keep up is ended, and comes back with the last line it really had."""
    if window.queue.full():
        while not window.queue.empty():
            window.queue.get_nowait()
        message = None
    window.queue.put_nowait(message)


async def see(windows: Iterable[Window]) -> None:
    """Note that these windows are open."""
    talk_ids = {window.talk_id for window in windows}
    if talk_ids:
        await sync_to_async(_see)(talk_ids)


def _see(talk_ids: set[int]) -> None:
    close_old_connections()
    be_seen(talk_ids=talk_ids, at=timezone.now())
