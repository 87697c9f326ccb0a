"""Webhooks through the API: an operator's key lists, adds, tries and sends again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gwidam.post.models import Webhook, WebhookDelivery

SENT = {"name": "창고", "url": "https://hooks.daon.example/in", "kinds": ["change.*"]}


@pytest.fixture
def operator(cast, calling):
    return calling(cast.oksu)


def test_one_is_added_listed_and_its_secret_told_once(operator):
    made = operator.post("/webhooks", SENT)
    hook = Webhook.objects.get()
    assert (made.status_code, made.json()) == (201, {"number": hook.pk, "secret": hook.secret})
    listed = operator.get("/webhooks")
    assert hook.secret not in listed.content.decode()
    (item,) = listed.json()["items"]
    assert {name: item[name] for name in SENT} == SENT
    assert (item["state"], item["waiting"], item["given_up"], listed.json()["next"]) == ("on", 0, 0, None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"url": "http://a.example/"}, "url"),
        ({"url": "https://a.example:22/"}, "url"),
        ({"kinds": ["change.Nothing"]}, "kinds"),
        ({"kinds": []}, "kinds"),
        ({"name": ""}, "name"),
    ],
)
def test_what_cannot_be_is_refused_by_field(operator, changes, field):
    answer = operator.post("/webhooks", {**SENT, **changes})
    assert (answer.status_code, Webhook.objects.count()) == (422, 0)
    assert [each["field"] for each in answer.json()["errors"]] == [field]


def test_a_trial_and_sending_again(operator):
    number = operator.post("/webhooks", SENT).json()["number"]
    tried = operator.post(f"/webhooks/{number}/trial")
    assert (tried.status_code, tried.json()) == (201, {"count": 1})
    WebhookDelivery.objects.update(state="failed")
    again = operator.post(f"/webhooks/{number}/resending", {"since": "2026-01-01T00:00:00Z"})
    assert (again.status_code, again.json()) == (201, {"count": 1})
    later = datetime(2099, 1, 1, tzinfo=UTC).isoformat()
    assert operator.post(f"/webhooks/{number}/resending", {"since": later}).json() == {"count": 0}


@pytest.mark.parametrize("number", [99999, 0, -1, 2**80])
def test_one_that_is_not_there_is_404(operator, number):
    assert operator.post(f"/webhooks/{number}/trial").status_code == 404


def test_only_operators_and_only_with_the_scope(cast, calling):
    assert calling(cast.dohyun).get("/webhooks").status_code == 403
    reader = calling(cast.oksu, "webhooks:read")
    assert (reader.get("/webhooks").status_code, reader.post("/webhooks", SENT).status_code) == (200, 403)
    assert calling(cast.oksu, "cases:read").get("/webhooks").status_code == 403


@pytest.mark.parametrize("count", [1, 5, 50])
def test_the_list_costs_the_same_however_long_it_is(operator, count, django_assert_num_queries):
    for _ in range(count):
        operator.post("/webhooks", SENT)
    operator.get("/webhooks", limit=200)
    with django_assert_num_queries(1):
        operator.get("/webhooks", limit=200)
