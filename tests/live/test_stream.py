"""The stream itself: the real application, a real database, and a browser's half of the conversation."""

from __future__ import annotations

import asyncio
import json

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection, connections

from gwidam.live import stream as module
from gwidam.live.stream import Live, application
from gwidam.own import verbs as own
from gwidam.people.sessions import SessionStore


def session_of(employee):
    session = SessionStore()
    session[SESSION_KEY] = str(employee.pk)
    session[BACKEND_SESSION_KEY] = "gwidam.people.sessions.ByPassword"
    session[HASH_SESSION_KEY] = employee.get_session_auth_hash()
    session.save()
    return session.session_key


class Browser:
    """One EventSource."""

    def __init__(self, session_key, last=None, origin=None, age=None):
        headers = [(b"host", b"127.0.0.1:8001"), (b"cookie", f"sessionid={session_key}".encode())]
        if last is not None:
            headers.append((b"last-event-id", str(last).encode()))
        if origin is not None:
            headers.append((b"origin", origin.encode()))
        asked = b"" if age is None else f"age={age}".encode()
        self.scope = {"type": "http", "path": "/live", "method": "GET", "query_string": asked, "headers": headers}
        self.status = None
        self.text = ""
        self.gone = asyncio.Event()

    async def receive(self):
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, told):
        if told["type"] == "http.response.start":
            self.status = told["status"]
        else:
            self.text += told.get("body", b"").decode()

    @property
    def topics(self):
        lines = [line.removeprefix("data: ") for line in self.text.splitlines() if line.startswith("data: ")]
        return {topic for line in lines for topic in json.loads(line)["topics"]}

    @property
    def cursor(self):
        return [int(line.removeprefix("id: ")) for line in self.text.splitlines() if line.startswith("id: ")][-1]


async def until(condition, seconds=10):
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - what is waited for happens in another program
            await asyncio.sleep(0.02)


async def listening(*browsers):
    """Start a fresh process's worth of state and let the browsers connect."""
    module.live = Live()
    module.live.start()
    await until(lambda: module.live.is_hearing)
    streams = [asyncio.create_task(application(each.scope, each.receive, each.send)) for each in browsers]
    await until(lambda: all(each.status is not None for each in browsers))
    return streams


async def end(streams, *browsers):
    for each in browsers:
        each.gone.set()
    await module.live.stop()
    await asyncio.gather(*streams, return_exceptions=True)
    await sync_to_async(connections.close_all)()


@pytest.mark.django_db(transaction=True)
def test_a_change_reaches_an_open_desk_and_not_the_outsider(cast, at):
    keys = session_of(cast.mina), session_of(cast.charlie)
    case = cast.voice(heard_by=cast.hana).case

    async def story():
        mina, charlie = (Browser(key) for key in keys)
        streams = await listening(mina, charlie)
        await asyncio.to_thread(in_thread, own.leave_note, case=case, text="확인 중", by=cast.hana, at=at)
        await until(lambda: f"case:{case.pk}" in mina.topics)
        await end(streams, mina, charlie)
        assert charlie.topics == set()

    asyncio.run(story())


@pytest.mark.django_db(transaction=True)
def test_who_comes_back_hears_what_they_missed(cast, at):
    key = session_of(cast.mina)
    first = cast.voice(heard_by=cast.hana).case

    async def story():
        before = Browser(key)
        streams = await listening(before)
        await asyncio.to_thread(in_thread, own.leave_note, case=first, text="하나", by=cast.hana, at=at)
        await until(lambda: before.topics)
        before.gone.set()
        await asyncio.to_thread(in_thread, cast.voice, heard_by=cast.hana)
        again = Browser(key, last=before.cursor)
        streams.append(asyncio.create_task(application(again.scope, again.receive, again.send)))
        await until(lambda: again.topics)
        await end(streams, before, again)
        assert len({topic for topic in again.topics if topic.startswith("case:")} - {f"case:{first.pk}"}) == 1

    asyncio.run(story())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("age", "hears"), [(5000, True), (None, False)])
def test_a_page_hears_what_came_between_being_drawn_and_listening(cast, at, age, hears):
    """The control does not say how old its page is, and misses it."""
    key = session_of(cast.mina)
    case = cast.voice(heard_by=cast.hana).case

    async def story():
        there = Browser(key)
        streams = await listening(there)
        await asyncio.to_thread(in_thread, own.leave_note, case=case, text="하나", by=cast.hana, at=at)
        await until(lambda: there.topics)
        late = Browser(key, age=age)
        streams.append(asyncio.create_task(application(late.scope, late.receive, late.send)))
        await until(lambda: "retry:" in late.text)
        await end(streams, there, late)
        # "*": the process itself had only begun to listen.
        assert bool(late.topics & {f"case:{case.pk}", "*"}) == hears

    asyncio.run(story())


@pytest.mark.django_db(transaction=True)
def test_a_stranger_and_a_page_from_elsewhere_are_refused(cast):
    key = session_of(cast.mina)

    async def story():
        stranger, elsewhere, ours = (
            Browser("no-such-session"),
            Browser(key, origin="https://elsewhere.example"),
            Browser(key, origin="http://127.0.0.1:8000"),
        )
        streams = await listening(stranger, elsewhere, ours)
        await end(streams, stranger, elsewhere, ours)
        assert (stranger.status, elsewhere.status, ours.status) == (401, 403, 200)

    asyncio.run(story())


@pytest.mark.django_db(transaction=True)
def test_a_stream_ends_when_its_session_does(cast, monkeypatch):
    monkeypatch.setattr(module, "STILL_WELCOME_EVERY", 0.1)
    key = session_of(cast.mina)

    async def story():
        mina = Browser(key)
        streams = await listening(mina)
        await asyncio.to_thread(in_thread, SessionStore(session_key=key).delete)
        await asyncio.wait_for(streams[0], timeout=10)
        await end(streams, mina)

    asyncio.run(story())


def in_thread(function, **kwargs):
    """Call a verb in another thread, with a connection of its own that is closed afterwards."""
    try:
        return function(**kwargs)
    finally:
        connection.close()
