"""/chat: the customer's window and the script other sites load, without a cookie and with refusals in words."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.utils import timezone

from gwidam.listen.models import Voice
from gwidam.listen.verbs import close_channel, set_channel
from gwidam.own import verbs as own
from gwidam.own.models import Talk, TalkLine
from gwidam.own.tracking import follow_url
from tests.cast import SETUP
from tests.own.talk_steps import KEY, nobody_on_duty, open_chat
from tests.racing import race

SITE = "https://www.daon.example"


@pytest.fixture
def chat(cast):
    return open_chat(cast, origins=(SITE,))


def ask(browser, path, told=None, *, key=KEY, **headers):
    """(status, what came back) of a word from the window."""
    sent = {"authorization": f"Talk {key}", "sec-fetch-site": "same-origin", **headers}
    if told is None:
        answer = browser.get(f"/chat/chat/{path}", headers=sent)
    else:
        body = told if isinstance(told, bytes | str) else json.dumps({"language": "ko", **told})
        answer = browser.post(f"/chat/chat/{path}", body, content_type="application/json", headers=sent)
    return answer.status_code, json.loads(answer.content)


def begin(browser, text="인터넷이 안 돼요", **told):
    return ask(browser, "talk", {"key": "a1", "text": text, **told})


def test_the_script_is_for_every_page_and_sets_no_cookie(browser):
    answer = browser.get("/widget.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert (answer.cookies, b"/chat/" in answer.content) == ({}, True)
    assert browser.get("/widget.js", headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_only_the_sites_a_channel_names_may_frame_its_window(browser, chat):
    answer = browser.get("/chat/chat?language=en")
    assert f"frame-ancestors 'self' {SITE}" in answer["Content-Security-Policy"]
    assert ("X-Frame-Options" in answer, answer.cookies, answer["Content-Language"]) == (False, {}, "en")
    assert "Talk to us" in answer.content.decode()


def test_a_channel_that_is_no_chat_has_no_window(browser):
    assert [browser.get(f"/chat/{code}").status_code for code in ("web", "nothing")] == [404, 404]


def test_a_closed_chat_says_so_and_shows_the_form(browser, chat):
    close_channel(channel=chat, why="점검", by=SETUP, at=timezone.now())
    page = browser.get("/chat/chat").content.decode()
    assert "지금은 대화창을 닫아 두었습니다" in page
    assert "/speak" in page
    status, told = begin(browser)
    assert (status, "열려 있지 않습니다" in told["refused"]) == (422, True)


def test_a_talk_begins_with_its_first_words_and_once_for_its_key(browser, chat):
    for _ in range(2):
        status, told = begin(browser, name="김서연", contact="010-2345-6789")
        assert (status, told["state"]["state"], told["state"]["place"]) == (200, "waiting", 1)
        assert [(each["number"], each["key"], each["text"]) for each in told["lines"]] == [
            (1, "c-a1", "인터넷이 안 돼요")
        ]
    talk = Talk.objects.select_related("customer").get()
    assert (talk.customer.name, talk.customer.contacts.get().tail) == ("김서연", "6789")


@pytest.mark.parametrize(
    ("told", "refused", "field"),
    [
        ({"text": " "}, "말씀하실 내용을 적어 주세요.", "text"),
        ({"contact": "12"}, "전화번호를 다시 확인해 주세요.", "phone"),
        ({"contact": "a@"}, "이메일 주소를 다시 확인해 주세요.", "email"),
        ({"key": "not:ours"}, "말에 열쇠가 없습니다.", "key"),
        ({"language": "en", "key": ""}, "The line has no key.", "key"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(browser, chat, told, refused, field):
    status, answer = begin(browser, **told)
    assert (status, answer) == (422, {"refused": refused, "field": field})
    assert Talk.objects.count() == 0


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b'{"text": "' + b"x" * 70_000 + b'"}', b"1e400"])
def test_a_body_that_is_no_object_is_refused_not_broken(browser, chat, body):
    assert ask(browser, "talk", body)[0] == 422


@pytest.mark.parametrize("path", ["lines", "writing", "end"])
def test_without_its_key_nothing_is_said_in_a_talk(browser, chat, path):
    begin(browser)
    assert [ask(browser, path, {"key": "b", "text": "x"}, key=key)[0] for key in ("f" * 32, "short")] == [404, 404]
    assert ask(browser, "talk", key="f" * 32) == (200, {"state": None, "lines": []})
    assert TalkLine.objects.count() == 1


def test_a_form_of_another_site_is_not_taken(browser, chat):
    sent = {"authorization": f"Talk {KEY}", "sec-fetch-site": "cross-site"}
    assert browser.post("/chat/chat/talk", "{}", content_type="application/json", headers=sent).status_code == 403


def test_a_line_sent_again_is_there_once_and_comes_with_what_was_missed(cast, browser, chat):
    begin(browser)
    talk = Talk.objects.get()
    own.take_talk(talk=talk, keeper=cast.mina, by=cast.mina, at=timezone.now())
    for _ in range(3):
        status, told = ask(browser, "lines", {"key": "b2", "text": "거기 계세요?", "after": 1})
    assert status == 200
    assert [each["number"] for each in told["lines"]] == [2, 3]
    assert told["state"]["keeper"] == "김미나"


def test_the_customer_ends_it_and_follows_what_becomes_of_it(browser, chat):
    begin(browser)
    status, told = ask(browser, "end", {"after": 1})
    voice = Voice.objects.get()
    assert (status, told["state"]["state"], told["state"]["receipt"]) == (200, "ended", voice.shown_receipt)
    assert f"접수번호는 {voice.shown_receipt}입니다." in told["lines"][0]["text"]
    assert told["state"]["follow"] == follow_url(voice.receipt)


def test_when_nobody_is_on_duty_the_first_answer_says_who_answers_by_when(browser, chat):
    nobody_on_duty()
    _, told = begin(browser)
    assert told["state"]["state"] == "ended"
    assert "김미나 님이" in told["lines"][-1]["text"]


def test_changing_a_channel_keeps_its_window_to_its_sites(cast, browser, chat):
    set_channel(
        code="chat", kind="chat", name_ko="대화", name_en="Chat", owner=cast.mina, department=cast.centre,
        roster=cast.web.roster, by=SETUP, at=timezone.now(),
    )  # fmt: skip
    assert browser.get("/chat/chat")["Content-Security-Policy"].count("daon.example") == 0


@pytest.mark.django_db(transaction=True)
def test_a_window_that_sends_twice_at_once_is_one_talk(cast, browser, chat):
    from django.test import Client

    def send():
        try:
            return begin(Client(headers={"accept-language": "ko"}))[0]
        finally:
            connection.close()

    assert race(send, send, send) == [200, 200, 200]
    assert (Talk.objects.count(), TalkLine.objects.count()) == (1, 1)
