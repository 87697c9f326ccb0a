"""What another system finds before it says anything."""

from __future__ import annotations

import pytest
from django.conf import settings

from gwidam.listen.models import Voice
from gwidam.moments.queries import touchpoints

from .conftest import City, open_door, parsed

pytestmark = pytest.mark.django_db


def test_the_house_is_discovered_without_a_key_also_while_no_door_is_open(cast):
    found = City().get("discovery.json").json()
    assert found["endpoints"][0]["url"] == f"{settings.PUBLIC_URL}/open311/v2"
    assert found["endpoints"][0]["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert parsed(City().get("discovery.xml")).findall("endpoints/endpoint/formats/format")[0].text == "text/xml"


def test_every_touchpoint_is_a_service(city):
    rows = City().get("v2/services.json").json()
    assert [row["service_code"] for row in rows] == [each.code for each in touchpoints()]
    assert set(rows[0]) == {
        "service_code",
        "service_name",
        "description",
        "metadata",
        "type",
        "keywords",
        "group",
    }
    names = [each.findtext("service_name") for each in parsed(City().get("v2/services.xml"))]
    assert names == [row["service_name"] for row in rows]
    assert all(name == name.strip() for name in names)


def test_a_service_tells_what_kinds_of_voices_there_are(city, service):
    found = City().get(f"v2/services/{service}.json").json()
    assert found["service_code"] == service
    (attribute,) = found["attributes"]
    assert (attribute["code"], attribute["datatype"], attribute["required"]) == ("kind", "singlevaluelist", False)
    assert [each["key"] for each in attribute["values"]] == list(Voice.Kind.values)
    xml = parsed(City().get(f"v2/services/{service}.xml"))
    assert xml.tag == "service_definition"
    assert len(xml.findall("attributes/attribute/values/value")) == len(Voice.Kind.values)


@pytest.mark.parametrize("form", ["xml", "json"])
def test_an_unknown_service_is_404_in_the_form_that_was_asked_for(city, form):
    answer = City().get(f"v2/services/nothing.{form}")
    assert answer.status_code == 404
    told = answer.json()[0] if form == "json" else {each.tag: each.text for each in parsed(answer)[0]}
    assert (str(told["code"]), set(told)) == ("404", {"code", "description"})


def test_without_an_open_door_there_is_no_jurisdiction(cast):
    assert City().get("v2/services.json").status_code == 404


def test_of_two_doors_one_has_to_be_named(cast, door):
    open_door(cast, "county")
    assert City().get("v2/services.json").status_code == 400
    assert City().get("v2/services.json", jurisdiction_id="county").status_code == 200
    assert City().get("v2/services.json", jurisdiction_id="nowhere").status_code == 404


def test_another_method_is_not_taken(city):
    answer = city.post("v2/services.json")
    assert (answer.status_code, answer["Allow"]) == (405, "GET")
