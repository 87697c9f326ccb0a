"""The page of doors and the settings of a line."""

from __future__ import annotations

import pytest
from django.test import Client

from gwidam.listen.models import Ear
from gwidam.listen.verbs import ear_failed, open_ear
from gwidam.post.models import Line
from gwidam.post.verbs import connect_line
from tests.cast import NOW, SETUP

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


@pytest.fixture
def browser(cast):
    """The operator's browser."""
    client = Client(headers={"accept-language": "ko"})
    client.force_login(cast.oksu, backend="gwidam.people.sessions.ByPassword")
    session = client.session
    session["second_factor"] = True
    session.save()
    return client


def test_a_line_is_connected_tried_changed_and_ended_and_its_secret_never_shown(browser, there):
    there.failure = "stranger"
    answer = browser.post("/settings/doors/lines/new/tin", {"name": "깡통", "url": "https://t", "token": "s3cret"})
    line = Line.objects.get()
    assert (answer.url, line.secrets, line.spec) == (
        f"/settings/doors/lines/{line.pk}",
        {"token": "s3cret"},
        {"tone": ""},
    )
    page = browser.get(answer.url).content.decode()
    assert ("열쇠를 받아 주지 않습니다" in page, "s3cret" in page) == (True, False)
    there.failure = ""
    browser.post(answer.url, {"name": "새 깡통", "url": "https://t2", "token": "", "tone": "존댓말"})
    line.refresh_from_db()
    assert (line.name, line.url, line.secrets, line.spec) == (
        "새 깡통",
        "https://t2",
        {"token": "s3cret"},
        {"tone": "존댓말"},
    )
    assert "잘 이어집니다" in browser.get(answer.url).content.decode()
    assert browser.post(answer.url, {"name": "", "url": "https://t2"}).status_code == 422
    browser.post(f"{answer.url}/trial")
    browser.post(f"{answer.url}/end")
    assert (Line.objects.get().secrets, browser.get(answer.url).status_code) == ({}, 404)
    assert browser.get("/settings/doors/lines/new/none").status_code == 404
    assert browser.post("/settings/doors/lines/new/tin", {"name": "x"}).status_code == 422


def test_an_ear_is_opened_tried_and_closed_on_the_page(browser, there, line, cast):
    page = browser.get("/settings/doors").content.decode()
    assert "아직 바깥에서 듣는 귀가 없습니다" in page
    browser.post("/settings/doors", {"channel": cast.api.pk, "ear": f"tin:{line.pk}"})
    ear = Ear.objects.get()
    there.failure = "away"
    browser.post(f"/settings/doors/ears/{ear.pk}/trial")
    assert ear.fresh().failed == "away"
    assert "대답하지 않습니다" in browser.get("/settings/doors").content.decode()
    there.failure = ""
    browser.post(f"/settings/doors/ears/{ear.pk}/trial")
    assert (ear.fresh().failed, ear.fresh().reconnects) == ("", 1)
    assert "다시 이어진 횟수 1번" in browser.get("/settings/doors").content.decode()
    browser.post(f"/settings/doors/ears/{ear.pk}/end")
    assert ear.fresh().ended_at is not None
    assert browser.post("/settings/doors", {"channel": cast.api.pk, "ear": "none"}).status_code == 422
    assert browser.post("/settings/doors/ears/999/trial").status_code == 404


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_asks_the_same_questions_for_few_and_for_many(
    browser, there, cast, django_assert_num_queries, count
):
    for number in range(count):
        given = {"url": "https://tin.example", "token": "t"}
        line = connect_line(kind="tin", name=f"깡통 {number}", given=given, by=SETUP, at=NOW)
        ear = open_ear(channel=cast.api, kind="tin", line=line, by=SETUP, at=NOW)
        ear_failed(ear=ear, failure="away", rest_until=None, at=NOW)
    browser.get("/settings/doors")
    with django_assert_num_queries(QUERIES):
        browser.get("/settings/doors")


QUERIES = 7
