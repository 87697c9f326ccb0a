"""Text messages that customers send: more words of their case, or a new voice; once, and only with the secret."""

from __future__ import annotations

import itertools
import json
from datetime import datetime, timedelta

import pytest
from django.test import Client

from gwidam.core.models import Fact
from gwidam.listen.models import Ear, Hearing, Voice
from gwidam.listen.verbs import open_ear, turn_address
from gwidam.own import letters
from gwidam.own import verbs as own
from gwidam.own.models import Answer, Case
from gwidam.post.verbs import connect_line, end_line, send_due
from tests.cast import NOW, SETUP

NUMBER = "010-2345-4417"
TWILIO = {"MessageSid": "SM1", "From": "+821023454417", "Body": "네 고맙습니다"}
VONAGE = {
    "messageId": "0B1",
    "msisdn": "821023454417",
    "text": "네 고맙습니다",
    "message-timestamp": "2026-11-16 01:00:00",
}
OURS = {"id": "m-1", "from": NUMBER, "text": "네 고맙습니다", "at": "2026-11-16T10:00:00+09:00"}


@pytest.fixture
def line(cast):
    return connect_line(kind="texts_file", name="문자", given={}, by=SETUP, at=NOW)


@pytest.fixture
def address(cast, line):
    """Where the gateway is to tell of messages."""
    ear = open_ear(channel=cast.api, kind="texts_file", line=line, by=SETUP, at=NOW)
    return f"/texts/{line.pk}/{turn_address(ear=ear, by=SETUP, at=datetime.now().astimezone())}"


def tell(address, told, **more):
    kind = "application/x-www-form-urlencoded" if more.pop("is_form", False) else "application/json"
    body = told if kind != "application/json" else json.dumps(told)
    client = Client(raise_request_exception=False)
    if kind == "application/json":
        return client.post(address, body, content_type=kind)
    return client.post(address, "&".join(f"{name}={value}" for name, value in told.items()), content_type=kind)


def written_to(cast, *, at=NOW):
    """A case whose customer was answered by text message."""
    case = cast.voice(phone=NUMBER).case
    given = own.answer(case=case, text="내일 갑니다.", by=case.guardian, at=at)
    letters.answer(given, at=at)
    send_due(at=at)
    return case


@pytest.mark.parametrize("told", [OURS, TWILIO, VONAGE], ids=["ours", "twilio", "vonage"])
def test_a_reply_is_more_words_in_the_case_we_last_wrote_about(cast, address, told):
    case = written_to(cast)
    answer = tell(address, told)
    added = Voice.objects.latest("pk")
    assert (answer.status_code, answer.json()) == (200, {"receipt": added.receipt})
    assert (added.text, added.customer_id, added.needs_answer) == ("네 고맙습니다", case.customer_id, False)
    assert Fact.objects.filter(about=case.about, kind="own.WordsAdded").count() == 1
    assert Hearing.objects.get(voice=added).about == case.about


def test_a_form_is_read_as_well_as_json(cast, address):
    case = written_to(cast)
    form = {"MessageSid": "SM1", "From": "%2B821023454417", "Body": "%EB%84%A4"}
    assert tell(address, form, is_form=True).status_code == 200
    added = Voice.objects.latest("pk")
    assert (added.text, added.customer_id) == ("네", case.customer_id)


def test_the_same_message_twice_is_one(cast, address):
    written_to(cast)
    first, again = tell(address, OURS), tell(address, {**OURS, "text": "다른 말"})
    assert first.json() == again.json()
    assert Voice.objects.filter(text="네 고맙습니다").count() == 1
    assert not Voice.objects.filter(text="다른 말").exists()


def test_without_an_id_it_is_who_said_what_when(cast, address):
    nameless = {name: value for name, value in OURS.items() if name != "id"}
    first, again = tell(address, nameless), tell(address, nameless)
    other = tell(address, {**nameless, "at": "2026-11-16T10:00:01+09:00"})
    assert first.json() == again.json() != other.json()


def test_who_was_never_written_to_begins_a_case_that_is_answered_by_text(cast, address, line):
    tell(address, {**OURS, "from": "010-9876-5432", "text": "데이터가 안 돼요"})
    case = Case.objects.latest("pk")
    assert (case.voice.text, case.voice.channel) == ("데이터가 안 돼요", cast.api)
    given = own.answer(case=case, text="확인해 보겠습니다.", by=case.guardian, at=NOW)
    assert given.door == Answer.Door.LINE
    letters.answer(given, at=NOW)
    send_due(at=NOW)
    again = tell(address, {**OURS, "id": "m-2", "from": "010-9876-5432", "text": "고맙습니다"})
    assert Hearing.objects.get(voice__receipt=again.json()["receipt"]).about == case.about


def test_a_stranger_who_writes_from_another_number_never_writes_into_the_case(cast, address):
    case = written_to(cast)
    tell(address, {**OURS, "from": "010-1111-2222"})
    assert Case.objects.latest("pk").customer_id != case.customer_id
    assert not Fact.objects.filter(about=case.about, kind="own.WordsAdded").exists()


def test_a_reply_to_a_closed_case_is_a_voice_of_its_own_and_both_learn_of_it(cast, address):
    case = written_to(cast)
    own.answer(case=case.fresh(), text="고쳤습니다.", by=case.guardian, at=NOW, is_spoken=True)
    own.close(
        case=case.fresh(),
        anything_else="없음",
        cause="회선",
        recurrence="none",
        recurrence_why="한 번뿐",
        by=case.guardian,
        at=NOW,
    )
    tell(address, OURS)
    new = Case.objects.latest("pk")
    assert (new.pk != case.pk, new.customer_id) == (True, case.customer_id)
    assert Fact.objects.filter(kind="own.MayBeRelated", about__in=[case.about, new.about]).count() == 2


@pytest.mark.parametrize("order", list(itertools.permutations(["m-1", "m-2", "m-1"])))
def test_messages_in_any_order_come_to_the_same(cast, address, order):
    case = written_to(cast)
    for name in order:
        tell(address, {**OURS, "id": name, "text": name})
    added = Voice.objects.filter(customer=case.customer_id, needs_answer=False).values_list("text", flat=True)
    assert sorted(added) == ["m-1", "m-2"]


def test_a_wrong_secret_finds_nothing_and_is_seen_on_the_page_of_doors(cast, address, line):
    assert tell(f"/texts/{line.pk}/wrong", OURS).status_code == 404
    ear = Ear.objects.get(line=line)
    assert (ear.failed, "비밀 값이 맞지 않습니다" in ear.failure.ko) == ("stranger", True)
    tell(address, OURS)
    assert (ear.fresh().failed, ear.fresh().reconnects) == ("", 1)


@pytest.mark.parametrize(
    "told",
    [[], "x", {}, {"from": NUMBER}, {"text": "네", "id": "1"}, {**OURS, "at": "어제"}, {**OURS, "id": "x" * 200}],
)
def test_nonsense_is_refused_with_its_reason_and_kept_with_the_ear(cast, address, line, told):
    assert tell(address, told).status_code == 422
    assert Ear.objects.get(line=line).failed == "odd"


def test_a_sender_without_a_number_is_heard_all_the_same(cast, address):
    assert tell(address, {**OURS, "from": "KAKAO"}).status_code == 200
    assert Voice.objects.latest("pk").customer.name == "KAKAO"


def test_the_address_before_is_good_for_a_day_and_none_once_the_line_is_ended(cast, address, line):
    ear = Ear.objects.get(line=line)
    turn_address(ear=ear, by=SETUP, at=datetime.now().astimezone())
    assert tell(address, OURS).status_code == 200
    assert ear.fresh().old_until - ear.fresh().turned_at == timedelta(hours=24)
    newest = f"/texts/{line.pk}/{turn_address(ear=ear, by=SETUP, at=datetime.now().astimezone())}"
    assert tell(address, {**OURS, "id": "m-2"}).status_code == 404
    assert tell(newest, {**OURS, "id": "m-2"}).status_code == 200
    end_line(line=line, by=SETUP, at=NOW)
    assert tell(newest, {**OURS, "id": "m-3"}).status_code == 404
