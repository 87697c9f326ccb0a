"""/speak: a voice is told and gets its receipt, also by those who send too much."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gwidam.core.models import Fact
from gwidam.desks.public import limits
from gwidam.listen.models import Attachment, Voice
from gwidam.own.models import Case
from gwidam.own.tracking import follow_url

from .steps import opened, speak

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected for tests
]
PDF = b"%PDF-1.7 paper"


def test_a_voice_gets_a_receipt_with_guardian_promise_and_link(browser, cast):
    sent = speak(browser, "전화가 안 돼요", phone="010-0000-1234", name="김솔")
    assert (sent.status_code, sent.url) == (302, "/speak/heard")
    voice, case = Voice.objects.get(), Case.objects.select_related("guardian").get()
    page = browser.get(sent.url).content.decode()
    assert voice.shown_receipt in page
    assert case.guardian.name_ko in page
    assert follow_url(voice.receipt) in page
    assert (voice.customer.name, voice.customer.contacts.get().tail) == ("김솔", "1234")
    assert (voice.text, voice.channel_id) == ("전화가 안 돼요", cast.web.pk)


def test_the_form_is_found_by_the_code_of_a_poster(browser, cast):
    speak(browser, path="/speak/counter")
    assert Voice.objects.get().channel_id == cast.counter.pk


@pytest.mark.parametrize("code", ["phone", "api", "portal", "nowhere"])
def test_channels_of_staff_and_machines_are_not_spoken_to_by_strangers(browser, code):
    assert browser.get(f"/speak/{code}").status_code == 404


def test_sending_the_same_twice_gives_the_same_receipt(browser):
    key = {"key": "k" * 22}
    for _ in range(2):
        browser.post("/speak", {"text": "한 번만 말했어요", **key})
    assert (Voice.objects.count(), Fact.objects.filter(kind="own.CaseOpened").count()) == (1, 1)


def test_words_changed_after_going_back_are_a_voice_of_their_own(browser):
    for text in ("먼저 한 말", "고쳐서 다시 한 말"):
        browser.post("/speak", {"text": text, "key": "same"})
    assert sorted(Voice.objects.values_list("text", flat=True)) == ["고쳐서 다시 한 말", "먼저 한 말"]


def test_without_cookies_the_receipt_comes_at_once(browser):
    answer = Client().post("/speak", {"text": "쿠키는 안 받아요"})
    assert answer.status_code == 200
    assert Voice.objects.get().shown_receipt in answer.content.decode()


def test_files_are_kept_with_the_voice(browser):
    speak(browser, files=[SimpleUploadedFile("bill.pdf", PDF), SimpleUploadedFile("메모.txt", "여기요".encode())])
    names = Attachment.objects.order_by("pk").values_list("name", "voice__text")
    assert list(names) == [("bill.pdf", "인터넷이 자꾸 끊겨요."), ("메모.txt", "인터넷이 자꾸 끊겨요.")]


def test_a_file_that_is_not_taken_keeps_the_words_on_the_form(browser):
    sent = speak(browser, "사진 보냅니다", files=[SimpleUploadedFile("a.svg", b"<svg/>")])
    page = sent.content.decode()
    assert (sent.status_code, Voice.objects.count()) == (422, 0)
    assert "“a.svg” 파일은 받을 수 없습니다" in page
    assert "사진 보냅니다" in page


def test_nine_files_are_too_many(browser):
    sent = speak(browser, files=[SimpleUploadedFile(f"{n}.txt", b"x") for n in range(9)])
    assert (sent.status_code, Voice.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email", "이메일 아님", "이메일 주소를 다시 확인해 주세요."),
        ("phone", "전화 없음", "전화번호를 다시 확인해 주세요."),
        ("text", "   ", "말씀하실 내용을 적어 주세요."),
        ("text", "가" * 200_001, "200,000자"),
    ],
)
def test_what_cannot_be_taken_is_said_on_the_form(browser, field, value, sentence):
    sent = speak(browser, **{field: value})
    assert (sent.status_code, Voice.objects.count()) == (422, 0)
    assert sentence in sent.content.decode()


def test_200_000_characters_are_heard(browser):
    speak(browser, "가" * 200_000)
    assert len(Voice.objects.get().text) == 200_000


@pytest.mark.parametrize(
    "text",
    [
        "\x00 NUL 들어감",
        "\u202e뒤집힌 글\u202c",
        "😀👩‍👩‍👧‍👦🇰🇷" * 50,
        "ㄱㅏㄴㅏ 각 half-composed",
        "<script>alert(1)</script>{{7*7}}{% now 'Y' %}",
        "'; DROP TABLE listen_voice; --",
        "\ufeff﷽ " + "̸" * 300,
        "%s %(x)s {0} \\u0000 \r\n\t",
    ],
)
def test_hostile_text_is_a_stored_voice(browser, text):
    sent = speak(browser, text, name=text[:100], touchpoint="nowhere")
    assert sent.status_code == 422  # a touchpoint that does not exist
    sent = speak(browser, text, name=text[:100])
    assert (sent.status_code, Voice.objects.count()) == (302, 1)
    voice = Voice.objects.get()
    page = opened(browser, voice)
    assert page.status_code == 200
    assert b"<script>alert" not in page.content


def test_bytes_that_are_no_utf8_are_heard(browser):
    sent = browser.post(
        "/speak", b"text=%B0%A1%ED%A0%80&name=%FF", content_type="application/x-www-form-urlencoded"
    )
    assert (sent.status_code, Voice.objects.count()) == (200, 1)


def test_too_much_at_once_is_refused_in_words(browser, settings):
    sent = browser.post("/speak", {"text": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})
    assert sent.status_code == 413
    assert "한 번에 받기에는 너무 커요" in sent.content.decode()
    sent = browser.post("/speak", {"text": "x"}, CONTENT_LENGTH=str(101 * 1024 * 1024))
    assert sent.status_code == 413


def test_a_filled_trap_asks_once_more_and_keeps_the_words(browser):
    trapped = speak(browser, "저는 사람이에요", website="http://spam.example")
    assert (trapped.status_code, Voice.objects.count()) == (422, 0)
    assert "저는 사람이에요" in trapped.content.decode()
    assert "spam.example" not in trapped.content.decode()


def test_one_place_cannot_flood_and_keeps_its_words(browser):
    for number in range(limits.VOICES_FROM_PLACE.most):
        browser.post("/speak", {"text": f"말 {number}"})
    sent = browser.post("/speak", {"text": "하나 더"})
    assert (sent.status_code, Voice.objects.count()) == (429, limits.VOICES_FROM_PLACE.most)
    assert int(sent["Retry-After"]) > 500
    assert "하나 더" in sent.content.decode()


def test_one_contact_cannot_be_used_to_flood(browser):
    for number in range(limits.VOICES_OF_CONTACT.most):
        browser.post("/speak", {"text": f"말 {number}", "email": "victim@other.example"})
    sent = browser.post("/speak", {"text": "또", "email": "VICTIM@other.example"})
    assert (sent.status_code, Voice.objects.count()) == (429, limits.VOICES_OF_CONTACT.most)


def test_a_limit_opens_again_when_its_time_is_over(at):
    limit = limits.Limit(most=1, within=timedelta(minutes=10))
    limit.knock("a", at=at)
    with pytest.raises(limits.TooOften):
        limit.knock("a", at=at + timedelta(minutes=9))
    limit.knock("a", at=at + timedelta(minutes=10))


def test_a_house_without_open_channel_says_so(browser, cast, at):
    from gwidam.listen.verbs import close_channel

    close_channel(channel=cast.web, why="쉬는 날", by=cast.oksu, at=at)
    assert browser.get("/speak").status_code == 404


def test_one_button_chooses_the_language_and_goes_back(browser):
    chosen = browser.post("/language", {"language": "en", "next": "/speak"})
    assert (chosen.status_code, chosen.url) == (302, "/speak")
    assert "We are listening" in browser.get("/speak").content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"])
def test_the_language_button_leads_to_no_other_site(browser, target):
    assert browser.post("/language", {"language": "en", "next": target}).url == "/"
