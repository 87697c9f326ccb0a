"""A customer's window on their talk: what it is told, and what it is told again when it comes back."""

from __future__ import annotations

import asyncio
import json

import pytest
from django.db import OperationalError

from gwidam.live import stream as module
from gwidam.live import talks
from gwidam.live.stream import application
from gwidam.live.talks import Window, messages, put
from gwidam.own import verbs as own
from gwidam.own.models import Talk
from gwidam.own.queries.talks import View
from tests.live.test_stream import Browser, end, in_thread, listening, until
from tests.own.talk_steps import KEY, begin, running

pytestmark = pytest.mark.django_db(transaction=True)


class Customer(Browser):
    """The window of a customer: a key instead of a cookie."""

    def __init__(self, key=KEY, last=None, origin=None, method="GET"):
        super().__init__("", last=last, origin=origin)
        self.scope |= {"path": "/live/talk", "method": method}
        self.scope["headers"].append((b"authorization", f"Talk {key}".encode()))
        self.told = {}

    async def send(self, told):
        await super().send(told)
        self.told |= dict(told.get("headers", ()))

    def events(self, kind):
        found = [each.splitlines() for each in self.text.split("\n\n")]
        return [
            json.loads(line.removeprefix("data: "))
            for lines in found
            if f"event: {kind}" in lines
            for line in lines
            if line.startswith("data: ")
        ]

    @property
    def numbers(self):
        return [each["number"] for each in self.events("line")]


def connect(window):
    return asyncio.create_task(application(window.scope, window.receive, window.send))


async def say(talk, text, **more):
    await asyncio.to_thread(in_thread, own.say, talk=talk, text=text, key=text, **more)


def test_a_window_is_told_lines_as_they_are_said_and_how_the_talk_stands(cast, at):
    talk = running(cast, at)

    async def story():
        window = Customer()
        streams = await listening(window)
        await until(lambda: window.numbers == [1, 2])
        await say(talk, "안녕하세요", by=cast.mina, at=at)
        await until(lambda: window.numbers == [1, 2, 3])
        await end(streams, window)
        assert window.events("line")[2]["name"] == "김미나"
        assert window.events("state")[0]["keeper"] == "김미나"

    asyncio.run(story())


def test_windows_are_told_again_when_the_database_was_away_for_a_moment(cast, at, monkeypatch):
    monkeypatch.setattr(module, "AGAIN", 0.05)
    talk = running(cast, at)
    tries = []

    async def lost_once(windows):
        tries.append(len(windows))
        if len(tries) == 1:
            raise OperationalError
        await talks.tell_windows(windows)

    async def story():
        window = Customer()
        streams = await listening(window)
        await until(lambda: window.numbers == [1, 2])
        await until(lambda: module.live._has_news.is_set() is False)
        monkeypatch.setattr(module, "tell_windows", lost_once)
        await say(talk, "안녕하세요", by=cast.mina, at=at)
        await until(lambda: window.numbers == [1, 2, 3])
        await end(streams, window)
        assert tries == [1, 1]

    asyncio.run(story())


def test_a_window_that_comes_back_misses_nothing_and_is_told_nothing_twice(cast, at):
    talk = running(cast, at)

    async def story():
        before = Customer()
        streams = await listening(before)
        await until(lambda: before.numbers == [1, 2])
        before.gone.set()
        for text in ("하나", "둘"):
            await say(talk, text, by=cast.mina, at=at)
        again = Customer(last=before.cursor)
        streams.append(connect(again))
        await until(lambda: again.numbers == [3, 4])
        await say(talk, "셋", by=cast.mina, at=at)
        await until(lambda: again.numbers == [3, 4, 5])
        await end(streams, before, again)

    asyncio.run(story())


def test_another_window_hears_nothing_of_it_but_its_place(cast, at):
    mine, other = begin(cast, at), begin(cast, at, key=KEY[::-1])

    async def story():
        window = Customer(KEY[::-1])
        streams = await listening(window)
        await until(lambda: window.events("state"))
        await say(mine, "비밀이에요", at=at)
        await asyncio.to_thread(
            in_thread, own.take_talk, talk=fresh_of(mine), keeper=cast.mina, by=cast.mina, at=at
        )
        await until(lambda: len(window.events("state")) == 2)
        await end(streams, window)
        assert [each["place"] for each in window.events("state")] == [2, 1]
        assert "비밀" not in window.text
        assert window.numbers == [1]

    talk_now = Talk.objects.get(pk=mine.pk)

    def fresh_of(_):
        return talk_now

    asyncio.run(story())
    assert other.pk != mine.pk


def test_a_wrong_key_and_a_page_from_elsewhere_are_refused(cast, at):
    begin(cast, at)

    async def story():
        wrong = Customer("f" * 32)
        short = Customer("short")
        elsewhere = Customer(origin="https://elsewhere.example")
        asks_first = Customer(origin="http://127.0.0.1:8000", method="OPTIONS")
        streams = await listening(wrong, short, elsewhere, asks_first)
        await end(streams, wrong, short, elsewhere, asks_first)
        assert [each.status for each in (wrong, short, elsewhere, asks_first)] == [401, 401, 403, 204]
        assert asks_first.told[b"access-control-allow-origin"] == b"http://127.0.0.1:8000"
        assert b"last-event-id" in asks_first.told[b"access-control-allow-headers"]

    asyncio.run(story())


def test_an_open_window_is_seen(cast, at, monkeypatch):
    monkeypatch.setattr(module, "SEE_EVERY", 0.05)
    talk = begin(cast, at)

    async def story():
        window = Customer()
        streams = await listening(window)
        seen = await asyncio.to_thread(in_thread, seen_at)
        async with asyncio.timeout(10):
            while await asyncio.to_thread(in_thread, seen_at) == seen:  # noqa: ASYNC110 - it happens in the database
                await asyncio.sleep(0.05)
        await end(streams, window)

    def seen_at():
        return Talk.objects.get(pk=talk.pk).seen_at

    asyncio.run(story())


def test_a_window_that_cannot_keep_up_is_sent_away_to_come_back():
    async def story():
        window = Window(1, 1, 0)
        for _ in range(talks.QUEUE + 1):
            put(window, b"x")
        assert [window.queue.get_nowait() for _ in range(window.queue.qsize())] == [None]

    asyncio.run(story())


def test_lines_it_has_had_are_left_out_of_what_is_told():
    window = Window(1, 1, after=1)
    view = View({"state": "running"}, [{"number": 1, "text": "a"}, {"number": 2, "text": "b"}])
    assert [each.split(b"\n")[0] for each in messages(window, view)] == [b"id: 2", b"event: state"]
    assert list(messages(window, view)) == []
