"""Bluesky: posts and direct messages are heard, sessions last, and answers are there exactly once."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gwidam.core.outbound import NotHttp
from gwidam.listen.connectors.bluesky import Bluesky, Posts, Talks
from gwidam.listen.connectors.bluesky.richtext import facets, with_links
from gwidam.listen.connectors.bluesky.saying import record_key
from gwidam.listen.connectors.shapes import (
    Accepted,
    Account,
    CannotSay,
    Gone,
    Heard,
    Refused,
    Saying,
    TryLater,
    Unanswered,
    handle,
)
from gwidam.listen.connectors.wording import NOT_HERE, TOO_LONG

from . import bluesky_there
from .bluesky_there import MINA, US
from .served import NOW, House, done, serving

POST = {"uri": f"at://{MINA}/app.bsky.feed.post/3k0001", "cid": "bafy1", "did": MINA}
THREAD = {**POST, "root": POST["uri"], "root_cid": POST["cid"]}
TALK = {"convo": "c1", "did": MINA}


@pytest.fixture
def there() -> Iterator[bluesky_there.Bluesky]:
    with serving(bluesky_there.Bluesky()) as service:
        yield service


def saying(text: str = "바로 바꿔 드리겠습니다.", **others: Any) -> Saying:
    known = {"key": "answer:7", "thread": THREAD, "is_public": True, "made_at": NOW, "language": "ko", **others}
    return Saying(text=text, **known)


def first(there: bluesky_there.Bluesky) -> Heard:
    (item,) = done(Posts().listen(there.place(), {})).items
    assert isinstance(item, Heard)
    return item


def test_a_post_is_heard_with_all_that_belongs_to_it(there: bluesky_there.Bluesky) -> None:
    text = "@gwidam.example 문이 안 열려요 a.example/lo…"
    start = len(text.encode()) - len("a.example/lo…".encode())
    link = {
        "index": {"byteStart": start, "byteEnd": len(text.encode())},
        "features": [{"uri": "https://a.example/long"}],
    }
    root = {"uri": f"at://{US}/app.bsky.feed.post/3kroot", "cid": "bafyroot"}
    parent = {"uri": f"at://{US}/app.bsky.feed.post/3kparent", "cid": "bafyparent"}
    uri = there.say(
        text,
        reason="reply",
        facets=[link],
        langs=["ko-KR"],
        labels={"values": [{"val": "graphic-media"}]},
        embed={"$type": "app.bsky.embed.images", "images": [{"alt": "부서진 문", "image": {}}]},
        reply={"root": root, "parent": parent},
    )
    found = first(there)
    assert found.text == (
        "CW: graphic-media\n\n@gwidam.example 문이 안 열려요 https://a.example/long\n\n[image: 부서진 문]"
    )
    assert (found.key, found.replies_to) == (uri, (parent["uri"], root["uri"]))
    assert (found.said_at, found.name, found.language, found.is_public) == (NOW, "미나", "ko", True)
    assert (found.who, found.url) == (handle("bluesky", MINA), f"https://bsky.app/profile/{MINA}/post/3k0001")
    assert found.thread == {"uri": uri, "cid": "bafy1", "root": root["uri"], "root_cid": "bafyroot", "did": MINA}


def test_pages_are_walked_into_the_past_and_the_mark_moves_last(there: bluesky_there.Bluesky) -> None:
    there.page, house = 1, House(Posts())
    for n in range(3):
        there.later(minutes=10)
        there.say(f"말 {n}")
    there.say("좋아요", reason="like")
    there.refusals = [None, None, None, (502, {}, b"")]
    with pytest.raises(Unanswered):
        house.listen(there.place())
    assert (sorted(house.words.values()), house.cursor.get("mark")) == (["말 2"], None)
    house.listen(there.place())
    assert sorted(house.words.values()) == ["말 0", "말 1", "말 2"]
    before = len(there.asked)
    there.later(hours=1)
    there.say("새 말")
    house.listen(there.place())
    assert sorted(house.words.values()) == ["말 0", "말 1", "말 2", "새 말"]
    assert len([each for each in there.asked[before:] if "listNotifications" in each.path]) == 4


def test_a_page_that_leads_to_itself_is_no_answer(there: bluesky_there.Bluesky) -> None:
    there.refusals = [None, (200, {}, {"notifications": [], "cursor": "7"})]
    assert done(Posts().listen(there.place(), {"page": "3"})).has_more is False
    there.say("말")
    said = {"notifications": list(there.posts.values()), "cursor": "3"}
    there.refusals = [None, (200, {}, said)]
    with pytest.raises(Unanswered, match="odd"):
        done(Posts().listen(there.place(), {"page": "3"}))


def test_a_session_is_kept_renewed_and_opened_again(there: bluesky_there.Bluesky) -> None:
    session: dict[str, str] = {}
    for _ in range(3):
        done(Posts().listen(there.place(session=session), {}))
    assert there.opened == 1
    there.forget_token()
    done(Posts().listen(there.place(session=session), {}))
    assert (there.opened, there.paths("POST")[-1]) == (1, "/xrpc/com.atproto.server.refreshSession")
    there.forget_token()
    there.renewable = False
    done(Posts().listen(there.place(session=session), {}))
    assert there.opened == 2


def test_a_wrong_password_is_told_and_a_limit_rested_for(there: bluesky_there.Bluesky) -> None:
    assert done(Bluesky().look(there.place())) == Account(US, "@gwidam.example")
    there.refusals = [(401, {}, {"error": "AuthenticationRequired"})]
    with pytest.raises(Unanswered) as no:
        done(Bluesky().look(there.place()))
    assert no.value.failure == "stranger"
    reset = str(int((NOW + timedelta(minutes=5)).timestamp()))
    there.refusals = [(429, {"RateLimit-Reset": reset}, {"error": "RateLimitExceeded"})]
    with pytest.raises(Unanswered) as no:
        done(Bluesky().look(there.place()))
    assert (no.value.failure, no.value.rest_for) == ("limited", timedelta(minutes=5))


def test_deleted_posts_are_found_by_looking_again(there: bluesky_there.Bluesky) -> None:
    kept, deleted = there.say("남길 말"), there.say("지울 말")
    del there.posts[deleted]
    assert done(Posts().look_again(there.place(), [kept, deleted])) == (Gone(deleted),)


def test_direct_messages_are_heard_from_where_the_log_is_now(there: bluesky_there.Bluesky) -> None:
    there.write("옛날")
    house = House(Talks())
    house.listen(there.place())
    kept, deleted = there.write("조용히 묻습니다"), there.write("지울 말")
    there.write("우리 말", did=US)
    there._logged("logReadMessage", {})
    there.unsend(deleted)
    house.listen(there.place())
    assert (house.words, house.gone) == ({f"c1/{kept}": "조용히 묻습니다"}, {f"c1/{deleted}"})
    found = done(Talks().listen(there.place(), {"last": "1"})).items[0]
    assert isinstance(found, Heard)
    assert (found.is_public, found.who, found.replies_to, found.thread) == (
        False,
        handle("bluesky", MINA),
        ("c1",),
        TALK,
    )


@pytest.mark.parametrize("hears", [Posts(), Talks()])
def test_replays_and_other_orders_come_to_the_same(there: bluesky_there.Bluesky, hears: Any) -> None:
    dice, house = random.Random(11), House(hears)
    house.listen(there.place())
    alive: dict[str, str] = {}
    cursors = [house.cursor]
    for turn in range(30):
        there.later(minutes=dice.randrange(20))
        for n in range(dice.randrange(3)):
            text = f"말 {turn}.{n}"
            key = there.say(text) if isinstance(hears, Posts) else f"c1/{there.write(text)}"
            alive[key] = text
        if alive and dice.random() < 0.3:
            key = dice.choice(sorted(alive))
            del alive[key]
            if isinstance(hears, Posts):
                del there.posts[key]
            else:
                there.unsend(key.removeprefix("c1/"))
        if dice.random() < 0.3:
            house.cursor = dice.choice(cursors)  # a copy of an earlier database
        there.refusals = [None] * dice.randrange(4) + ([(503, {}, b"")] if dice.random() < 0.4 else [])
        try:
            house.listen(there.place())
            cursors.append(house.cursor)
        except Unanswered:
            continue
        finally:
            there.refusals = []
    house.listen(there.place())
    if isinstance(hears, Posts):
        house.look_again(there.place())
    assert house.words == alive


def test_an_answer_stands_below_what_it_answers(there: bluesky_there.Bluesky) -> None:
    text = "@mina.example 님, https://gwidam.example/가 보세요. @nobody.example"
    outcome = done(Bluesky().say(there.place(), saying(text)))
    ((uri, record),) = there.records.items()
    assert outcome == Accepted(uri)
    ref = {"uri": POST["uri"], "cid": POST["cid"]}
    assert record["reply"] == {"root": ref, "parent": ref}
    assert (record["text"], record["langs"], record["createdAt"]) == (text, ["ko"], "2026-04-01T09:00:00.000Z")
    raw = text.encode()
    marked = [
        (raw[each["index"]["byteStart"] : each["index"]["byteEnd"]].decode(), each["features"][0])
        for each in record["facets"]
    ]
    assert marked == [
        ("@mina.example", {"$type": "app.bsky.richtext.facet#mention", "did": MINA}),
        (
            "https://gwidam.example/가",
            {"$type": "app.bsky.richtext.facet#link", "uri": "https://gwidam.example/가"},
        ),
    ]


def test_an_answer_whose_confirmation_was_lost_is_there_once(there: bluesky_there.Bluesky) -> None:
    session: dict[str, str] = {}
    done(Bluesky().look(there.place(session=session)))
    for is_public in (True, False):
        there.swallows = 1
        with pytest.raises(NotHttp):
            done(Bluesky().say(there.place(session=session), saying(is_public=is_public)))
        again = saying(is_public=is_public, is_again=True)
        outcome = done(Bluesky().say(there.place(session=session), again))
        assert outcome == Accepted(next(iter(there.records)) if is_public else "c1")
    assert (len(there.records), len(there.written)) == (1, 1)


def test_a_long_answer_goes_on_where_it_broke_off(there: bluesky_there.Bluesky) -> None:
    text = " ".join(f"{n}번째 문장은 이만큼 깁니다." for n in range(40))
    session: dict[str, str] = {}
    there.refusals = [None, None, (503, {}, b""), (503, {}, b"")]
    assert isinstance(done(Bluesky().say(there.place(session=session), saying(text))), TryLater)
    assert isinstance(done(Bluesky().say(there.place(session=session), saying(text, is_again=True))), Accepted)
    texts = [each["text"] for each in there.records.values()]
    assert " ".join(each.rsplit(" ", 1)[0] for each in texts) == text
    parents = [each["reply"]["parent"]["uri"] for each in there.records.values()]
    assert parents == [POST["uri"], *list(there.records)[:-1]]
    with pytest.raises(CannotSay, match=re.escape(TOO_LONG)):
        Bluesky().parts(there.place(), saying(text * 10))


def test_a_private_answer_to_public_words_and_never_the_other_way(there: bluesky_there.Bluesky) -> None:
    assert done(Bluesky().say(there.place(), saying(is_public=False))) == Accepted("c1")
    assert there.written[0]["text"] == "바로 바꿔 드리겠습니다."
    assert done(Bluesky().say(there.place(), saying(thread=TALK))) == Refused(NOT_HERE)
    shut = saying(thread={**POST, "did": "did:plc:other"}, is_public=False)
    assert done(Bluesky().say(there.place(), shut)) == Refused("recipient has disabled incoming messages")
    assert there.records == {}


def test_the_name_of_a_post_is_a_timestamp_and_the_same_at_every_try() -> None:
    name = record_key(saying(), 0)
    assert (len(name), name, record_key(saying(is_again=True), 0)) == (13, name, name)
    others = {record_key(saying(key=f"answer:{n}"), part) for n in range(50) for part in range(4)}
    assert len(others) == 200
    assert name < record_key(saying(made_at=NOW + timedelta(seconds=1)), 0)
    # at://…/3jzfcijpj2z2a is the specification's own example; its first letters say 2023.
    assert "3j" < name[:2] < "3n"


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="가a👨\ud800", max_size=12),
    st.lists(st.tuples(st.integers(-2, 20), st.integers(-2, 20)), max_size=3),
)
def test_marks_of_any_client_leave_the_words_whole(text: str, marks: list[tuple[int, int]]) -> None:
    """A mark counts where it stands around whole letters; where none does, the words are as they were."""
    raw = text.encode("utf-8", "surrogatepass")
    ends = {len(text[:n].encode("utf-8", "surrogatepass")) for n in range(len(text) + 1)}
    shown = [raw[start:end] for start, end in marks if start in ends and end in ends and start < end]
    given_marks = [
        {"index": {"byteStart": start, "byteEnd": end}, "features": [{"uri": "https://a.example/"}]}
        for start, end in marks
    ]
    found = with_links(text, [*given_marks, None, {"index": 3}, {"features": [7]}])
    if not any("\ud800" not in each.decode("utf-8", "surrogatepass") for each in shown):
        assert found == text
    else:
        assert "https://a.example/" in found


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="가a.@:/ https-👨‍👩", max_size=80))
def test_facets_stand_in_order_apart_and_on_whole_letters(text: str) -> None:
    raw, end = text.encode(), 0
    for each in facets(text, {"a.a": "did:plc:a", "s.https": "did:plc:s"}):
        start, after = each["index"]["byteStart"], each["index"]["byteEnd"]
        assert end <= start < after <= len(raw)
        raw[start:after].decode()
        end = after
