"""Mastodon: what names us is heard, what is deleted is known, and answers are there exactly once."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from gwidam.core.outbound import NotHttp
from gwidam.listen.connectors.mastodon import Mastodon, Mentions
from gwidam.listen.connectors.mastodon.saying import length
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
from gwidam.listen.connectors.wording import NAMES_OTHERS, NOT_HERE, TOO_LONG

from . import mastodon_there
from .served import NOW, House, done, serving

pytestmark = pytest.mark.timeout(20)


@pytest.fixture
def there() -> Iterator[mastodon_there.Mastodon]:
    with serving(mastodon_there.Mastodon()) as service:
        yield service


@pytest.fixture
def house(there: mastodon_there.Mastodon) -> House:
    """One that has looked before, so that it listens from here on."""
    there.say("<p>먼저</p>")
    house = House(Mentions())
    house.listen(there.place())
    house.words.clear()
    return house


def saying(thread: dict[str, str], text: str = "바로 바꿔 드리겠습니다.", **others: object) -> Saying:
    given = {"key": "answer:7", "is_public": True, "made_at": NOW, "language": "ko", **others}
    return Saying(text=text, thread=thread, **given)  # type: ignore[arg-type]


def first(there: mastodon_there.Mastodon) -> Heard:
    (item,) = done(Mentions().listen(there.place(), {})).items
    assert isinstance(item, Heard)
    return item


def test_a_mention_is_heard_with_all_that_belongs_to_it(there: mastodon_there.Mastodon) -> None:
    above = there.put("<p>공지</p>", mastodon_there.US, "public")
    number = there.say(
        '<p><span class="h-card"><a href="https://g/@gwidam">@<span>gwidam</span></a></span> 문이 안 열려요<br>'
        'A &amp; B</p><p><a href="https://a.example/long"><span class="invisible">https://</span>'
        '<span class="ellipsis">a.example/lo</span><span class="invisible">ng</span></a></p>',
        in_reply_to_id=above,
        spoiler_text="사진 주의",
        language="ko-KR",
        media_attachments=[{"type": "image", "description": "부서진 문", "url": "https://f.example/1.jpg"}],
        poll={"options": [{"title": "고쳐요"}, {"title": "바꿔요"}]},
    )
    server = there.url.removeprefix("http://")
    found = first(there)
    assert found.text == (
        "CW: 사진 주의\n\n@gwidam 문이 안 열려요\nA & B\nhttps://a.example/long\n\n( ) 고쳐요\n( ) 바꿔요"
        "\n\n[image: 부서진 문] https://f.example/1.jpg"
    )
    assert (found.key, found.replies_to) == (f"{server}/{number}", (f"{server}/{above}",))
    assert (found.said_at, found.name, found.language, found.is_public) == (NOW, "미나", "ko", True)
    assert found.who == handle("mastodon", "mina@mina.example")
    assert found.thread == {"status": number, "acct": "mina@mina.example", "visibility": "public"}


@pytest.mark.parametrize(
    ("visibility", "is_public"), [("public", True), ("unlisted", True), ("private", False), ("direct", False)]
)
def test_who_may_read_it_is_kept(there: mastodon_there.Mastodon, visibility: str, is_public: bool) -> None:
    there.say("<p>말</p>", visibility=visibility)
    assert first(there).is_public is is_public


def test_an_address_that_is_none_of_the_web_is_never_linked_to(there: mastodon_there.Mastodon) -> None:
    there.say("<p>말</p>", url="javascript:alert(1)")
    assert first(there).url == ""


def test_a_new_ear_hears_the_newest_of_a_week_only(there: mastodon_there.Mastodon) -> None:
    there.say("<p>옛날</p>")
    there.later(days=8)
    there.say("<p>어제</p>")
    assert [each.text for each in done(Mentions().listen(there.place(), {})).items if isinstance(each, Heard)] == [
        "어제"
    ]


def test_all_pages_are_turned_and_nothing_is_heard_that_does_not_name_us(
    there: mastodon_there.Mastodon, house: House
) -> None:
    numbers = [there.say(f"<p>말 {n}</p>") for n in range(5)]
    house.listen(there.place())
    assert sorted(house.words.values()) == [f"말 {n}" for n in range(5)]
    assert [each.one("types[]") for each in there.asked] == ["mention"] * len(there.asked)
    assert len(numbers) == 5


def test_the_cursor_does_not_pass_a_page_that_failed(there: mastodon_there.Mastodon, house: House) -> None:
    for n in range(4):
        there.say(f"<p>말 {n}</p>")
    there.refusals = [None, (502, {}, b"<html>Bad Gateway")]
    with pytest.raises(Unanswered) as no:
        house.listen(there.place())
    assert (no.value.failure, sorted(house.words.values())) == ("broken", ["말 0", "말 1"])
    house.listen(there.place())
    assert sorted(house.words.values()) == ["말 0", "말 1", "말 2", "말 3"]


def test_a_limit_is_rested_for(there: mastodon_there.Mastodon, house: House) -> None:
    reset = (NOW + timedelta(minutes=4)).isoformat().replace("+00:00", ".000Z")
    there.refusals = [(429, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset}, {"error": "Throttled"})]
    with pytest.raises(Unanswered) as no:
        house.listen(there.place())
    assert (no.value.failure, no.value.rest_for) == ("limited", timedelta(minutes=4))
    there.refusals = [(200, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset}, [])]
    assert house.listen(there.place()).rest_for == timedelta(minutes=4)


@pytest.mark.parametrize(
    ("status", "body", "failure"),
    [
        (401, {"error": "The access token is invalid"}, "stranger"),
        (403, {}, "forbidden"),
        (404, b"", "missing"),
        (200, b"<html>", "odd"),
        (200, {"a": 1}, "odd"),
        (200, b"[" * 100_000, "odd"),
        (200, [{"type": "mention", "status": {"id": "3"}}], "odd"),
        (301, b"", "odd"),
    ],
)
def test_what_is_no_answer_moves_nothing(
    there: mastodon_there.Mastodon, house: House, status: int, body: object, failure: str
) -> None:
    before = house.cursor
    there.refusals = [(status, {}, body)]
    with pytest.raises(Unanswered) as no:
        house.listen(there.place())
    assert (no.value.failure, house.cursor) == (failure, before)


def test_what_was_deleted_is_found_by_looking_again(there: mastodon_there.Mastodon, house: House) -> None:
    kept, deleted = there.say("<p>남길 말</p>"), there.say("<p>지울 말</p>")
    house.listen(there.place())
    keys = sorted(house.words)
    there.delete(deleted)
    assert done(Mentions().look_again(there.place(), keys)) == (Gone(f"{there.url[7:]}/{deleted}"),)
    there.refusals = [(401, {}, {})]
    with pytest.raises(Unanswered):
        done(Mentions().look_again(there.place(), keys))
    assert kept in there.statuses


def test_replays_and_other_orders_come_to_the_same(there: mastodon_there.Mastodon, house: House) -> None:
    """However pages fail, cursors fall back and deletions are looked for, what is there is what is kept."""
    dice = random.Random(7)
    alive: dict[str, str] = {}
    old = house.cursor
    for turn in range(30):
        for n in range(dice.randrange(3)):
            alive[there.say(f"<p>말 {turn}.{n}</p>")] = f"말 {turn}.{n}"
        if alive and dice.random() < 0.3:
            number = dice.choice(sorted(alive))
            there.delete(number)
            del alive[number]
        if dice.random() < 0.3:
            house.cursor = old  # a copy of yesterday's database
        there.refusals = [None] * dice.randrange(3) + ([(503, {}, b"")] if dice.random() < 0.4 else [])
        try:
            house.listen(there.place())
        except Unanswered:
            continue
        finally:
            there.refusals = []
    house.listen(there.place())
    house.look_again(there.place())
    assert house.words == {f"{there.url[7:]}/{number}": text for number, text in alive.items()}


def test_a_trial_says_whose_account_it_is(there: mastodon_there.Mastodon) -> None:
    assert done(Mastodon().look(there.place())) == Account("1", "@gwidam")
    there.refusals = [(401, {}, {})]
    with pytest.raises(Unanswered) as no:
        done(Mastodon().look(there.place()))
    assert no.value.failure == "stranger"


def test_an_answer_stands_below_what_it_answers(there: mastodon_there.Mastodon) -> None:
    number = there.say("<p>문이 안 열려요</p>")
    outcome = done(Mastodon().say(there.place(), saying(dict(first(there).thread))))
    (said,) = there.ours
    assert outcome == Accepted(f"{there.url[7:]}/{said['id']}")
    assert there.asked[-1].headers["idempotency-key"] == "answer:7/0"
    assert there.asked[-1].body == {
        "status": "@mina@mina.example 바로 바꿔 드리겠습니다.",
        "in_reply_to_id": number,
        "visibility": "public",
        "language": "ko",
    }


def test_public_stays_as_public_as_it_was_asked_and_private_never_becomes_public(
    there: mastodon_there.Mastodon,
) -> None:
    there.say("<p>말</p>", visibility="unlisted")
    thread = dict(first(there).thread)
    done(Mastodon().say(there.place(), saying(thread)))
    done(Mastodon().say(there.place(), saying(thread, is_public=False, key="answer:8")))
    assert [each["visibility"] for each in there.ours] == ["unlisted", "direct"]
    for shut in ("private", "direct"):
        outcome = done(Mastodon().say(there.place(), saying({**thread, "visibility": shut})))
        assert outcome == Refused(NOT_HERE)
    assert len(there.ours) == 2


def test_a_private_answer_is_not_shown_to_others_it_names(there: mastodon_there.Mastodon) -> None:
    thread = {"status": there.say("<p>말</p>"), "acct": "mina@mina.example", "visibility": "direct"}
    others = saying(thread, "@jisu@jisu.example 님이 갑니다.", is_public=False)
    assert done(Mastodon().say(there.place(), others)) == Refused(NAMES_OTHERS)
    harmless = saying(thread, "help@gwidam.example 로 @mina@mina.example 님이 적어 주세요.", is_public=False)
    assert isinstance(done(Mastodon().say(there.place(), harmless)), Accepted)


def test_an_answer_whose_confirmation_was_lost_is_there_once(there: mastodon_there.Mastodon) -> None:
    there.say("<p>말</p>")
    thread = dict(first(there).thread)
    place = there.place()
    done(Mastodon().look(place))
    there.swallows = 1
    with pytest.raises(NotHttp):
        done(Mastodon().say(place, saying(thread)))
    there.keys.clear()  # an hour later the server has forgotten the key
    outcome = done(Mastodon().say(there.place(), saying(thread, is_again=True)))
    assert outcome == Accepted(f"{there.url[7:]}/{there.ours[0]['id']}")
    assert len(there.ours) == 1


def test_the_same_words_said_before_are_not_taken_for_these(there: mastodon_there.Mastodon) -> None:
    there.say("<p>말</p>")
    thread = dict(first(there).thread)
    done(Mastodon().say(there.place(), saying(thread)))
    there.later(days=1)
    done(Mastodon().say(there.place(), saying(thread, key="answer:8", made_at=there.now, is_again=True)))
    done(
        Mastodon().say(
            there.place(), saying(thread, key="answer:9", is_public=False, made_at=there.now, is_again=True)
        )
    )
    assert [each["visibility"] for each in there.ours] == ["public", "public", "direct"]


def test_a_long_answer_is_parted_and_goes_on_where_it_broke_off(there: mastodon_there.Mastodon) -> None:
    there.say("<p>말</p>")
    there.most = 100
    text = " ".join(f"{n}번째 문장은 이만큼 깁니다." for n in range(12))
    thread = dict(first(there).thread)
    place = there.place()
    done(Mastodon().look(place))
    there.swallows = 0
    there.refusals = [None, (503, {}, b"")]
    assert isinstance(done(Mastodon().say(place, saying(thread, text))), TryLater)
    assert isinstance(done(Mastodon().say(place, saying(thread, text, is_again=True))), Accepted)
    bodies = [each["content"][3:-4] for each in there.ours]
    assert [each.rsplit(" ", 1)[1] for each in bodies] == [
        f"({n}/{len(bodies)})" for n in range(1, len(bodies) + 1)
    ]
    said = " ".join(each.removeprefix("@mina@mina.example ").rsplit(" ", 1)[0] for each in bodies)
    assert said == text
    chain = [each["in_reply_to_id"] for each in there.ours]
    assert chain == [thread["status"], *(each["id"] for each in there.ours[:-1])]
    with pytest.raises(CannotSay, match=re.escape(TOO_LONG)):
        Mastodon().parts(place, saying(thread, text * 20))


def test_what_is_refused_for_good_and_what_is_tried_again(there: mastodon_there.Mastodon) -> None:
    place = there.place()
    done(Mastodon().look(place))
    thread = {"status": "999", "acct": "mina@mina.example", "visibility": "public"}
    assert done(Mastodon().say(place, saying(thread))) == Refused("Record not found")
    there.refusals = [(422, {}, {"error": "Validation failed"})]
    assert done(Mastodon().say(place, saying(thread))) == Refused("Validation failed")
    there.refusals = [(429, {"Retry-After": "30"}, {"error": "Throttled"})]
    later = done(Mastodon().say(place, saying(thread)))
    assert later == TryLater("limited", is_away=True, rest_for=timedelta(seconds=30))
    there.refusals = [(401, {}, {})]
    assert done(Mastodon().say(place, saying(thread))) == TryLater("stranger", is_away=True)


def test_characters_are_counted_as_the_server_counts_them() -> None:
    assert length("가" * 500) == 500
    assert length("👨‍👩‍👧‍👦") == 1
    assert length("https://a.example/" + "x" * 200) == 23
    assert length("@mina@a.very.long.server.example 네") == 7
