"""What happened goes to the other system, and what is said there comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gwidam.listen.models import Voice
from gwidam.own import verbs as own
from gwidam.own.models import Case

from .conftest import City, parsed
from .test_requests import SAID

pytestmark = pytest.mark.django_db


@pytest.fixture
def number(city, service):
    return city.post("v2/requests.json", service_code=service, **SAID).json()[0]["service_request_id"]


def close(cast, number):
    case = Case.objects.get(receipt=number)
    own.answer(case=case, text="고쳤습니다", by=cast.mina, at=timezone.now(), is_spoken=True)
    own.close(
        case=Case.objects.get(pk=case.pk),
        anything_else="없음",
        cause="전구",
        recurrence="none",
        recurrence_why="수명",
        by=cast.mina,
        at=timezone.now(),
    )


def update(city, number, words="아직도 어두워요", name="u-1", **more):
    form = {"service_request_id": number, "update_id": name, "description": words, **more}
    return city.post("v2/servicerequestupdates.json", **form)


def test_public_facts_are_updates_in_their_order(cast, city, number):
    close(cast, number)
    rows = city.get("v2/servicerequestupdates.json").json()
    assert [each["status"] for each in rows if each["status"] != "ACTION_SCHEDULED"] == [
        "OPEN",
        "IN_PROGRESS",
        "CLOSED",
    ]
    assert {each["service_request_id"] for each in rows} == {number}
    assert all(each["description"] for each in rows)
    assert len({each["update_id"] for each in rows}) == len(rows)
    assert parsed(city.get("v2/servicerequestupdates.xml"))[0].tag == "request_update"


def test_only_those_of_the_span_are_told(city, number):
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()
    assert city.get("v2/servicerequestupdates.json", start_date=tomorrow).json() == []


def test_updates_of_other_doors_stay_where_they_are(cast, city):
    cast.voice(at=timezone.now())
    assert city.get("v2/servicerequestupdates.json").json() == []


def test_updates_are_told_to_a_key_only(number):
    assert City().get("v2/servicerequestupdates.json").status_code == 403


def test_more_words_are_a_voice_of_the_same_customer_once(city, number):
    first, again = update(city, number), update(city, number)
    assert first.json() == again.json()
    case = Case.objects.get(receipt=number)
    assert Voice.objects.filter(customer=case.customer_id).count() == 2


def test_open_said_of_a_closed_one_begins_it_again(cast, city, number):
    close(cast, number)
    assert update(city, number).status_code == 200
    assert Case.objects.get(receipt=number).state == "closed"
    assert update(city, number, name="u-2", status="OPEN").status_code == 200
    assert Case.objects.get(receipt=number).state == "open"


@pytest.mark.parametrize("missing", ["service_request_id", "update_id", "description"])
def test_an_update_needs_its_parts(city, number, missing):
    form = {"service_request_id": number, "update_id": "u-1", "description": "네", missing: ""}
    assert city.post("v2/servicerequestupdates.json", **form).status_code == 400
