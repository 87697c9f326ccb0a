"""POST /voices: the contract other people's scripts lean on."""

from __future__ import annotations

import pytest

from gwidam.listen.models import Delivery, Voice
from gwidam.own.models import Case
from gwidam.own.tracking import follow_url
from gwidam.people.models import Contact, Customer

SAID = {"channel": "api", "text": "인터넷이 자꾸 끊겨요."}


def test_a_voice_gets_its_receipt(caller):
    answer = caller.post("/voices", SAID)
    voice = Voice.objects.get()
    assert (answer.status_code, answer.headers["Content-Type"]) == (201, "application/json; charset=utf-8")
    assert answer.json() == {
        "receipt": voice.receipt,
        "voice": voice.pk,
        "case": Case.objects.get().pk,
        "follow_url": follow_url(voice.receipt),
    }


def test_everything_that_can_be_told_is_kept(caller, cast):
    body = {
        **SAID,
        "customer": {
            "name": "김손님",
            "email": "Kim@Example.com",
            "phone": "010-1234-5678",
            "handle": "@kim",
        },
        "touchpoint": None,
        "product": "기가 인터넷",
        "place": {"lat": 37.5, "lon": 127.0, "address": "서울 종로구"},
        "said_at": "2026-11-01T09:00:00+09:00",
        "external_id": "crm-1",
        "needs_answer": True,
        "language": "en",
        "kind": "complaint",
    }
    assert caller.post("/voices", body).status_code == 201
    voice = Voice.objects.select_related("customer").get()
    assert (voice.product, voice.place, voice.language, voice.kind) == (
        "기가 인터넷",
        {"lat": 37.5, "lon": 127.0, "address": "서울 종로구"},
        "en",
        "complaint",
    )
    assert voice.said_at.isoformat() == "2026-11-01T00:00:00+00:00"
    assert (voice.customer.name, voice.customer.language) == ("김손님", "en")
    assert sorted(voice.customer.contacts.values_list("kind", "tail")) == [
        ("email", ""),
        ("handle", ""),
        ("phone", "5678"),
    ]
    assert voice.deliveries.get().key == "api/crm-1"


def test_a_voice_that_needs_no_answer_has_no_case(caller):
    answer = caller.post("/voices", {**SAID, "needs_answer": False}).json()
    assert (answer["case"], Case.objects.count()) == (None, 0)
    assert answer["follow_url"] == follow_url(answer["receipt"])


@pytest.mark.parametrize("by_header", [True, False])
def test_the_same_delivery_gives_the_same_answer(caller, by_header):
    body = {**SAID, "customer": {"name": "이름뿐인 분", "phone": "12"}, "external_id": "a-1"}
    headers = {"Idempotency_Key": "k-1"} if by_header else {}
    first = caller.post("/voices", body, **headers)
    again = caller.post("/voices", dict(reversed(body.items())), **headers)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.content == first.content
    assert (Voice.objects.count(), Case.objects.count(), Customer.objects.count()) == (1, 1, 1)


def test_another_body_under_the_same_key_is_refused(caller):
    receipt = caller.post("/voices", SAID, Idempotency_Key="k-1").json()["receipt"]
    other = caller.post("/voices", {**SAID, "text": "다른 말"}, Idempotency_Key="k-1")
    assert (other.status_code, other.headers["Content-Type"]) == (409, "application/problem+json")
    assert other.json()["type"] == "urn:gwidam:problem:key-reused"
    assert other.json()["receipt"] == receipt
    assert Voice.objects.count() == 1


def test_another_channel_is_another_body(caller):
    caller.post("/voices", SAID, Idempotency_Key="k-1")
    assert caller.post("/voices", {**SAID, "channel": "web"}, Idempotency_Key="k-1").status_code == 409
    assert Voice.objects.count() == 1


def test_an_external_id_is_its_channels_own(caller):
    for channel in ("api", "web"):
        assert caller.post("/voices", {**SAID, "channel": channel, "external_id": "/1/k-1"}).status_code == 201


def test_a_key_of_one_caller_is_not_a_key_of_another(caller, calling, cast):
    caller.post("/voices", SAID, Idempotency_Key="k-1")
    assert calling(cast.hana).post("/voices", SAID, Idempotency_Key="k-1").status_code == 201


def test_a_contact_that_cannot_be_read_does_not_lose_the_voice(caller):
    body = {**SAID, "customer": {"phone": "내선 12", "email": "kim@example.com"}}
    answer = caller.post("/voices", body)
    assert answer.status_code == 201
    assert answer.json()["warnings"] == ["customer.phone: Please check the phone number. It was left out."]
    assert list(Contact.objects.values_list("kind", flat=True)) == ["email"]


def test_what_a_caller_may_not_set_is_not_set(caller, cast):
    body = {**SAID, "guardian": cast.charlie.pk, "state": "closed", "receipt": "1", "heard_by": 1}
    answer = caller.post("/voices", body).json()
    case = Case.objects.get()
    assert (case.guardian_id == cast.charlie.pk, case.state) == (False, "open")
    assert answer["warnings"] == [
        f"{name}: unknown, ignored" for name in ("guardian", "heard_by", "receipt", "state")
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": None}, "text"),
        ({"text": ""}, "text"),
        ({"text": "\u200b \n"}, "text"),
        ({"channel": "nowhere"}, "channel"),
        ({"touchpoint": "nowhere"}, "touchpoint"),
        ({"place": {"lat": 91, "lon": 1}}, "place.lat"),
        ({"place": "서울"}, "place"),
        ({"said_at": "어제"}, "said_at"),
        ({"said_at": "0001-01-01T00:00:00+14:00"}, "said_at"),
        ({"said_at": 1e17}, "said_at"),
        ({"kind": "rant"}, "kind"),
        ({"product": "가" * 61}, "product"),
        ({"product": "8801011234567" + "가" * 47}, "product"),
        ({"needs_answer": "maybe"}, "needs_answer"),
        ({"external_id": "x" * 201}, "external_id"),
        ({"customer": []}, "customer"),
    ],
)
def test_what_cannot_be_taken_is_named(caller, change, field):
    answer = caller.post("/voices", {**SAID, **change})
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")
    assert [each["field"] for each in answer.json()["errors"]] == [field]
    assert Voice.objects.count() == 0


@pytest.mark.parametrize(
    "name",
    [
        "plain",
        "nul\0inside",
        "half \ud83d",
        "8801011234567",
        "4111 1111 1111 1111",
        "x" * 200,
        "\u202ertl",
        "제목 1",
    ],
)
def test_any_external_id_is_a_key_and_no_number_is_kept(caller, name):
    first = caller.post("/voices", {**SAID, "external_id": name})
    again = caller.post("/voices", {**SAID, "external_id": name})
    assert (first.status_code, again.status_code) == (201, 200)
    assert ("8801011234567" in Delivery.objects.get().key, "4111" in Delivery.objects.get().key) == (
        False,
        False,
    )


@pytest.mark.parametrize(
    "text",
    ["\0안\0녕", "반쪽 \ud83d 이모지", "👩‍👩‍👧‍👦", "مرحبا بالعالم", "한글", "가" * 250_000, "a\r\nb\u2028c"],
)
def test_odd_text_is_a_voice(caller, text):
    answer = caller.post("/voices", {**SAID, "text": text})
    assert (answer.status_code, list(answer.json())) == (201, ["receipt", "voice", "case", "follow_url"])
    assert Voice.objects.count() == 1


def test_five_megabytes_are_a_voice_and_nine_are_told_why_not(caller):
    assert caller.post("/voices", {**SAID, "text": "a" * 5_000_000}).status_code == 201
    refused = caller.post("/voices", {**SAID, "text": "a" * 9_000_000})
    assert (refused.status_code, refused.json()["type"]) == (413, "urn:gwidam:problem:too-large")


def test_numbers_that_must_not_be_kept_are_masked_everywhere(caller):
    number = "880101-1234567"
    body = {
        **SAID,
        "text": f"제 번호는 {number}",
        "product": number,
        "customer": {"name": number},
        "place": {"address": number},
    }
    assert caller.post("/voices", body).status_code == 201
    voice = Voice.objects.select_related("customer").get()
    kept = [voice.text, voice.summary, voice.product, voice.customer.name, str(voice.place)]
    assert ["1234567" in each for each in kept] == [False] * 5
