"""The pages of moments: the journey map, a standard, a check."""

from __future__ import annotations

import pytest
from django.test import Client

from gwidam.moments.models import Check, Standard, Touchpoint
from gwidam.moments.queries import standard_for

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]


@pytest.fixture
def browser(cast, settings):
    """The CVI team's browser."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    client = Client(headers={"accept-language": "ko"})
    client.force_login(cast.dohyun, backend="gwidam.people.sessions.ByPassword")
    session = client.session
    session["second_factor"] = True
    session.save()
    return client


def house_answer():
    return Standard.objects.get(kind="answer", touchpoint=None, channel_kind="", ended_at__isnull=True)


def test_the_map_shows_every_touchpoint_and_standard(browser):
    page = browser.get("/journeys").content.decode()
    assert all(each.name_ko in page for each in Touchpoint.objects.all())
    assert "3일 안에 답변" in page


def test_another_standard_takes_the_place_of_the_old_one(browser):
    old = house_answer()
    said = {"value": 2, "unit": "days", "says_ko": "이틀 안에", "says_en": "Within two days"}
    assert browser.post(f"/standards/{old.pk}", said).status_code == 302
    old.refresh_from_db()
    assert old.ended_at is not None
    assert (standard_for("answer").value, standard_for("answer").says_ko) == (2, "이틀 안에")
    assert browser.get(f"/standards/{old.pk}").status_code == 404


def test_a_touchpoint_gets_a_standard_of_its_own(browser):
    touchpoint = Touchpoint.objects.first()
    said = {"kind": "visit", "value": 1, "unit": "hours", "says_ko": "한 시간", "says_en": "An hour"}
    assert browser.post(f"/standards/new/{touchpoint.code}", said).status_code == 302
    assert standard_for("visit", touchpoint_id=touchpoint.pk).value == 1


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "많이", ""])
def test_a_standard_is_a_whole_number(browser, value):
    said = {"value": value, "unit": "days", "says_ko": "가", "says_en": "a"}
    assert browser.post(f"/standards/{house_answer().pk}", said).status_code == 422
    assert standard_for("answer").value == 3


def test_a_check_is_written_down(browser, cast):
    path = f"/standards/{house_answer().pk}/checks"
    assert browser.get(path).status_code == 200
    browser.post(path, {"is_met": "no", "measured": "4.5", "saw": "주말에 밀립니다"})
    check = Check.objects.get()
    assert (check.by, check.is_met, float(check.measured), check.saw) == (
        cast.dohyun,
        False,
        4.5,
        "주말에 밀립니다",
    )
    assert "주말에 밀립니다" in browser.get(path).content.decode()
