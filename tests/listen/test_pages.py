"""The pages of listen: channels and posters."""

from __future__ import annotations

import pytest
from django.test import Client

from gwidam.core.models import Fact
from gwidam.listen.models import Channel

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]


@pytest.fixture
def browser(cast, settings):
    """The operator's browser."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    client = Client(headers={"accept-language": "ko"})
    client.force_login(cast.oksu, backend="gwidam.people.sessions.ByPassword")
    session = client.session
    session["second_factor"] = True
    session.save()
    return client


def channel_form(**changes):
    return {
        "name_ko": "강남점",
        "name_en": "Gangnam",
        "kind": "counter",
        "code": "gangnam",
        "is_always": "on",
        "needs_answer": "on",
        **changes,
    }


def test_a_channel_cannot_open_before_its_process_is_there(browser, cast):
    browser.post("/channels/new", channel_form())
    page = browser.get("/channels/gangnam").content.decode()
    assert "이 창구를 책임질 사람이 없습니다." in page
    refused = browser.post("/channels/gangnam/opening")
    assert refused.status_code == 422
    assert "근무표가 없습니다." in refused.content.decode()
    assert not Channel.objects.get(code="gangnam").is_open


def test_a_channel_opens_and_closes_with_a_reason(browser, cast):
    process = {"owner": cast.mina.pk, "department": cast.centre.pk, "roster": cast.web.roster_id}
    browser.post("/channels/new", channel_form(**process))
    assert browser.post("/channels/gangnam/opening").status_code == 302
    assert browser.get("/speak/gangnam").status_code == 200
    assert browser.post("/channels/gangnam/closing", {"why": ""}).status_code == 422
    browser.post("/channels/gangnam/closing", {"why": "공사 중"})
    assert browser.get("/speak/gangnam").status_code == 404
    assert Fact.objects.get(kind="listen.ChannelClosed").body["why"] == "공사 중"


def test_an_open_channel_cannot_lose_its_process(browser, cast):
    answer = browser.post("/channels/web", channel_form(name_ko="누리집", name_en="Web"))
    assert answer.status_code == 422
    assert Channel.objects.get(code="web").owner_id == cast.mina.pk


def test_two_channels_never_have_one_code(browser):
    for code in ("web", "heard"):
        answer = browser.post("/channels/new", channel_form(code=code))
        assert answer.status_code == 422
    assert Channel.objects.count() == 6


def test_the_poster_leads_to_the_form_of_its_counter(browser, cast, settings):
    page = browser.get("/channels/counter/poster").content.decode()
    assert f"{settings.PUBLIC_URL}/speak/counter" in page
    assert 'src="data:image/svg+xml' in page
    assert browser.get("/channels/phone/poster").status_code == 404


def test_the_list_tells_open_from_unready(browser):
    browser.post("/channels/new", channel_form())
    page = browser.get("/channels").content.decode()
    assert page.count(">열림<") == 6
    assert page.count(">준비 중<") == 1
