"""The ASGI application: GET /live is the stream of a desk, GET /live/talk that of a customer's window, GET /healthz
says whether news arrives."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from http.cookies import SimpleCookie
from time import monotonic
from typing import Any
from urllib.parse import parse_qs, urlsplit

import django
import psycopg
from asgiref.sync import sync_to_async

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gwidam.settings")
django.setup()

from django.conf import settings  # noqa: E402 - needs the set-up above
from django.db import DatabaseError, InterfaceError  # noqa: E402
from django.utils import timezone  # noqa: E402

from gwidam.core.text import number_in  # noqa: E402

from . import news  # noqa: E402
from .audience import EVERYTHING, Lately, Listener, for_listener, message, put, tell  # noqa: E402
from .guests import guest_of, still_welcome  # noqa: E402
from .talks import Window, concerned, see, tell_windows, window_of  # noqa: E402
from .talks import put as put_window  # noqa: E402

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

log = logging.getLogger(__name__)

GATHER = 0.2  # seconds: a burst of changes is told at once
STILL_WELCOME_EVERY = 5.0  # seconds a stream may outlive its session (OWASP ASVS 5.0, 7.4.1)
SEE_EVERY = 30.0  # seconds; a talk counts as left three minutes after its window was last seen
HEARTBEAT = 20.0  # seconds; proxies close silent streams after 30 or 60
TOGETHER = 0.05  # seconds: what is said in a burst of talks is told to the windows at once
AGAIN = 1.0  # seconds until the database is asked again
RETRY = 2000  # milliseconds a browser waits before it comes again


class Live:
    """The process's listeners and the one connection that hears the news for all of them."""

    def __init__(self) -> None:
        self.listeners: set[Listener] = set()
        self.windows: set[Window] = set()
        self.cursor = 0
        self.is_hearing = False
        self.lately = Lately()
        self._news: list[list[str]] = []  # that the windows have not been told yet
        self._has_news = asyncio.Event()
        self._opened: list[Window] = []  # and not noted as seen yet
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        if not self._tasks:
            parts = (self._hear(), self._tell_windows(), self._look_at_guests(), self._see_windows())
            self._tasks = [asyncio.create_task(part) for part in parts]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for listener in self.listeners:
            put(listener, None, self.cursor)
        for window in self.windows:
            put_window(window, None)

    async def _hear(self) -> None:
        while True:
            try:
                await self._hear_until_lost()
            except (psycopg.Error, OSError) as error:
                log.warning("no news from the database (%s); trying again", type(error).__name__)
            self.is_hearing = False
            await asyncio.sleep(AGAIN)

    async def _hear_until_lost(self) -> None:
        async with await news.connect() as ears, await news.connect() as questions:
            gathered: list[list[str]] = []
            arrived = asyncio.Event()

            async def gather() -> None:
                async for topics in news.listen(ears):
                    gathered.append(topics)
                    arrived.set()
                    self.for_windows(topics)

            gathering = asyncio.create_task(gather())
            try:
                before = await news.cursor_now(questions)
                # Whatever happened while nobody listened is not known: look at everything once.
                tell(self.listeners, [[EVERYTHING]], before)
                self.for_windows([EVERYTHING])
                self.lately = Lately(since=monotonic())
                self.is_hearing = True
                while not gathering.done():
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(arrived.wait(), timeout=HEARTBEAT)
                    await asyncio.sleep(GATHER)
                    arrived.clear()
                    told, gathered[:] = list(gathered), []
                    self.lately.keep(told, at=monotonic())
                    # A cursor is given out one round late: by then all news before it has arrived here.
                    self.cursor, before = before, await news.cursor_now(questions)
                    tell(self.listeners, told, self.cursor)
                gathering.result()
            finally:
                gathering.cancel()
                with contextlib.suppress(asyncio.CancelledError, psycopg.Error):
                    await gathering

    def open(self, window: Window) -> None:
        """Listen for a window first, look what it has missed then: what comes in between is told once, by its number.

        Many that come back at once, after the process was started anew say, are looked after together.
        """
        self.windows.add(window)
        self._opened.append(window)
        self.for_windows([f"talk:{window.talk_id}"])

    def for_windows(self, topics: list[str]) -> None:
        """Let the windows that this is about be told soon."""
        self._news.append(topics)
        self._has_news.set()

    async def _tell_windows(self) -> None:
        """Tell the windows at once: what they come back with is the number of a line, so no cursor has to wait."""
        while True:
            await self._has_news.wait()
            self._has_news.clear()
            told, self._news = self._news, []
            opened, self._opened = self._opened, []
            try:
                await tell_windows(concerned(self.windows, told))
                await see(opened)
            except (DatabaseError, InterfaceError, OSError) as error:
                log.warning("the windows could not be told (%s); trying again", type(error).__name__)
                await asyncio.sleep(AGAIN)
                self._opened += opened
                self.for_windows([EVERYTHING])
            await asyncio.sleep(TOGETHER)

    async def _look_at_guests(self) -> None:
        while True:
            await asyncio.sleep(STILL_WELCOME_EVERY)
            if not self.listeners:
                continue
            with contextlib.suppress(Exception):
                keys = {each.session_key for each in self.listeners}
                welcome = await sync_to_async(still_welcome)(keys, at=timezone.now())
                for listener in [each for each in self.listeners if each.session_key not in welcome]:
                    put(listener, None, self.cursor)

    async def _see_windows(self) -> None:
        while True:
            await asyncio.sleep(SEE_EVERY)
            with contextlib.suppress(Exception):
                await see(list(self.windows))

    async def missed(self, listener: Listener, cursor: int) -> bytes:
        """One message with all this listener missed since the cursor."""
        async with await news.connect() as connection:
            found = await news.missed_since(connection, cursor)
        if found is None:
            return message(self.cursor, [EVERYTHING])
        return self._all_of(listener, found)

    def since(self, listener: Listener, age: float) -> bytes:
        """One message with what happened since a page was drawn, `age` seconds ago."""
        found = self.lately.since(monotonic() - age - GATHER)
        return self._all_of(listener, [[EVERYTHING]] if found is None else found)

    def _all_of(self, listener: Listener, found: Sequence[Sequence[str]]) -> bytes:
        topics = for_listener(listener, found)
        return message(self.cursor, topics) if topics else b": nothing missed\n\n"


live = Live()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one connection."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"] == "/live" and scope["method"] == "GET":
        await _stream(scope, receive, send)
    elif scope["type"] == "http" and scope["path"] == "/live/talk" and scope["method"] in ("GET", "OPTIONS"):
        await _window(scope, receive, send)
    elif scope["type"] == "http" and scope["path"] == "/healthz":
        await _say(send, 200 if live.is_hearing else 503, b"ok\n" if live.is_hearing else b"no news\n")
    elif scope["type"] == "http":
        await _say(send, 404, b"not found\n")


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        told = await receive()
        if told["type"] == "lifespan.startup":
            live.start()
            await send({"type": "lifespan.startup.complete"})
        else:
            await live.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return


async def _stream(scope: Scope, receive: Receive, send: Send) -> None:
    headers = _headers(scope)
    origin = headers.get("origin", "")
    if origin and not _is_ours(origin, headers.get("host", "")):
        await _say(send, 403, b"not from there\n")
        return
    cookies: SimpleCookie = SimpleCookie(headers.get("cookie", ""))
    session = cookies.get(settings.SESSION_COOKIE_NAME)
    listener = await sync_to_async(guest_of)(session.value, at=timezone.now()) if session else None
    if listener is None:
        await _say(send, 401, b"sign in first\n")
        return
    await send({"type": "http.response.start", "status": 200, "headers": _stream_headers(origin)})
    live.listeners.add(listener)
    gone = asyncio.create_task(_until_gone(receive))
    try:
        # The id is what the browser comes back with when it is cut off before the first news.
        first = f"retry: {RETRY}\nid: {live.cursor}\n\n".encode()
        came_back = headers.get("last-event-id") or _asked(scope, "last")
        age = _asked(scope, "age")
        if came_back.isascii() and came_back.isdecimal():
            first += await live.missed(listener, number_in(came_back))
        elif age.isascii() and age.isdecimal():
            first += live.since(listener, number_in(age) / 1000)
        await send({"type": "http.response.body", "body": first, "more_body": True})
        await _tell_until_gone(listener.queue, gone, send)
    finally:
        live.listeners.discard(listener)
        gone.cancel()


async def _window(scope: Scope, receive: Receive, send: Send) -> None:
    """The stream of one customer's window. Its key comes in a header, so the browser asks with OPTIONS first."""
    headers = _headers(scope)
    origin = headers.get("origin", "")
    if origin and not _is_ours(origin, headers.get("host", "")):
        await _say(send, 403, b"not from there\n")
        return
    if scope["method"] == "OPTIONS":
        await send({"type": "http.response.start", "status": 204, "headers": _allowed(origin)})
        await send({"type": "http.response.body", "body": b""})
        return
    came_back = headers.get("last-event-id", "")
    after = number_in(came_back) if came_back.isascii() and came_back.isdecimal() else 0
    window = await sync_to_async(window_of)(headers.get("authorization", ""), after)
    if window is None:
        await _say(send, 401, b"no such talk\n", _shared(origin))
        return
    await send({"type": "http.response.start", "status": 200, "headers": _stream_headers(origin)})
    live.open(window)
    gone = asyncio.create_task(_until_gone(receive))
    try:
        await _tell_until_gone(window.queue, gone, send)
    finally:
        live.windows.discard(window)
        gone.cancel()


async def _tell_until_gone(queue: asyncio.Queue[bytes | None], gone: asyncio.Task[None], send: Send) -> None:
    while not gone.done():
        getting = asyncio.create_task(queue.get())
        done, _ = await asyncio.wait({getting, gone}, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
        if getting not in done:
            getting.cancel()
        told = getting.result() if getting in done else b": still here\n\n"
        if told is None or gone.done():
            break
        await send({"type": "http.response.body", "body": told, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _is_ours(origin: str, host: str) -> bool:
    """Whether a page of ours asks: the same host, whatever the port (cookies know no ports either)."""
    asking = urlsplit(origin).hostname
    return asking in {urlsplit(f"//{host}").hostname, urlsplit(settings.PUBLIC_URL).hostname}


def _headers(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def _asked(scope: Scope, name: str) -> str:
    return parse_qs(scope["query_string"].decode("latin-1")).get(name, [""])[0]


def _stream_headers(origin: str) -> list[tuple[bytes, bytes]]:
    return [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
        (b"x-content-type-options", b"nosniff"),
        *_shared(origin),
    ]


def _shared(origin: str) -> list[tuple[bytes, bytes]]:
    """That a page of ours, on another port, may read the answer (CORS)."""
    told = [(b"vary", b"Origin")]
    if origin:
        told.append((b"access-control-allow-origin", origin.encode("latin-1")))
        told.append((b"access-control-allow-credentials", b"true"))
    return told


def _allowed(origin: str) -> list[tuple[bytes, bytes]]:
    return [
        *_shared(origin),
        (b"access-control-allow-methods", b"GET"),
        (b"access-control-allow-headers", b"authorization, last-event-id"),
        (b"access-control-max-age", b"86400"),
    ]


async def _say(send: Send, status: int, body: bytes, more: Sequence[tuple[bytes, bytes]] = ()) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store"), *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
