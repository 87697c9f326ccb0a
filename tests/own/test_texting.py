"""Whoever left only a mobile number is written to by text message, where a line carries any."""

from __future__ import annotations

import json

import pytest
from django.conf import settings

from gwidam.core.errors import NotValid
from gwidam.own import letters
from gwidam.own import verbs as own
from gwidam.own.models import Answer
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


def test_more_than_fits_is_refused_before_it_leaves(cast, line):
    case = cast.voice(phone="010-2345-4417").case
    with pytest.raises(NotValid):
        own.answer(case=case, text="가" * 851, by=case.guardian, at=NOW)
    assert own.answer(case=case, text="가" * 850, by=case.guardian, at=NOW).door == Answer.Door.TEXT


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
