"""Services that answer needs: written down, suggested where the need is heard, and what became of them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gwidam.core.errors import NotValid
from gwidam.core.models import Fact
from gwidam.moments.models import Touchpoint
from gwidam.understand.models import Offer, Offering, Reading
from gwidam.understand.queries.offers import catalogue, offers_for
from gwidam.understand.verbs import correct, note_offering, set_offer
from tests.cast import SETUP

HTMX = {"headers": {"HX-Request": "true"}}
NIGHT = "대리운전을 하는데 새벽에 전화가 자꾸 끊겨요. 고쳐 주세요."


@pytest.fixture
def phone(cast, at):
    return set_offer(
        need="safety_at_night",
        says_ko="안심폰 알려 드리기",
        says_en="Tell them of the safety phone",
        link="https://daon.example/safety",
        by=SETUP,
        at=at,
    )


@pytest.fixture
def case(cast, read):
    taken = cast.voice(NIGHT, at=timezone.now(), heard_by=cast.mina)
    read(taken.voice, at=timezone.now())
    return taken.case


def test_an_offer_is_found_by_its_need(phone):
    assert offers_for(["child", "safety_at_night"]) == (phone,)
    assert offers_for(["child"]) == offers_for([]) == ()


def test_what_is_put_away_is_not_suggested_and_not_lost(phone, at):
    set_offer(offer=phone, need=phone.need, says_ko=phone.says_ko, is_active=False, by=SETUP, at=at)
    assert offers_for(["safety_at_night"]) == ()
    assert Offer.objects.get().is_active is False


@pytest.mark.parametrize("wrong", [{"need": "gold", "says_ko": "금"}, {"need": "child", "says_ko": " "}])
def test_an_offer_answers_a_need_in_words(db, at, wrong):
    with pytest.raises(NotValid):
        set_offer(**wrong, by=SETUP, at=at)


def test_what_became_of_an_offer_is_a_fact_and_the_last_word_stands(cast, case, phone, at):
    for came in ("offered", "offered", "unfit"):
        note_offering(voice=case.voice, offer=phone, came=came, by=cast.mina, at=at)
    assert [(each.came, each.by) for each in Offering.objects.all()] == [("unfit", cast.mina)]
    told = Fact.objects.filter(kind__in=["understand.OfferMade", "understand.OfferUnfit"]).order_by("id")
    assert [(each.kind, each.about) for each in told] == [
        ("understand.OfferMade", f"voice:{case.voice_id}"),
        ("understand.OfferUnfit", f"voice:{case.voice_id}"),
    ]
    assert told[0].said({}, "ko") == "도움이 될 서비스를 알려 드렸습니다: 안심폰 알려 드리기"
    (listed,) = catalogue()
    assert (listed.offered, listed.unfit) == (0, 1)


def test_another_word_about_an_offer_is_refused(cast, case, phone, at):
    with pytest.raises(NotValid):
        note_offering(voice=case.voice, offer=phone, came="sold", by=cast.mina, at=at)


def test_the_page_of_a_case_suggests_what_answers_a_need(cast, case, phone, sign_in):
    mina = sign_in(cast.mina)
    shown = mina.get(f"/cases/{case.receipt}").content.decode()
    assert "밤에 일하거나 다니신다고 해요" in shown
    assert '<a href="https://daon.example/safety" rel="noopener" target="_blank">안심폰 알려 드리기</a>' in shown
    part = mina.post(f"/readings/{case.receipt}/offers/{phone.pk}", {"came": "offered"}, **HTMX).content.decode()
    assert "김미나님이 알려 드림" in part
    assert "<html" not in part
    assert "도움이 될 서비스를 알려 드렸습니다" in mina.get(f"/cases/{case.receipt}").content.decode()


def test_suggestions_cost_one_query_however_many_there_are(cast, case, sign_in, at):
    mina = sign_in(cast.mina)
    where = Touchpoint.objects.first()
    counts = []
    for number in range(5):
        set_offer(need="safety_at_night", says_ko=f"안심 {number}", touchpoint=where, by=SETUP, at=at)
        mina.get(f"/readings/{case.receipt}", **HTMX)
        with CaptureQueriesContext(connection) as asked:
            mina.get(f"/readings/{case.receipt}", **HTMX)
        counts.append(len(asked))
    assert counts == [counts[0]] * 5


def test_nothing_is_suggested_where_no_need_stands(cast, case, phone, sign_in, at):
    correct(voice=case.voice, field="needs", value="safety_at_night", by=cast.mina, at=at)
    assert "안심폰" not in sign_in(cast.mina).get(f"/readings/{case.receipt}", **HTMX).content.decode()


def test_a_need_that_was_missed_is_added_and_brings_what_answers_it(cast, phone, sign_in, read):
    taken = cast.voice("전화가 자꾸 끊겨요. 고쳐 주세요.", at=timezone.now(), heard_by=cast.mina)
    read(taken.voice, at=timezone.now())
    part = (
        sign_in(cast.mina)
        .post(f"/readings/{taken.voice.receipt}/needs", {"value": "safety_at_night"}, **HTMX)
        .content.decode()
    )
    assert "안심폰 알려 드리기" in part
    assert Reading.objects.get().needs == ["safety_at_night"]


def test_the_outsider_can_say_nothing_of_an_offer(cast, case, phone, sign_in):
    answer = sign_in(cast.charlie).post(f"/readings/{case.receipt}/offers/{phone.pk}", {"came": "offered"})
    assert (answer.status_code, Offering.objects.count()) == (404, 0)


def test_an_offer_that_is_not_there_is_not_found(cast, case, sign_in):
    assert sign_in(cast.mina).post(f"/readings/{case.receipt}/offers/7", {"came": "offered"}).status_code == 404


# The catalogue's page


def test_the_cvi_team_writes_and_changes_an_offer(cast, sign_in):
    dohyun = sign_in(cast.dohyun)
    assert "아직 알려 드릴 것이 없어요" in dohyun.get("/understand/offers").content.decode()
    sent = {"need": "moving", "says_ko": "이사 당일 개통", "says_en": "", "link": "", "is_active": "on"}
    assert dohyun.post("/understand/offers/new", sent).status_code == 302
    offer = Offer.objects.get()
    assert (offer.need, offer.says_ko, offer.is_active) == ("moving", "이사 당일 개통", True)
    assert "이사 당일 개통" in dohyun.get("/understand/offers").content.decode()
    dohyun.post(f"/understand/offers/{offer.pk}", {**sent, "says_ko": "이사 예약", "is_active": ""})
    offer.refresh_from_db()
    assert (offer.says_ko, offer.is_active) == ("이사 예약", False)
    assert Fact.objects.filter(kind="understand.OfferSet").count() == 2


def test_a_form_without_words_is_shown_again(cast, sign_in):
    answer = sign_in(cast.dohyun).post("/understand/offers/new", {"need": "moving", "says_ko": ""})
    assert (answer.status_code, Offer.objects.count()) == (422, 0)


@pytest.mark.parametrize("path", ["/understand/offers", "/understand/offers/new"])
def test_the_catalogue_is_for_the_cvi_team_and_operators(cast, sign_in, path):
    statuses = {name: sign_in(getattr(cast, name)).get(path).status_code for name in ("mina", "jun", "dohyun")}
    assert statuses == {"mina": 403, "jun": 403, "dohyun": 200}


@pytest.mark.parametrize("count", [1, 5])
def test_the_catalogue_takes_as_many_queries_however_long_it_is(
    cast, sign_in, at, count, django_assert_max_num_queries
):
    for number in range(count):
        set_offer(need="child", says_ko=f"아이 안심 {number}", by=SETUP, at=at)
    dohyun = sign_in(cast.dohyun)
    dohyun.get("/understand/offers")
    with django_assert_max_num_queries(4):  # session, person, offers, navigation
        assert dohyun.get("/understand/offers").content.decode().count("아이 안심") == count
