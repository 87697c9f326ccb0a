"""/follow: the customer's own page, by its link or by receipt and proof."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from gwidam.core.models import Fact
from gwidam.desks.public import cookie
from gwidam.listen.models import Voice
from gwidam.own import verbs as own
from gwidam.own.models import Answer, Case, Outcome
from gwidam.own.tracking import token_for
from gwidam.people.models import Contact

from .steps import answered, closed, opened

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected for tests
]
PDF = b"%PDF-1.7 paper"


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
