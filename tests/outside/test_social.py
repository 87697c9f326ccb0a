"""Strings made to break what reads them, said on every network: all are heard, and none of them is a page's code.

The lists lie in a folder named by GWIDAM_SHARED, or in `shared` beside the checkout.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from html import escape
from typing import Any

import pytest

from gwidam.core.text import clean
from gwidam.listen.connectors import bluesky, feed, mastodon, x
from gwidam.listen.connectors.shapes import Reply, Unanswered, carried_out
from tests.listen.connectors import bluesky_there, mastodon_there, x_there
from tests.listen.connectors.served import NOW, House, serving
from tests.listen.connectors.test_feed import Blog

from .test_hostile_pages import HOSTILE, naughty, payloads

pytestmark = pytest.mark.skipif(
    not HOSTILE.is_dir(), reason="no outside files: set GWIDAM_SHARED to the folder that has data/"
)


@pytest.fixture(scope="module")
def strings() -> list[str]:
    """Every naughty string, and each tenth payload."""
    return naughty() + payloads()[::10]


@pytest.fixture(params=["mastodon", "bluesky", "talks", "x", "messages", "feed"])
def service(request: pytest.FixtureRequest) -> Iterator[tuple[Any, Any, Any]]:
    """(the service, what listens to it, how somebody says something there)"""
    kinds: dict[str, tuple[Any, Any, str]] = {
        "mastodon": (mastodon_there.Mastodon(page=80), mastodon.Mentions(), "say"),
        "bluesky": (bluesky_there.Bluesky(page=100), bluesky.Posts(), "say"),
        "talks": (bluesky_there.Bluesky(page=100), bluesky.Talks(), "write"),
        "x": (x_there.X(page=100), x.Mentions(), "say"),
        "messages": (x_there.X(page=100), x.Messages(), "write"),
        "feed": (Blog(page=10_000), feed.Comments(), "say"),
    }
    there, hears, how = kinds[request.param]
    with serving(there):
        yield there, hears, getattr(there, how)


def test_everything_is_heard_and_tags_are_words_only_where_they_were_words(
    service: tuple[Any, Any, Any], strings: list[str]
) -> None:
    """On networks that speak HTML what was typed comes escaped, and is the same text again."""
    there, hears, say = service
    house = House(hears)
    say("먼저")
    house.listen(there.place())
    is_html = isinstance(there, mastodon_there.Mastodon | Blog)
    given = [each for each in strings if clean(each).text.strip()][: 400 if isinstance(there, Blog) else None]
    for each in given:
        say(
            f"<p>{escape(each)}</p>"
            if is_html
            else escape(each, quote=False)
            if isinstance(there, x_there.X)
            else each
        )
    house.words.clear()
    house.listen(there.place())
    squeezed = sorted("".join(clean(each).text.split()) for each in given)
    heard = sorted("".join(clean(each).text.split()) for each in house.words.values() if each != "먼저")
    assert (len(heard), [each for each in squeezed if each not in heard]) == (len(given), [])


def test_html_that_runs_is_heard_as_the_words_it_shows(strings: list[str]) -> None:
    for each in strings:
        found = mastodon.statuses.plain(f"<p>앞</p>{each}")
        assert "<script" not in found.lower() or "&lt;" in each or "script" in each.lower()
        assert clean(found).text.strip() == clean(clean(found).text.strip()).text


def test_answers_of_any_json_are_heard_or_refused_and_break_nothing() -> None:
    """JSON torture as the whole answer to every question."""
    files = sorted((HOSTILE / "json").rglob("*.json"))
    assert len(files) > 200
    listening = [
        (mastodon.Mentions(), {"id": "1", "most": "500"}),
        (bluesky.Posts(), {"access": "a", "did": "d"}),
        (bluesky.Talks(), {"access": "a", "did": "d"}),
        (x.Mentions(), {"id": "1"}),
        (x.Messages(), {"id": "1"}),
        (feed.Comments(), {}),
    ]
    for file in files:
        raw = file.read_bytes()
        for hears, session in listening:
            place = mastodon_there.Mastodon(url="https://a.example").place(session=dict(session))
            with suppress(Unanswered):
                page = carried_out(hears.listen(place, {}), lambda _, raw=raw: Reply(200, {}, raw))
                assert page.items == ()


def test_the_moment_of_a_service_is_never_in_the_future() -> None:
    there = mastodon_there.Mastodon(url="https://a.example")
    there.say("말", created_at="9999-12-31T23:59:59Z")
    assert mastodon.statuses.heard(there.statuses["103001"], there.place()).said_at == NOW
