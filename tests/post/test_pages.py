import re

import pytest
from django.test import Client

from gwidam.post import queries
from gwidam.post.tokens import mute_token, mute_url, read_mute_token

from .conftest import facts

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected for tests
]
LINK = f"/post/mute/{mute_token(reader='employee:5', topic='mention')}"


@pytest.fixture
def browser(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}  # nothing is collected for tests
    return Client(enforce_csrf_checks=True)


def test_opening_the_link_changes_nothing(browser):
    for _ in range(2):
        page = browser.get(LINK)
        assert page.status_code == 200
    assert (queries.muted_topics("employee:5"), facts().count()) == (frozenset(), 0)
    assert (page["Referrer-Policy"], page["X-Robots-Tag"]) == ("no-referrer", "noindex")
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize(
    ("language", "topic", "button"),
    [
        ("ko", "메일 종류: 나를 부른 글", "그만 받겠습니다"),
        ("en", "Mail about: mentions", "No more mail about this"),
    ],
)
def test_the_page_names_the_topic_and_has_one_button(browser, language, topic, button):
    page = browser.get(LINK, headers={"accept-language": language}).content.decode()
    assert topic in page
    form = re.search(r'<form method="post">(.*?)</form>', page, re.DOTALL).group(1)
    assert re.findall(r"<button[^>]*>([^<]+)</button>", form) == [button]


def test_one_tap_mutes_and_another_undoes_it(browser):
    assert browser.post(LINK).status_code == 302
    assert queries.muted_topics("employee:5") == frozenset({"mention"})
    assert 'name="undo"' in browser.get(LINK).content.decode()
    browser.post(LINK, {"undo": "1"})
    assert queries.muted_topics("employee:5") == frozenset()
    kinds = facts().order_by("pk").values_list("kind", "by")
    assert list(kinds) == [("post.TopicMuted", "employee:5"), ("post.TopicUnmuted", "employee:5")]


def test_a_mail_programs_one_click_needs_no_cookie_and_no_redirect(browser):
    answer = browser.post(LINK, {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.cookies) == (204, {})
    assert queries.muted_topics("employee:5") == frozenset({"mention"})


def test_a_forged_link_leads_nowhere(browser):
    good = mute_token(reader="employee:5", topic="mention")
    for token in (good[:-1], good.replace(":", "-"), "x", mute_token(reader="employee:5", topic="gossip")):
        assert browser.get(f"/post/mute/{token}").status_code == 404
        assert browser.post(f"/post/mute/{token}").status_code == 404
    assert facts().count() == 0


def test_a_token_made_for_something_else_does_not_open_this_door():
    from django.core import signing

    assert read_mute_token(signing.Signer(salt="gwidam.else").sign_object(["employee:5", "mention"])) is None


def test_the_link_in_a_mail_is_absolute(settings):
    settings.PUBLIC_URL = "https://voice.daon.example"
    assert mute_url(reader="employee:5", topic="mention") == f"https://voice.daon.example{LINK}"
