"""Whoever left only a mobile number is written to by text message, where a line carries any."""

from __future__ import annotations

import json

import pytest
from django.conf import settings

from gwidam.core.errors import NotValid
from gwidam.core.receipts import shown
from gwidam.core.texting import LMS_BYTES, texted
from gwidam.own import letters
from gwidam.own import verbs as own
from gwidam.own.models import Answer
from gwidam.own.tracking import code_for, short_url
from gwidam.own.wording import answer_as_text
from gwidam.post.models import Message
from gwidam.post.verbs import connect_line, end_line, send_due
from tests.cast import NOW, SETUP


@pytest.fixture
def line(cast):
    return connect_line(kind="texts_file", name="문자", given={}, by=SETUP, at=NOW)


def written():
    path = settings.ENV.data / "outbox" / "texts.jsonl"
    return [json.loads(each) for each in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


@pytest.mark.parametrize(
    ("left", "door"),
    [
        ({"phone": "010-2345-4417"}, Answer.Door.TEXT),
        ({"phone": "02-930-2266"}, Answer.Door.PAGE),
        ({"phone": "010-2345-4417", "email": "mina@example.org"}, Answer.Door.EMAIL),
        ({}, Answer.Door.PAGE),
    ],
)
def test_a_text_goes_where_nothing_better_does(cast, line, left, door):
    case = cast.voice(**left).case
    assert own.answer(case=case, text="내일 갑니다.", by=case.guardian, at=NOW).door == door


def test_without_a_line_the_answer_stands_on_the_page(cast, line):
    end_line(line=line, by=SETUP, at=NOW)
    case = cast.voice(phone="010-2345-4417").case
    assert own.answer(case=case, text="내일 갑니다.", by=case.guardian, at=NOW).door == Answer.Door.PAGE


def test_more_than_fits_is_refused_before_it_leaves_and_counted_as_it_leaves(cast, line):
    case = cast.voice(phone="010-2345-4417").case
    room = LMS_BYTES - answer_as_text(case, "").size
    with pytest.raises(NotValid):
        own.answer(case=case, text="a" * (room + 1), by=case.guardian, at=NOW)
    given = own.answer(case=case, text="a" * room, by=case.guardian, at=NOW)
    letters.answer(given, at=NOW)
    send_due(at=NOW)
    left = written()[-1]
    assert (given.door, left["type"], left["bytes"]) == (Answer.Door.TEXT, "LMS", LMS_BYTES)


def test_a_case_behind_must_be_reached_by_the_same_words(cast, line):
    first, second = cast.voice(heard_by=cast.mina).case, cast.voice(phone="010-2345-4417", heard_by=cast.mina).case
    own.merge(case=second, into=first, why="같은 말", by=cast.mina, at=NOW)
    with pytest.raises(NotValid):
        own.answer(case=first, text="a" * LMS_BYTES, by=cast.mina, at=NOW, is_spoken=True)
    assert not Answer.objects.filter(case__in=[first, second]).exists()


def test_the_words_of_an_answer_add_their_bytes_to_what_stands_around_them(cast, line):
    case = cast.voice(phone="010-2345-4417").case
    for words in ("네", "a–b", "똠방각하", "기사님이 갑니다 🙂\n내일", "é"):
        assert answer_as_text(case, words).size == answer_as_text(case, "").size + texted(words).size


def close(case, at=NOW):
    own.answer(case=case.fresh(), text="고쳤습니다.", by=case.guardian, at=at, is_spoken=True)
    return own.close(
        case=case.fresh(),
        anything_else="없음",
        cause="회선",
        recurrence="none",
        recurrence_why="한 번뿐",
        by=case.guardian,
        at=at,
    )


def test_the_closing_question_and_the_reopening_are_one_short_text_each(cast, line, settings):
    settings.PUBLIC_URL, settings.HOUSE_NAME = "https://voice.example.kr", "귀담전자"
    case = cast.voice(phone="010-2345-4417").case
    closure = close(case)
    letters.closed(closure_id=closure.pk, at=NOW)
    letters.reopened(case.fresh(), fact_id=1, at=NOW)
    send_due(at=NOW)
    asked, again = (each for each in written()[-2:])
    link = f"https://voice.example.kr/f/{code_for(case.receipt).replace('-', '')}"
    assert asked["text"] == f"[귀담전자] 이제 해결되셨나요?\n{link}"
    assert again["text"] == f"[귀담전자] 죄송합니다. 다시 보겠습니다.\n{link}"
    assert (asked["type"], again["type"]) == ("SMS", "SMS")


def test_the_short_link_opens_the_page_of_the_long_one(cast, client):
    voice = cast.voice().voice
    answer = client.get(f"/f/{code_for(voice.receipt).replace('-', '')}")
    assert (answer.status_code, answer.url) == (302, "/follow")
    assert shown(voice.receipt) in client.get("/follow").content.decode()
    code = short_url(voice.receipt).rpartition("/")[2]
    for wrong in (code[:-1], f"{code[:-1]}{'1' if code.endswith('0') else '0'}", voice.receipt, "none"):
        assert client.get(f"/f/{wrong}").status_code == 404


def test_a_receipt_is_texted_once_and_the_caps_hold(cast, line):
    before = len(written())
    receipts = [cast.voice(phone="010-2345-9911").voice for _ in range(4)]
    for voice in receipts:
        letters.receipt(voice_id=voice.pk, at=NOW)
        letters.receipt(voice_id=voice.pk, at=NOW)
    send_due(at=NOW)
    sent = written()[before:]
    assert [each["key"] for each in sent] == [f"receipt:{voice.pk}" for voice in receipts[:3]]
    assert {each["to"] for each in sent} == {"+821023459911"}
    assert Message.objects.get(key=f"receipt:{receipts[3].pk}").withheld_because == "capped"
