"""What customers see without an account: /speak and /follow."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gwidam.core.models import Fact
from gwidam.desks.public import cookie, limits
from gwidam.listen.models import Attachment, Voice
from gwidam.own import verbs as own
from gwidam.own.models import Answer, Case, Outcome
from gwidam.own.tracking import follow_url, token_for
from gwidam.people.models import Contact

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected for tests
]
PDF = b"%PDF-1.7 paper"


@pytest.fixture
def browser(cast, settings):
    """A customer's browser that takes cookies and reads Korean."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}  # nothing is collected for tests
    for limit in (limits.VOICES_FROM_PLACE, limits.VOICES_OF_CONTACT, limits.LOOKS_FROM_PLACE):
        limit.forget()
    return Client(enforce_csrf_checks=True, headers={"accept-language": "ko"})


def speak(browser, text="인터넷이 자꾸 끊겨요.", path="/speak", **more):
    """Open the form and send it, as a browser does; the response before any redirect."""
    page = browser.get(path).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page).group(1)
    return browser.post(path, {"text": text, "key": key, **more})


def opened(browser, voice):
    """The follow page of a voice, its link swapped for a cookie."""
    return browser.get(f"/follow/{token_for(voice.receipt)}", follow=True)


def answered(case, *, by, spoken=True):
    own.answer(case=case, text="회선을 고쳤습니다.", by=by, at=timezone.now(), is_spoken=spoken)
    return Case.objects.get(pk=case.pk)


def closed(case, *, by, at=None):
    case = answered(case, by=by)
    return own.close(
        case=case,
        anything_else="없음",
        cause="회선",
        recurrence="none",
        recurrence_why="한 번뿐",
        by=by,
        at=at or timezone.now(),
    )


# Speak ---------------------------------------------------------------------------------------------------------


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


# Follow --------------------------------------------------------------------------------------------------------


def test_the_link_is_swapped_for_a_cookie_and_a_clean_address(browser, cast):
    voice = cast.voice().voice
    swapped = browser.get(f"/follow/{token_for(voice.receipt)}")
    assert (swapped.status_code, swapped.url) == (302, "/follow")
    kept = swapped.cookies[cookie.name()]
    assert (kept["httponly"], kept["max-age"], kept["samesite"]) == (True, 1800, "Lax")
    page = browser.get("/follow")
    assert [page[name] for name in ("Referrer-Policy", "Cache-Control", "X-Robots-Tag")] == [
        "no-referrer",
        "no-store",
        "noindex",
    ]
    assert token_for(voice.receipt) not in page.content.decode()


def test_opening_changes_nothing(browser, cast):
    voice = cast.voice().voice
    before = Fact.objects.count()
    for _ in range(2):
        assert opened(browser, voice).status_code == 200
    assert Fact.objects.count() == before


def test_wrong_and_expired_links_are_the_same_404(browser, cast):
    gone = cast.voice(at=timezone.now() - timedelta(days=120))
    closed(gone.case, by=cast.mina, at=timezone.now() - timedelta(days=91))
    good = token_for(gone.voice.receipt)
    answers = [
        browser.get(f"/follow/{token}") for token in (good, good[:-1] + "!", "0000000000-x", "x", "%00-%00")
    ]
    assert {each.status_code for each in answers} == {404}
    assert len({each.content for each in answers}) == 1


def test_the_link_lives_for_90_days_after_closure(browser, cast):
    taken = cast.voice(at=timezone.now() - timedelta(days=120))
    closed(taken.case, by=cast.mina, at=timezone.now() - timedelta(days=89))
    assert opened(browser, taken.voice).status_code == 200


def test_the_page_tells_who_has_it_what_is_promised_and_what_happened(browser, cast):
    taken = cast.voice()
    own.hand_over(
        case=taken.case, to=cast.internet, reason="우리끼리의 이유", by=taken.case.guardian, at=timezone.now()
    )
    page = opened(browser, taken.voice).content.decode()
    assert taken.case.guardian.name_ko in page
    assert "말씀을 들었습니다. 접수번호가 정해졌습니다." in page
    assert "인터넷기술팀에 맡아 달라고 청했습니다." in page
    assert "우리끼리의 이유" not in page


def test_papers_still_needed_are_named(browser, cast):
    taken = cast.voice(at=timezone.now())
    own.serve_first(
        case=taken.case, served="먼저 해지", papers=["신분증 사본"], by=taken.case.guardian, at=timezone.now()
    )
    page = opened(browser, taken.voice).content.decode()
    assert "신분증 사본" in page


def test_words_of_a_customer_with_a_phone_need_its_last_digits(browser, cast):
    taken = cast.voice("남이 보면 안 되는 말", phone="010-0000-1234")
    answered(taken.case, by=cast.mina)
    page = opened(browser, taken.voice).content.decode()
    assert "남이 보면 안 되는 말" not in page
    assert "회선을 고쳤습니다." not in page
    page = browser.post("/follow/words", {"digits": "1234"}, follow=True).content.decode()
    assert "남이 보면 안 되는 말" in page
    assert "회선을 고쳤습니다." in page


def test_words_of_a_customer_without_a_phone_are_shown(browser, cast):
    page = opened(browser, cast.voice("보여도 되는 말", email="a@b.example").voice).content.decode()
    assert "보여도 되는 말" in page


def test_five_wrong_digits_and_then_even_the_right_ones_wait(browser, cast):
    opened(browser, cast.voice("비밀", phone="010-0000-1234").voice)
    for _ in range(5):
        assert browser.post("/follow/words", {"digits": "9999"}).status_code == 422
    assert browser.post("/follow/words", {"digits": "1234"}).status_code == 429
    assert Fact.objects.filter(kind="own.ProofFailed").count() == 5


def test_receipt_and_proof_open_the_page_without_the_link(browser, cast):
    voice = cast.voice("말", phone="010-0000-1234", email="sol@b.example").voice
    for proof, shows_words in (("1234", True), ("SOL@b.example", False)):
        browser.cookies.clear()
        found = browser.post("/follow/look", {"receipt": voice.shown_receipt, "proof": proof})
        assert (found.status_code, found.url) == (302, "/follow")
        assert ('class="said"' in browser.get("/follow").content.decode()) == shows_words


def test_a_wrong_receipt_and_a_wrong_proof_look_the_same(browser, cast):
    voice = cast.voice(phone="010-0000-1234").voice
    tries = [(voice.receipt, "9999"), ("0000000000", "1234"), ("abc", "1234"), (voice.receipt, "\x00@")]
    sentence = "이 번호와 연락처로는 찾을 수 없습니다."
    for receipt, proof in tries:
        answer = browser.post("/follow/look", {"receipt": receipt, "proof": proof})
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


def test_a_voice_without_contact_opens_by_its_link_only(browser, cast):
    voice = cast.voice().voice
    answer = browser.post("/follow/look", {"receipt": voice.receipt, "proof": ""})
    assert answer.status_code == 422
    assert Contact.objects.filter(customer=voice.customer).count() == 0


def test_an_answer_on_the_page_has_reached_them_only_when_they_say_so(browser, cast):
    taken = cast.voice()
    answered(taken.case, by=cast.mina, spoken=False)
    opened(browser, taken.voice)
    answer = Answer.objects.get()
    assert answer.delivered_at is None
    assert browser.post("/follow/read", {"answer": answer.pk}).status_code == 302
    answer.refresh_from_db()
    assert answer.is_delivered
    assert Fact.objects.get(kind="own.AnswerDelivered").by == taken.voice.customer.actor


def test_an_answer_nobody_could_read_has_not_reached_anybody(browser, cast):
    taken = cast.voice(phone="010-0000-1234")
    answered(taken.case, by=cast.mina, spoken=False)
    opened(browser, taken.voice)
    assert browser.post("/follow/read", {"answer": Answer.objects.get().pk}).status_code == 404
    assert Answer.objects.get().delivered_at is None


def test_the_customers_own_word_not_begins_the_case_again(browser, cast):
    taken = cast.voice()
    closed(taken.case, by=cast.mina)
    assert "다 되었나요?" in opened(browser, taken.voice).content.decode()
    browser.post("/follow/outcome", {"word": "not", "words": "또 끊겨요"})
    assert Outcome.objects.values_list("word", "words").get() == ("not", "또 끊겨요")
    assert Case.objects.get().state == "open"
    assert browser.post("/follow/outcome", {"word": "fixed"}).status_code == 404


def test_fixed_is_said_once(browser, cast):
    taken = cast.voice()
    closed(taken.case, by=cast.mina)
    opened(browser, taken.voice)
    assert browser.post("/follow/outcome", {"word": "fixed"}).status_code == 302
    assert browser.post("/follow/outcome", {"word": "half"}).status_code == 409
    assert Outcome.objects.get().word == "fixed"


def test_words_can_be_added_while_the_case_is_open(browser, cast):
    taken = cast.voice("첫 말")
    page = opened(browser, taken.voice).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page).group(1)
    for _ in range(2):
        browser.post("/follow/more", {"text": "덧붙이는 말", "key": key})
    added = Voice.objects.exclude(pk=taken.voice.pk).get()
    assert (added.text, added.needs_answer, added.customer_id) == ("덧붙이는 말", False, taken.voice.customer_id)
    assert Fact.objects.get(kind="own.WordsAdded").about == taken.case.about
    assert "덧붙이는 말" in browser.get("/follow").content.decode()


def test_nothing_is_added_to_a_closed_case(browser, cast):
    taken = cast.voice()
    closed(taken.case, by=cast.mina)
    opened(browser, taken.voice)
    assert browser.post("/follow/more", {"text": "늦은 말"}).status_code == 409
    assert Voice.objects.count() == 1


@pytest.mark.parametrize("path", ["words", "read", "outcome", "more"])
def test_without_the_cookie_nothing_can_be_done(browser, path):
    assert browser.post(f"/follow/{path}", {}).status_code == 404


def test_a_forged_cookie_shows_the_entry_form(browser, cast):
    voice = cast.voice().voice
    browser.cookies[cookie.name()] = f"{voice.receipt}:x:y"
    assert voice.shown_receipt not in browser.get("/follow").content.decode()


def test_another_sites_form_is_refused(browser, cast):
    opened(browser, cast.voice().voice)
    sent = browser.post("/follow/more", {"text": "남의 글"}, headers={"sec-fetch-site": "cross-site"})
    assert (sent.status_code, Voice.objects.count()) == (403, 1)


def test_a_voice_that_needs_no_answer_can_be_followed(browser, cast):
    page = opened(browser, cast.voice("고마워요", needs_answer=False).voice)
    assert page.status_code == 200
    assert Case.objects.count() == 0


def test_the_follow_page_asks_the_same_number_of_questions_however_long_the_story(
    browser, cast, django_assert_num_queries
):
    taken = cast.voice(phone="010-0000-1234", at=timezone.now())
    opened(browser, taken.voice)
    browser.get("/follow")
    with django_assert_num_queries(6):
        browser.get("/follow")
    for number in range(6):
        own.promise(
            case=taken.case, kind="callback", says=f"전화 {number}", by=taken.case.guardian, at=timezone.now()
        )
    browser.get("/follow")
    with django_assert_num_queries(6):
        browser.get("/follow")


# Language ------------------------------------------------------------------------------------------------------


def test_one_button_chooses_the_language_and_goes_back(browser):
    chosen = browser.post("/language", {"language": "en", "next": "/speak"})
    assert (chosen.status_code, chosen.url) == (302, "/speak")
    assert "We are listening" in browser.get("/speak").content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"])
def test_the_language_button_leads_to_no_other_site(browser, target):
    assert browser.post("/language", {"language": "en", "next": target}).url == "/"
