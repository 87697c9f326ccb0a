"""Search and the palette: what is found, by whom, and how it pages."""

from __future__ import annotations

import pytest
from django.utils import timezone

from gwidam.own import verbs
from gwidam.own.queries import search as searching
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
    assert found(mina, "가나다") == []


def test_the_newest_stands_first_and_pages_go_on(cast, mina):
    cases = [hear(cast, f"요금 {number}") for number in range(30)]
    expected = [each.receipt for each in reversed(cases)]
    page = mina.get("/search?q=요금").content.decode()
    assert receipts(page) == expected[:25]
    assert "25건 넘음" in page
    rest = mina.get(f"/search?q=요금&before={cases[5].pk}").content.decode()
    assert receipts(rest) == expected[25:]


def test_what_lies_further_back_is_found_too(cast, mina, monkeypatch):
    old = hear(cast, "세탁기가 멈췄어요.")
    for number in range(5):
        hear(cast, f"요금 {number}")
    monkeypatch.setattr(searching, "LOOKED_THROUGH", 3)
    assert found(mina, "세탁기") == [old.receipt]


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


@pytest.mark.parametrize("question", ["\x00", "요금\x00", "%", "_" * 200, "'; --", "🙂"])
def test_no_question_breaks_it(mina, question):
    assert mina.get("/search", {"q": question}).status_code == 200


@pytest.mark.parametrize("mark", ["x", "-1", "9" * 30, ""])
def test_no_mark_breaks_it(mina, mark):
    assert mina.get("/search", {"q": "요금", "before": mark}).status_code == 200


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
