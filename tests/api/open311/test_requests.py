"""Requests of another system are voices with a guardian, and their state is read from public facts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gwidam.listen.models import Attachment, Voice
from gwidam.own import verbs as own
from gwidam.own.models import Case
from gwidam.own.tracking import token_for
from gwidam.people.models import Contact

from .conftest import City, parsed

pytestmark = pytest.mark.django_db
SAID = {"description": "가로등이 꺼졌어요.\n사흘째입니다.", "lat": "37.5", "long": "127.0"}


@pytest.fixture
def said(city, service):
    """said(**more): a request that was taken in; its number."""

    def say(**more):
        answer = city.post("v2/requests.json", **{"service_code": service, **SAID, **more})
        assert answer.status_code == 200, answer.content
        return answer.json()[0]["service_request_id"]

    return say


def one(city, number):
    return city.get(f"v2/requests/{number}.json").json()[0]


def test_a_request_is_a_voice_with_its_guarded_case(cast, door, said, service):
    number = said(first_name="소라", last_name="김", email="sora@home.example", phone="010-0000-1234")
    voice = Voice.objects.select_related("touchpoint", "customer").get(receipt=number)
    assert (voice.channel, voice.touchpoint.code) == (door, service)
    assert voice.text == SAID["description"]
    assert voice.place == {"lat": 37.5, "lon": 127.0}
    assert voice.customer.name == "김 소라"
    kinds = Contact.objects.filter(customer=voice.customer).order_by("kind").values_list("kind", flat=True)
    assert list(kinds) == ["email", "phone"]
    assert Case.objects.get(voice=voice).guardian == cast.mina


@pytest.mark.parametrize(
    ("where", "kept"),
    [
        ({"lat": "", "long": "", "address_string": "중앙로 1"}, {"address": "중앙로 1"}),
        ({"lat": "", "long": "", "address_id": "회선-77"}, {"address_id": "회선-77"}),
    ],
)
def test_a_place_need_not_be_a_point_on_a_map(said, where, kept):
    assert Voice.objects.get(receipt=said(**where)).place == kept


def test_its_row_tells_how_it_stands(city, said, service):
    number = said(**{"attribute[kind]": "complaint"})
    row = one(city, number)
    assert (row["status"], row["service_code"], row["description"]) == ("open", service, SAID["description"])
    assert (row["lat"], row["long"], row["address"]) == (37.5, 127.0, None)
    assert row["agency_responsible"]
    assert row["expected_datetime"] > row["requested_datetime"]
    assert row["service_notice"].startswith("You will have an answer by ")
    assert Voice.objects.get(receipt=number).kind == "complaint"
    names = [each.tag for each in parsed(city.get(f"v2/requests/{number}.xml"))[0]]
    assert names == list(row)


def test_who_has_no_key_learns_how_it_stands_and_no_words_and_no_place(said):
    row = one(City(), said())
    assert row["status"] == "open"
    assert (row["description"], row["address"], row["lat"], row["long"]) == (None, None, None, None)


def test_a_closed_one_says_when(cast, city, said):
    number = said()
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
    row = one(city, number)
    assert row["status"] == "closed"
    assert row["updated_datetime"] >= row["requested_datetime"]
    assert row["expected_datetime"] is None
    assert [each["service_request_id"] for each in city.get("v2/requests.json", status="closed").json()] == [
        number
    ]
    assert city.get("v2/requests.json", status="open").json() == []


def test_a_list_is_narrowed_ordered_and_turned_over(city, said, service):
    numbers = [said() for _ in range(3)]

    def listed(**query):
        return [each["service_request_id"] for each in city.get("v2/requests.json", **query).json()]

    assert listed() == numbers[::-1]
    assert listed(page_size=2) == numbers[:0:-1]
    assert listed(page_size=2, page=2) == numbers[:1]
    assert listed(service_code="nothing") == []
    assert listed(service_code=f"nothing,{service}") == numbers[::-1]
    assert listed(service_request_id=f"{numbers[0]},{numbers[2]}") == [numbers[2], numbers[0]]
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()
    assert listed(start_date=tomorrow) == []
    assert listed(end_date=tomorrow) == numbers[::-1]


def test_a_list_takes_as_many_queries_for_fifty_as_for_five(city, said, django_assert_max_num_queries):
    for _ in range(5):
        said()
    with django_assert_max_num_queries(12) as queries:
        city.get("v2/requests.json")
    few = len(queries)
    for _ in range(45):
        said()
    with django_assert_max_num_queries(few):
        assert len(city.get("v2/requests.json").json()) == 50


def test_only_what_came_by_this_door_is_shown(cast, city):
    other = cast.voice().voice.receipt
    assert city.get(f"v2/requests/{other}.json").status_code == 404
    assert City().get(f"v2/requests/{other}.json").status_code == 404


def test_a_department_reads_only_what_it_has_to_do_with(cast, door, said, calling):
    number = said()
    theirs = City(calling(cast.sora).key)
    assert theirs.get(f"v2/requests/{number}.json").status_code == 404
    assert theirs.get("v2/requests.json").json() == []


def test_the_same_delivery_twice_is_one_voice(city, service):
    form = {"service_code": service, **SAID, "api_key": city.key}
    headers = {"Idempotency-Key": "report-7"}
    first, again = (city.client.post("/open311/v2/requests.json", form, headers=headers).json() for _ in range(2))
    assert first[0]["service_request_id"] == again[0]["service_request_id"]
    assert Voice.objects.count() == 1


def test_files_and_the_address_of_a_picture_are_kept(said):
    picture = SimpleUploadedFile("lamp.png", b"\x89PNG\r\n\x1a\n" + b"0" * 40, content_type="image/png")
    number = said(media=picture, media_url="https://pictures.example/lamp.jpg")
    assert Attachment.objects.get(voice__receipt=number).name == "lamp.png"
    assert Voice.objects.get(receipt=number).text.endswith("\nhttps://pictures.example/lamp.jpg")


def test_a_token_leads_to_its_number(city, said):
    number = said()
    told = city.get(f"v2/tokens/{token_for(number)}.json").json()
    assert told == [{"service_request_id": number, "token": token_for(number)}]
    assert city.get("v2/tokens/0123456789-nothing.json").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"service_code": ""}, 400),
        ({"service_code": "nothing"}, 404),
        ({"lat": "", "long": ""}, 400),
        ({"lat": "91"}, 400),
        ({"lat": "nan"}, 400),
        ({"long": "east"}, 400),
        ({"attribute[kind]": "loud"}, 400),
        ({"api_key": ""}, 403),
        ({"api_key": "gwd_nothing"}, 403),
        ({"jurisdiction_id": "nowhere"}, 404),
    ],
)
def test_what_is_wrong_is_said_with_its_status(city, service, wrong, status):
    answer = city.post("v2/requests.xml", **{"service_code": service, **SAID, **wrong})
    error = parsed(answer)[0]
    assert (answer.status_code, error.findtext("code"), bool(error.findtext("description"))) == (
        status,
        str(status),
        True,
    )
    assert not Voice.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"start_date": "yesterday"}, 400),
        ({"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"}, 400),
        ({"status": "lost"}, 400),
        ({"api_key": ""}, 403),
    ],
)
def test_a_list_that_cannot_be_made_says_why(city, wrong, status):
    assert city.get("v2/requests.json", **wrong).status_code == status


def test_a_key_without_the_scope_is_refused(cast, door, service, calling):
    reader = City(calling(cast.mina, "voices:read").key)
    assert reader.post("v2/requests.json", service_code=service, **SAID).status_code == 403


def test_a_number_that_must_not_be_kept_is_masked(said):
    number = said(description="제 주민번호는 900101-1234567입니다")
    assert "1234567" not in Voice.objects.get(receipt=number).text
