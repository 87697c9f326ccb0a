"""Requests as public clients make them: FixMyStreet's (XML, forms), georeport and three (JSON), written from what each
is documented to send."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gwidam.core.models import Fact
from gwidam.listen.models import Attachment, Voice
from gwidam.own.models import Case

from .conftest import City, parsed
from .test_updates import close, number

__all__ = ["number"]

pytestmark = pytest.mark.django_db
# What FixMyStreet adds to every report besides the fields of the specification.
STREET = {
    "description": "Broken lamp\n\nIt has been dark for three days.\n\nhttps://street.example/report/7\n",
    "lat": "37.5665",
    "long": "126.978",
    "first_name": "Sora",
    "last_name": "Kim",
    "email": "sora@home.example",
    "attribute[easting]": "529025",
    "attribute[fixmystreet_id]": "7",
    "attribute[kind]": "complaint",
    "jurisdiction_id": "city",
}


def said_in(client: Client, form: dict[str, Any]) -> str:
    answer = client.post("/open311/v2/requests.xml", form)
    assert answer.status_code == 200, answer.content
    return str(parsed(answer).findtext("request/service_request_id"))


def test_a_report_of_fixmystreet_loses_nothing(city: City, service: str) -> None:
    pictures = [f"https://street.example/photo/7.{each}.jpeg" for each in (0, 1)]
    voice = Voice.objects.get(
        receipt=said_in(
            city.client, {**STREET, "api_key": city.key, "service_code": service, "media_url": pictures}
        )
    )
    *said, first, second, easting, street = voice.text.splitlines()
    assert [first, second] == pictures
    assert [easting, street] == ["easting: 529025", "fixmystreet_id: 7"]
    assert (said[0], voice.kind, voice.customer.name) == ("Broken lamp", "complaint", "Kim Sora")


def test_an_attribute_of_several_values_is_kept_with_all_of_them(city: City, service: str) -> None:
    form = {**STREET, "api_key": city.key, "service_code": service, "attribute[poles][]": ["12", "14"]}
    assert "poles: 12, 14" in Voice.objects.get(receipt=said_in(city.client, form)).text.splitlines()


def test_a_report_that_is_tried_again_under_its_own_number_is_one(city: City, service: str) -> None:
    form = {**STREET, "api_key": city.key, "service_code": service, "service_request_id_ext": "7"}
    assert said_in(city.client, form) == said_in(city.client, form)
    assert said_in(city.client, {**form, "service_request_id_ext": "8"}) != said_in(city.client, form)


def comment(city: City, number: str, **more: Any) -> Any:
    """A comment as FixMyStreet sends it."""
    form = {
        "api_key": city.key,
        "jurisdiction_id": "city",
        "service_request_id": number,
        "updated_datetime": timezone.now().isoformat(timespec="seconds"),
        "status": "OPEN",
        "description": "Still dark",
        "last_name": "-",
        "first_name": "Sora",
        "update_id": "31",
        **more,
    }
    return city.client.post("/open311/v2/servicerequestupdates.xml", form)


def test_comments_and_their_photos_become_more_words(city: City, number: str) -> None:
    assert parsed(comment(city, number)).findtext("request_update/update_id")
    photo = "https://street.example/photo/c/32.jpeg"
    comment(city, number, update_id="32", description="", media_url=photo)
    case = Case.objects.get(receipt=number)
    added = Voice.objects.filter(customer=case.customer_id).exclude(pk=case.voice_id)
    assert list(added.order_by("pk").values_list("text", flat=True)) == ["Still dark", photo]


def test_an_older_fixmystreet_names_its_comment_otherwise(city: City, number: str) -> None:
    first = comment(city, number, update_id="", update_id_ext="31")
    assert first.content == comment(city, number, update_id="", update_id_ext="31").content


def test_a_comment_on_a_closed_report_is_heard_and_does_not_begin_it_again(
    cast: Any, city: City, number: str
) -> None:
    close(cast, number)
    first, again = (comment(city, number, status="CLOSED") for _ in range(2))
    case = Case.objects.get(receipt=number)
    new = Case.objects.latest("pk")
    assert (first.status_code, first.content, case.state) == (200, again.content, "closed")
    assert (new.voice.text, new.customer_id) == ("Still dark", case.customer_id)
    assert Fact.objects.filter(kind="own.MayBeRelated", about__in=[case.about, new.about]).count() == 2


def test_updates_are_fetched_for_the_last_hours_and_are_not_crowded_out_by_other_doors(
    cast: Any, city: City, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        cast.voice(at=timezone.now())
    monkeypatch.setattr("gwidam.api.open311.updates.MOST", 3)
    close(cast, number)
    end = timezone.now() + timedelta(minutes=1)
    asked = {
        "start_date": f"{end - timedelta(hours=2):%Y-%m-%dT%H:%M:%SZ}",
        "end_date": f"{end:%Y-%m-%dT%H:%M:%SZ}",
    }
    rows = parsed(city.get("v2/servicerequestupdates.xml", **asked))
    assert len(rows) == 3
    assert {each.findtext("service_request_id") for each in rows} == {number}


def basic(key: str) -> dict[str, str]:
    """The header that programs make of https://key:KEY@house/."""
    return {"Authorization": f"Basic {base64.b64encode(f'key:{key}'.encode()).decode()}"}


def test_a_client_that_sends_no_key_in_a_list_may_have_it_in_its_address(city: City, number: str) -> None:
    stranger = Client()
    assert stranger.get("/open311/v2/requests.json").status_code == 403
    for headers in (basic(city.key), {"Authorization": f"Bearer {city.key}"}):
        rows = stranger.get("/open311/v2/requests.json", headers=headers).json()
        assert [each["service_request_id"] for each in rows] == [number]
        row = stranger.get(f"/open311/v2/requests/{number}.json", headers=headers).json()[0]
        assert row["description"]
    for wrong in (basic("other"), {"Authorization": "Basic ?"}, {"Authorization": "Digest x"}):
        assert stranger.get("/open311/v2/requests.json", headers=wrong).status_code == 403


def test_discovery_is_found_beside_the_services_too(city: City) -> None:
    assert city.get("v2/discovery.json").json() == city.get("discovery.json").json()
    assert city.get("v2/discovery.xml").content == city.get("discovery.xml").content


def test_three_sends_a_file_and_an_address(city: City, service: str) -> None:
    form = {
        "api_key": city.key,
        "service_code": service,
        "address_string": "중앙로 1",
        "first_name": "Zoe",
        "last_name": "Lee",
        "description": "A lamp is out",
        "media": SimpleUploadedFile("lamp.png", b"\x89PNG\r\n\x1a\n" + b"0" * 20, "image/png"),
    }
    answer = city.client.post("/open311/v2/requests.json", form).json()
    voice = Voice.objects.get(receipt=answer[0]["service_request_id"])
    assert (voice.place, Attachment.objects.get(voice=voice).name) == ({"address": "중앙로 1"}, "lamp.png")
