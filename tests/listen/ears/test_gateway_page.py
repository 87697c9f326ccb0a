"""The page of a line for text messages: what the gateway is to call, and the secrets, each shown once."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from gwidam.listen.models import Ear
from gwidam.listen.verbs import looked_again, open_ear
from gwidam.post.models import Line
from gwidam.post.verbs import connect_line, line_told
from tests.cast import NOW, SETUP

from .test_pages import browser

__all__ = ["browser"]

GIVEN = {"url": "https://api.solapi.example", "account": "k", "api_secret": "s", "from": "1588-0000"}
pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


@pytest.fixture
def gateway(cast):
    return connect_line(kind="solapi", name="문자", given=GIVEN, by=SETUP, at=NOW)


def page(browser: Client, path: str) -> str:
    return browser.get(path).content.decode().replace("<wbr>", "")


def test_the_address_of_replies_is_made_on_the_page_and_shown_once(browser, cast, gateway, settings):
    place = f"/settings/doors/lines/{gateway.pk}"
    assert "아직 이 연결로 듣는 창구가 없습니다" in page(browser, place)
    ear = open_ear(channel=cast.api, kind="solapi", line=gateway, by=SETUP, at=NOW)
    answer = browser.post(f"/settings/doors/ears/{ear.pk}/address")
    address = f"{settings.PUBLIC_URL}/texts/{gateway.pk}/{ear.fresh().secret}"
    assert answer.headers["Cache-Control"] == "no-store"
    assert f'data-copy="{address}"' in answer.content.decode()
    assert ear.fresh().secret not in page(browser, place)


def test_the_secret_of_reports_is_made_on_the_page_and_shown_once(browser, gateway, settings):
    place = f"/settings/doors/lines/{gateway.pk}"
    assert f"{settings.PUBLIC_URL}/texts/{gateway.pk}" in page(browser, place)
    answer = browser.post(f"{place}/report-secret")
    secret = Line.objects.get().secrets["hook_secret"]
    assert f'data-copy="{secret}"' in answer.content.decode()
    assert secret not in page(browser, place)


def test_what_takes_no_reports_and_no_texts_has_none_of_it(browser, cast):
    file = connect_line(kind="texts_file", name="파일", given={}, by=SETUP, at=NOW)
    assert browser.post(f"/settings/doors/lines/{file.pk}/report-secret").status_code == 404
    told = open_ear(channel=cast.api, kind="webhook", line=None, by=SETUP, at=NOW)
    assert browser.post(f"/settings/doors/ears/{told.pk}/address").status_code == 404


def test_reports_that_are_refused_are_seen_on_the_page_of_doors(browser, gateway, client):
    browser.post(f"/settings/doors/lines/{gateway.pk}/report-secret")
    refused = client.post(f"/texts/{gateway.pk}", "[]", content_type="application/json")
    line = Line.objects.get()
    assert (refused.status_code, line.told_failed) == (403, "stranger")
    assert line.told_failed_at == line.told_tried_at
    assert "보고의 비밀 값이 맞지 않습니다" in page(browser, "/settings/doors")
    line_told(line=line, failure="", at=NOW)
    shown = page(browser, "/settings/doors")
    assert ("보고의 비밀 값이 맞지 않습니다" in shown, "마지막 보고" in shown) == (False, True)


def test_looking_again_that_fails_is_seen_with_its_reason_and_since_when(browser, cast, gateway):
    ear = open_ear(channel=cast.api, kind="solapi", line=gateway, by=SETUP, at=NOW)
    later = NOW.replace(hour=NOW.hour + 1)
    looked_again(ear=ear, failure="forbidden", at=NOW)
    looked_again(ear=ear, failure="broken", at=later)
    kept = Ear.objects.get()
    assert (kept.again_failed, kept.again_failed_at, kept.again_tried_at) == ("broken", NOW, later)
    shown = page(browser, "/settings/doors")
    assert re.search("아직 그대로 있는지 살피지 못했습니다.*그쪽에 탈이 났습니다", shown)
    looked_again(ear=ear, failure="", at=later)
    assert (ear.fresh().again_failed, ear.fresh().again_failed_at) == ("", None)
    assert "그쪽에 탈이 났습니다" not in page(browser, "/settings/doors")


def test_a_line_that_is_only_set_up_says_what_it_needs_and_is_not_used(browser, cast):
    line = connect_line(kind="solapi", name="문자", given={"from": "1588-0000"}, may_lack=True, by=SETUP, at=NOW)
    assert (line.lacks, line.can_send) == (["url", "account", "api_secret"], False)
    shown = page(browser, "/settings/doors")
    assert re.search("준비만 해 두었고 아직 이어지지 않았습니다.*API 주소, API Key, API Secret", shown)
    browser.post(f"/settings/doors/lines/{line.pk}", {"name": "문자", **GIVEN})
    assert (Line.objects.get().lacks, Line.objects.get().can_send) == ([], True)
