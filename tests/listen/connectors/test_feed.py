"""Feeds: comments of a blog are heard once, and what is taken away is noticed with patience."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from typing import Any

import pytest

from gwidam.listen.connectors.feed import Comments
from gwidam.listen.connectors.shapes import Gone, Heard, Place, Unanswered

from .served import NOW, Answer, Asked, House, There, done, serving


@dataclass
class Blog(There):
    """Its newest comments; `moves` to where the feed is, `rss` as it is written, else made of `said`."""

    said: list[tuple[str, str, datetime]] = field(default_factory=list)
    page: int = 3
    rss: bytes = b""
    moves: str = ""

    def place(self, **others: Any) -> Place:
        return Place(f"{self.url}/comments/feed", "", {}, self.now, **others)

    def say(self, words: str) -> str:
        guid = f"https://blog.example/?p=1#comment-{len(self.asked)}-{len(self.said)}"
        self.said.insert(0, (guid, words, self.now))
        return guid

    def answer(self, asked: Asked) -> Answer:
        if self.moves and asked.path == "/comments/feed":
            return 301, {"Location": self.moves}, b""
        etag = f'"{hash((self.rss, tuple(self.said))) & 0xFFFF}"'
        if asked.headers.get("if-none-match") == etag:
            return 304, {}, b""
        return 200, {"ETag": etag, "Content-Type": "application/rss+xml"}, self.rss or self._rss()

    def _rss(self) -> bytes:
        items = "".join(
            f"<item><guid>{guid}</guid><link>{guid}</link><dc:creator>미나</dc:creator>"
            f"<pubDate>{format_datetime(at)}</pubDate><description>{escape(words)}</description></item>"
            for guid, words, at in self.said[: self.page]
        )
        heads = (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        )
        return f"{heads}<channel><title>댓글</title>{items}</channel></rss>".encode()


@pytest.fixture
def blog() -> Iterator[Blog]:
    with serving(Blog()) as service:
        yield service


def heard(blog: Blog) -> list[Heard]:
    return [each for each in done(Comments().listen(blog.place(), {})).items if isinstance(each, Heard)]


def test_a_comment_of_rss_is_heard(blog: Blog) -> None:
    guid = blog.say("<p>문이 <b>안</b> 열려요<br>A &amp; B</p><script>alert(1)</script>")
    (found,) = heard(blog)
    assert (found.key, found.url, found.text) == (guid, guid, "문이 안 열려요\nA & B")
    assert (found.said_at, found.name, found.is_public, found.who) == (NOW, "미나", True, None)


def test_a_comment_of_atom_is_heard_with_what_it_answers(blog: Blog) -> None:
    blog.rss = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">
      <title>댓글</title><entry><id>7</id><author><name>미나</name></author><updated>2026-03-31T10:00:00+09:00</updated>
      <link rel="alternate" href="javascript:alert(1)"/><thr:in-reply-to ref="6"/>
      <title xml:lang="ko">RE: 공지</title><content type="html">&lt;p&gt;긴 말&lt;/p&gt;</content>
      </entry></feed>""".encode()
    (found,) = heard(blog)
    name = f"{blog.url[7:]}/comments/feed"
    assert (found.key, found.replies_to) == (f"{name} 7", (f"{name} 6",))
    assert (found.text, found.language, found.url) == ("긴 말", "ko", "")
    assert found.said_at == datetime(2026, 3, 31, 1, 0, tzinfo=UTC)


def test_an_unchanged_feed_is_not_read_again(blog: Blog) -> None:
    house = House(Comments())
    blog.say("말")
    house.listen(blog.place())
    before = house.cursor
    assert house.listen(blog.place()).items == ()
    assert (blog.asked[-1].headers["if-none-match"], house.cursor) == (before["etag"], before)


def test_what_leaves_the_end_of_a_feed_is_kept_and_what_is_missing_three_times_was_taken_back(blog: Blog) -> None:
    house = House(Comments())
    guids = []
    for n in range(3):
        blog.later(minutes=1)
        guids.append(blog.say(f"말 {n}"))
        house.listen(blog.place())
    blog.said = [each for each in blog.said if each[0] != guids[1]]
    for n in range(3, 5):
        assert len(house.words) == n
        blog.later(minutes=1)
        blog.say(f"말 {n}")
        house.listen(blog.place())
    # By now 말 0 has left the end of the feed, so that nothing older than 말 1 is there to judge by.
    assert guids[1] in house.words
    blog.page = 10
    for n in range(5, 8):
        blog.later(minutes=1)
        blog.say(f"말 {n}")
        house.listen(blog.place())
    assert sorted(house.words.values()) == [f"말 {n}" for n in (0, *range(1, 8))]


def test_a_comment_missing_among_older_ones_is_gone_after_the_third_look(blog: Blog) -> None:
    house = House(Comments())
    blog.page = 10
    for n in range(3):
        blog.later(minutes=1)
        blog.say(f"말 {n}")
    house.listen(blog.place())
    taken = blog.said[1]
    guid = taken[0]
    blog.said.remove(taken)
    for turn in range(2):
        blog.say(f"새 말 {turn}")
        house.listen(blog.place())
    assert guid in house.words
    blog.said.insert(3, taken)  # a cache was behind: it is there again
    house.listen(blog.place())
    blog.said.remove(taken)
    for turn in range(3):
        assert guid in house.words
        blog.later(minutes=1)
        blog.say(f"잇는 말 {turn}")
        house.listen(blog.place())
    assert (guid in house.words, house.gone) == (False, {guid})


def test_a_feed_that_moved_is_followed_and_one_that_runs_in_circles_is_not(blog: Blog) -> None:
    blog.say("말")
    blog.moves = "/new/feed"
    assert len(heard(blog)) == 1
    blog.moves = "/comments/feed"
    with pytest.raises(Unanswered, match="odd"):
        heard(blog)


@pytest.mark.parametrize(
    ("said", "failure"),
    [
        (b"<html><body>Not here</body></html>", "odd"),
        (b"", "odd"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><rss version="2.0"/>', "forbidden"),
    ],
)
def test_what_is_no_feed_takes_nothing_away(blog: Blog, said: bytes, failure: str) -> None:
    house = House(Comments())
    blog.say("말")
    house.listen(blog.place())
    before = house.cursor
    blog.refusals = [(200, {}, said)]
    with pytest.raises(Unanswered, match=failure):
        house.listen(blog.place())
    assert house.cursor == before
    blog.refusals = [(429, {"Retry-After": "60"}, b"")]
    with pytest.raises(Unanswered) as no:
        house.listen(blog.place())
    assert no.value.rest_for == timedelta(seconds=60)
    assert Gone("x") not in house.gone
