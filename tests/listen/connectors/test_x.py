"""X: mentions and direct messages are heard, requests are signed, and answers are there exactly once."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from gwidam.core.outbound import NotHttp
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
from gwidam.listen.connectors.x import Mentions, Messages, X
from gwidam.listen.connectors.x.asking import signature
from gwidam.listen.connectors.x.weighing import weight

from . import x_there
from .served import NOW, House, done, serving
from .x_there import MINA, US


@pytest.fixture
def there() -> Iterator[x_there.X]:
    with serving(x_there.X()) as service:
        yield service


def saying(there: x_there.X, text: str = "바로 바꿔 드리겠습니다.", **others: Any) -> Saying:
    post = next((number for number, each in there.posts.items() if each["author_id"] == MINA), "1")
    known = {
        "key": "answer:7",
        "thread": {"post": post, "author": MINA},
        "is_public": True,
        "made_at": NOW,
        **others,
    }
    return Saying(text=text, **known)


def test_a_request_is_signed_as_the_examples_of_their_documentation_are() -> None:
    """Creating a signature, docs.x.com: keys, nonce, moment and result of the worked example."""
    told = {
        "oauth_consumer_key": "xvz1evFS4wEEPTGEFPHBog",
        "oauth_nonce": "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg",
        "oauth_signature_method": "HMAC-SHA1",
        "oauth_timestamp": "1318622958",
        "oauth_token": "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
        "oauth_version": "1.0",
        "status": "Hello Ladies + Gentlemen, a signed OAuth request!",
    }
    secrets = {
        "api_secret": "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
        "token_secret": "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE",
    }
    url = "https://api.twitter.com/1/statuses/update.json?include_entities=true"
    assert signature("POST", url, told, secrets) == "tnnArxj06cWHq44gCs1OSKk/jLY="


def test_a_mention_is_heard_with_all_that_belongs_to_it(there: x_there.X) -> None:
    there.media = [
        {"media_key": "3_1", "type": "photo", "alt_text": "부서진 문", "url": "https://p.example/1.jpg"}
    ]
    urls = [
        {"url": "https://t.co/a", "expanded_url": "https://a.example/long"},
        {"url": "https://t.co/b", "expanded_url": "https://x.com/i/photo/1", "media_key": "3_1"},
    ]
    number = there.say(
        "@gwidam 문이 안 …",
        note_tweet={
            "text": "@gwidam 문이 안 열려요 A &amp; B https://t.co/a https://t.co/b",
            "entities": {"urls": urls},
        },
        attachments={"media_keys": ["3_1"]},
        possibly_sensitive=True,
        referenced_tweets=[{"type": "replied_to", "id": "55"}],
        conversation_id="44",
    )
    (found,) = done(Mentions().listen(there.place(), {})).items
    assert isinstance(found, Heard)
    assert found.text == (
        "CW: sensitive\n\n@gwidam 문이 안 열려요 A & B https://a.example/long"
        "\n\n[photo: 부서진 문] https://p.example/1.jpg"
    )
    assert (found.key, found.replies_to, found.who) == (number, ("55", "44"), handle("x", MINA))
    assert (found.said_at, found.name, found.language, found.is_public) == (NOW, "미나", "ko", True)
    assert (found.url, found.thread) == (f"https://x.com/mina_k/status/{number}", {"post": number, "author": MINA})


def test_what_only_repeats_others_and_what_we_say_is_not_heard(there: x_there.X) -> None:
    there.say("RT @mina_k: @gwidam 말", referenced_tweets=[{"type": "retweeted", "id": "5"}])
    there.say("우리 말", author=US)
    assert done(Mentions().listen(there.place(), {})).items == ()


def test_a_direct_message_is_heard_as_what_it_is(there: x_there.X) -> None:
    number = there.write("조용히 묻습니다")
    there.write("우리 말", sender=US)
    (found,) = done(Messages().listen(there.place(), {})).items
    assert isinstance(found, Heard)
    assert (found.key, found.replies_to) == (f"message/{number}", (f"message/{MINA}-{US}",))
    assert (found.text, found.is_public, found.who) == ("조용히 묻습니다", False, handle("x", MINA))


@pytest.mark.parametrize("hears", [Mentions(), Messages()])
def test_pages_are_walked_and_the_mark_moves_last(there: x_there.X, hears: Any) -> None:
    put = there.say if isinstance(hears, Mentions) else there.write
    house = House(hears)
    for n in range(5):
        there.later(minutes=10)
        put(f"말 {n}")
    there.refusals = [None, None, (503, {}, b"")]
    with pytest.raises(Unanswered):
        house.listen(there.place())
    assert (sorted(house.words.values()), house.cursor.get("mark")) == (["말 3", "말 4"], None)
    house.listen(there.place())
    assert sorted(house.words.values()) == [f"말 {n}" for n in range(5)]
    there.later(days=9)
    put("새 말")
    before = len(there.asked)
    house.listen(there.place())
    assert sorted(house.words.values()) == [*(f"말 {n}" for n in range(5)), "새 말"]
    assert len(there.asked[before:]) <= 3  # who we are, the new page, and the one that reaches the mark


@pytest.mark.parametrize("hears", [Mentions(), Messages()])
def test_a_page_whose_name_was_forgotten_is_walked_to_again(there: x_there.X, hears: Any) -> None:
    put = there.say if isinstance(hears, Mentions) else there.write
    for n in range(4):
        put(f"말 {n}")
    house = House(hears)
    there.refusals = [None, None, (503, {}, b"")]
    with pytest.raises(Unanswered):
        house.listen(there.place())
    there.forgets_pages = True
    house.take(done(hears.listen(there.place(), house.cursor)))
    there.forgets_pages = False
    house.listen(there.place())
    assert sorted(house.words.values()) == [f"말 {n}" for n in range(4)]


def test_old_words_are_not_heard_by_a_new_ear(there: x_there.X) -> None:
    there.say("옛날")
    there.write("옛날")
    there.later(days=8)
    assert done(Mentions().listen(there.place(), {})).items == ()
    assert done(Messages().listen(there.place(), {})).items == ()


def test_a_limit_is_rested_for(there: x_there.X) -> None:
    reset = str(int((NOW + timedelta(minutes=14)).timestamp()))
    there.refusals = [None, (429, {"x-rate-limit-reset": reset}, {"title": "Too Many Requests"})]
    with pytest.raises(Unanswered) as no:
        done(Mentions().listen(there.place(), {}))
    assert (no.value.failure, no.value.rest_for) == ("limited", timedelta(minutes=14))
    there.refusals = [None, (200, {"x-rate-limit-remaining": "0", "x-rate-limit-reset": reset}, {"meta": {}})]
    assert done(Mentions().listen(there.place(), {})).rest_for == timedelta(minutes=14)


def test_what_was_deleted_is_told_from_what_is_hidden(there: x_there.X) -> None:
    kept, deleted, hidden = there.say("남길 말"), there.say("지울 말"), there.say("감춘 말")
    del there.posts[deleted]
    there.hidden.add(hidden)
    assert done(Mentions().look_again(there.place(), [kept, deleted, hidden])) == (Gone(deleted),)
    there.refusals = [(200, {}, {})]
    with pytest.raises(Unanswered):
        done(Mentions().look_again(there.place(), [kept]))


def test_replays_and_other_orders_come_to_the_same(there: x_there.X) -> None:
    dice, house, alive = random.Random(3), House(Mentions()), {}
    cursors = [house.cursor]
    for turn in range(30):
        there.later(minutes=dice.randrange(20))
        for n in range(dice.randrange(3)):
            alive[there.say(f"말 {turn}.{n}")] = f"말 {turn}.{n}"
        if alive and dice.random() < 0.3:
            number = dice.choice(sorted(alive))
            del alive[number], there.posts[number]
        if dice.random() < 0.3:
            house.cursor = dice.choice(cursors)
        there.refusals = [None] * dice.randrange(4) + ([(503, {}, b"")] if dice.random() < 0.4 else [])
        try:
            house.listen(there.place())
            cursors.append(house.cursor)
        except Unanswered:
            continue
        finally:
            there.refusals = []
    house.listen(there.place())
    house.look_again(there.place())
    assert house.words == alive


def test_a_trial_says_whose_account_it_is(there: x_there.X) -> None:
    assert done(X().look(there.place())) == Account(US, "@gwidam")
    there.refusals = [(401, {}, {"title": "Unauthorized"})]
    with pytest.raises(Unanswered, match="stranger"):
        done(X().look(there.place()))


def test_an_answer_stands_below_what_it_answers_or_goes_to_them_alone(there: x_there.X) -> None:
    number = there.say("@gwidam 문이 안 열려요")
    outcome = done(X().say(there.place(), saying(there)))
    assert outcome == Accepted(there.ours[0]["id"])
    assert there.asked[-1].body == {
        "text": "바로 바꿔 드리겠습니다.",
        "reply": {"in_reply_to_tweet_id": number},
    }
    assert done(X().say(there.place(), saying(there, is_public=False))) == Accepted(f"message/{MINA}-{US}")
    assert [each["text"] for each in there.messages.values()] == ["바로 바꿔 드리겠습니다."]
    talk = {"author": MINA, "convo": f"{MINA}-{US}"}
    assert done(X().say(there.place(), saying(there, thread=talk))) == Refused(NOT_HERE)
    shut = saying(there, thread={"author": "666"}, is_public=False)
    assert done(X().say(there.place(), shut)) == Refused(
        "You do not have permission to DM one or more participants."
    )


@pytest.mark.parametrize("is_public", [True, False])
def test_an_answer_whose_confirmation_was_lost_is_there_once(there: x_there.X, is_public: bool) -> None:
    there.say("@gwidam 말")
    there.swallows = 1
    with pytest.raises(NotHttp):
        done(X().say(there.place(), saying(there, is_public=is_public)))
    there.later(minutes=3)
    outcome = done(X().say(there.place(), saying(there, is_public=is_public, is_again=True)))
    assert outcome == Accepted(there.ours[0]["id"] if is_public else f"message/{MINA}-{US}")
    assert len(there.ours) + sum(each["sender_id"] == US for each in there.messages.values()) == 1


def test_words_that_x_says_are_there_are_looked_for(there: x_there.X) -> None:
    there.say("@gwidam 말")
    first = done(X().say(there.place(), saying(there)))
    there.later(minutes=3)
    assert done(X().say(there.place(), saying(there))) == first
    other = there.say("@gwidam 다른 말")
    elsewhere = saying(there, thread={"post": other, "author": MINA})
    assert done(X().say(there.place(), elsewhere)) == Refused(
        "You are not allowed to create a Tweet with duplicate content."
    )
    assert len(there.ours) == 1


def test_a_long_answer_goes_on_where_it_broke_off(there: x_there.X) -> None:
    there.say("@gwidam 말")
    text = " ".join(f"{n}번째 문장은 이만큼 깁니다." for n in range(25))
    there.refusals = [None, None, (503, {}, b"")]
    assert isinstance(done(X().say(there.place(), saying(there, text))), TryLater)
    there.later(minutes=3)
    assert isinstance(done(X().say(there.place(), saying(there, text, is_again=True))), Accepted)
    texts = [each["text"].removeprefix("@mina_k ") for each in there.ours]
    assert " ".join(each.rsplit(" ", 1)[0] for each in texts) == text
    assert max(weight(each) for each in texts) <= 280
    with pytest.raises(CannotSay, match=re.escape(TOO_LONG)):
        X().parts(there.place(), saying(there, text * 10))
    assert X().parts(there.place(), saying(there, text, is_public=False)) == (text,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a" * 280, 280),
        ("가" * 140, 280),
        ("ㅋㅋ", 4),
        ("é", 1),
        ("e\u0301", 1),
        ("“…”", 4),
        ("👨‍👩‍👧‍👦", 2),
        ("❤️", 2),
        ("https://gwidam.example/very/long/path/of/a/page/that/goes/on", 23),
        ("gwidam.kr 에서", 23 + 1 + 4),
        ("help@gwidam.example", 19),
    ],
)
def test_a_text_weighs_what_x_takes_it_to_weigh(text: str, expected: int) -> None:
    assert weight(text) == expected
