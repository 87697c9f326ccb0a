"""Search and the palette: what is found, by whom, and how it pages."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.utils import timezone

from gwidam.own import verbs
from gwidam.own.models import SavedSearch
from tests.desks.test_pages_desks import receipts
from tests.own.pages.steps import HTMX, sign_in


@pytest.fixture
def mina(cast):
    return sign_in(cast.mina)


def hear(cast, text, **more):
    return cast.voice(text, at=timezone.now(), channel=cast.phone, heard_by=cast.mina, **more).case


def found(client, question, more="") -> list[str]:
    response = client.get("/search", {"q": question})
    assert response.status_code == 200
    return receipts(response.content.decode())


@pytest.mark.parametrize("question", ["요금", "인터넷해지", "인터넷 해지", "해지 인터넷", "요금청구", "ＷＩＦＩ"])
def test_a_voice_is_found_by_its_words_however_they_are_spaced(cast, mina, question):
    case = hear(cast, "인터넷 해지했는데 요금청구서가 또 왔고 wifi도 안 돼요.")
    hear(cast, "공유기 불이 빨개요.")
    assert found(mina, question) == [case.receipt]


def test_pairs_of_letters_alone_are_no_word(cast, mina):
    hear(cast, "나다, 그리고 가나")  # has the pairs of 가나다, not the word
    assert found(mina, '"가나다"') == []
    assert "낱말이 모두 든 말씀은 없습니다." in mina.get("/search?q=가나다").content.decode()


def test_the_newest_stands_first_and_pages_go_on(cast, mina):
    cases = [hear(cast, f"요금 {number}") for number in range(30)]
    expected = [each.receipt for each in reversed(cases)]
    page = mina.get("/search?q=요금").content.decode()
    assert receipts(page) == expected[:25]
    assert "25건 넘음" in page
    rest = mina.get(f"/search?q=요금&before={cases[5].pk}").content.decode()
    assert receipts(rest) == expected[25:]


def test_a_single_letter_finds_nothing_and_says_why(cast, mina):
    hear(cast, "요금")
    page = mina.get("/search?q=요").content.decode()
    assert receipts(page) == []
    assert "두 글자 이상" in page


def test_the_word_is_shown_marked_where_it_stands(cast, mina):
    hear(cast, "어제 <b>요금 청구</b>서가 왔어요.")
    page = mina.get("/search?q=요금청구").content.decode()
    assert "어제 &lt;b&gt;<mark>요금 청구</mark>&lt;/b&gt;서가 왔어요." in page


def test_a_receipt_is_found_by_its_beginning(cast, mina):
    case = hear(cast, "요금")
    assert found(mina, case.shown_receipt[:7]) == [case.receipt]


def test_a_customer_is_found_by_name_and_by_the_end_of_the_phone(cast, mina):
    case = hear(cast, "말씀", name="김하나", phone="010-2345-4417")
    assert found(mina, "김하") == [case.receipt]
    assert found(mina, "4417") == [case.receipt]


def test_executives_find_words_but_not_people(cast):
    case = hear(cast, "말씀입니다", name="김하나", phone="010-2345-4417")
    yuna = sign_in(cast.yuna)
    assert found(yuna, "말씀") == [case.receipt]
    assert found(yuna, "김하나") == []
    assert found(yuna, "4417") == []


def test_a_department_finds_only_what_it_has_to_do_with(cast):
    case = hear(cast, "요금이 이상해요")
    charlie, sora = sign_in(cast.charlie), sign_in(cast.sora)
    assert found(charlie, "요금") == found(sora, "요금") == []
    verbs.hand_over(case=case, to=cast.billing, reason="요금", by=cast.mina, at=timezone.now())
    assert found(sora, "요금") == [case.receipt]
    assert found(sign_in(cast.jun), "요금") == []


def test_operators_do_not_search(cast):
    assert sign_in(cast.oksu).get("/search?q=요금").status_code == 403


STRANGE = [
    "\x00",
    "요금\x00",
    "%",
    "_" * 200,
    "'; DROP TABLE own_case; --",
    "🙂",
    "\u202e",
    "가" * 100_000,
    "tone:" * 999,
]


@pytest.mark.parametrize("question", STRANGE)
@pytest.mark.parametrize("page", ["/search", "/search/facets"])
def test_no_question_breaks_it(mina, page, question):
    assert mina.get(page, {"q": question}).status_code == 200


@pytest.mark.parametrize("question", STRANGE)
def test_no_question_breaks_best_first_or_counting(mina, question):
    assert mina.get("/search", {"q": question, "order": "best", "count": "1"}).status_code == 200


@pytest.mark.parametrize("mark", ["x", "-1", "9" * 30, ""])
def test_no_mark_breaks_it(mina, mark):
    assert mina.get("/search", {"q": "요금", "before": mark}).status_code == 200


# Filters, order, counts


def test_a_filter_stands_as_a_chip_that_takes_it_away(cast, mina):
    case = hear(cast, "요금이 이상해요")
    cast.voice("요금을 냈어요", at=timezone.now(), channel=cast.web)
    page = mina.get("/search", {"q": "요금 창구:전화"}).content.decode()
    assert receipts(page) == [case.receipt]
    assert f'href="/search?q={quote("요금")}">창구:전화' in page


def test_what_is_not_understood_is_said_on_the_page(cast, mina):
    case = hear(cast, "요금이 이상해요")
    page = mina.get("/search", {"q": "요금 말투:시끄러움"}).content.decode()
    assert receipts(page) == [case.receipt]
    assert "‘말투:시끄러움’에 맞는 것이 없어 이 거르개는 빼고 찾았습니다." in page


def test_best_first_is_one_press_away(cast, mina):
    most = hear(cast, "요금 요금 요금")
    least = hear(cast, "기사님이 오셔서 인터넷을 고치고 가셨는데 요금 이야기도 하셨어요")
    page = mina.get("/search?q=요금")
    assert receipts(page.content.decode()) == [least.receipt, most.receipt]
    assert f"?q={quote('요금')}&amp;order=best" in page.content.decode()
    assert receipts(mina.get("/search?q=요금&order=best").content.decode()) == [most.receipt, least.receipt]


def test_the_other_keyboard_is_said(cast, mina):
    case = hear(cast, "인터넷이 안 돼요")
    page = mina.get("/search?q=dlsxjspt").content.decode()
    assert receipts(page) == [case.receipt]
    assert "한영 자판을 바꿔 친 것으로 보고 ‘인터넷’ 말씀을 찾았습니다." in page


def test_a_mistyped_word_finds_what_is_near_and_says_so(cast, mina):
    case = hear(cast, "공유기 불이 빨개요")
    page = mina.get("/search?q=공유깅").content.decode()
    assert receipts(page) == [case.receipt]
    assert "가까운 것부터 보여 드립니다." in page


def test_counts_come_after_the_list_or_with_it(cast, mina):
    hear(cast, "요금이 이상해요")
    cast.voice("요금을 냈어요", at=timezone.now(), channel=cast.web)
    page = mina.get("/search?q=요금").content.decode()
    assert f'hx-get="/search/facets?q={quote("요금")}"' in page
    part = mina.get("/search/facets?q=요금", **HTMX).content.decode()
    assert "<html" not in part
    assert (
        f'href="/search?q={quote("요금 창구:phone", safe="").replace("%20", "+")}">전화 <span class="count">1</span>'
        in part
    )
    assert "찾은 2건 가운데" in mina.get("/search?q=요금&count=1").content.decode()


def test_a_whole_receipt_is_one_voice_and_its_mentions_are_asked_for_in_quotes(cast, mina):
    case = hear(cast, "요금")
    other = hear(cast, f"지난번 {case.receipt} 건은 어떻게 됐나요")
    assert found(mina, case.shown_receipt) == [case.receipt]
    assert found(mina, f'"{case.receipt}"') == [other.receipt]


def test_counts_keep_the_same_door(cast):
    hear(cast, "요금이 이상해요")
    assert "찾은 0건 가운데" in sign_in(cast.charlie).get("/search/facets?q=요금").content.decode()
    assert sign_in(cast.oksu).get("/search/facets?q=요금").status_code == 403


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize("address", ["/search?q=요금", "/search/facets?q=요금", "/search?q=요금&order=best"])
def test_a_page_takes_as_many_queries_however_much_is_found(
    cast, mina, address, count, django_assert_max_num_queries
):
    for number in range(count):
        hear(cast, f"요금 {number}")
    mina.get(address)
    with django_assert_max_num_queries(8):
        assert mina.get(address).status_code == 200


# Saved searches


def test_a_search_is_saved_and_stands_on_the_empty_page(cast, mina):
    hear(cast, "요금")
    form = mina.get("/search/saved?q=요금").content.decode()
    assert 'name="question" value="요금"' in form
    answer = mina.post("/search/saved", {"name": "요금 이야기", "question": "요금 tone:negative", "wakes": "on"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/search/saved")
    address = f'href="/search?q={quote("요금 tone:negative")}">요금 이야기</a>'
    for page in ("/search/saved", "/search"):
        assert address in mina.get(page).content.decode()


def test_saving_twice_is_one_search(mina):
    for _ in range(2):
        mina.post("/search/saved", {"name": "요금", "question": "요금"})
    assert SavedSearch.objects.count() == 1


def test_a_search_without_a_name_is_refused_on_the_form(mina):
    answer = mina.post("/search/saved", {"name": "", "question": "요금"})
    assert answer.status_code == 422
    assert SavedSearch.objects.count() == 0


def test_waking_is_switched_and_a_search_dropped(mina):
    mina.post("/search/saved", {"name": "요금", "question": "요금"})
    saved = SavedSearch.objects.get()
    mina.post(f"/search/saved/{saved.pk}/waking", {"wakes": "1"})
    assert SavedSearch.objects.get().wakes is True
    mina.post(f"/search/saved/{saved.pk}/waking", {"wakes": "0"})
    assert SavedSearch.objects.get().wakes is False
    mina.post(f"/search/saved/{saved.pk}/end")
    assert SavedSearch.objects.count() == 0


def test_somebody_elses_search_is_not_there(cast, mina):
    mina.post("/search/saved", {"name": "요금", "question": "요금"})
    pk = SavedSearch.objects.get().pk
    hana = sign_in(cast.hana)
    assert "요금" not in hana.get("/search/saved").content.decode().partition("<main")[2]
    assert hana.post(f"/search/saved/{pk}/waking", {"wakes": "1"}).status_code == 404
    assert hana.post(f"/search/saved/{pk}/end").status_code == 404
    assert SavedSearch.objects.get().wakes is False


# The palette


def test_the_palette_goes_to_a_case_by_its_number(cast, mina):
    case = hear(cast, "요금")
    part = mina.get(f"/palette?q={case.receipt[:5]}", **HTMX).content.decode()
    assert f'href="/cases/{case.receipt}"' in part


def test_the_palette_offers_the_verbs_of_the_case_one_is_on(cast, mina):
    case = hear(cast, "요금")
    here = {"HX-Request": "true", "Referer": f"http://testserver/cases/{case.receipt}"}
    part = mina.get("/palette", headers=here).content.decode()
    assert f"/cases/{case.receipt}/hand-off" in part
    assert f"/cases/{case.receipt}/closure" not in part  # nobody answered yet


def test_the_palette_offers_no_verbs_of_a_case_one_may_not_see(cast):
    case = hear(cast, "요금")
    here = {"Referer": f"http://testserver/cases/{case.receipt}"}
    assert case.receipt not in sign_in(cast.charlie).get("/palette", headers=here).content.decode()


@pytest.mark.parametrize("typed", ["부서", "ㅂㅅㅊㅅ"])
def test_a_page_is_found_by_its_name_or_its_first_consonants(mina, typed):
    assert 'href="/desk"' in mina.get(f"/palette?q={typed}").content.decode()


def test_the_palette_names_colleagues_and_who_answers(cast, mina):
    assert "최보라" in mina.get("/palette?q=보라").content.decode()
    assert "인터넷기술팀" in mina.get("/palette?q=인터넷 속도").content.decode()
