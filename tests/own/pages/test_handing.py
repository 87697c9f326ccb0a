"""Handing a case over: offered, accepted, bounced, withdrawn, taken."""

from __future__ import annotations

from django.utils import timezone

from gwidam.own import verbs
from gwidam.own.models import HandOff

from .steps import HTMX, now, page_of, sign_in


def test_a_case_is_offered_and_accepted(cast, mina, case):
    offer = {"to": cast.internet.pk, "reason": "회선 점검"}
    assert mina.post(page_of(case, "/hand-off"), offer).status_code == 302
    assert "인터넷기술팀에 건넸습니다" in mina.get(page_of(case)).content.decode()
    jun = sign_in(cast.jun)
    assert "맡기" in jun.get(page_of(case)).content.decode()
    assert jun.post(page_of(case, "/acceptance")).status_code == 302
    assert now(case).holder == cast.jun


def test_through_htmx_the_browser_is_told_where_to_go(cast, mina, case):
    offer = {"to": cast.internet.pk, "reason": "회선 점검"}
    response = mina.post(page_of(case, "/hand-off"), offer, **HTMX)
    assert (response.status_code, response["HX-Redirect"]) == (204, page_of(case))


def test_the_directory_proposes_where_to(cast, mina, case):
    page = mina.get(page_of(case, "/hand-off")).content.decode()
    assert f'<option value="{cast.internet.pk}" selected>' in page


def test_an_offer_without_a_reason_is_refused(cast, mina, case):
    response = mina.post(page_of(case, "/hand-off"), {"to": cast.internet.pk, "reason": ""})
    assert response.status_code == 422
    assert not HandOff.objects.exists()


def test_a_second_offer_is_refused_while_one_waits(cast, mina, case, offered):
    response = mina.post(page_of(case, "/hand-off"), {"to": cast.billing.pk, "reason": "요금"})
    assert response.status_code == 409
    assert "이미 다른 부서에 건네 둔 상태입니다." in response.content.decode()


def test_somebody_may_be_named_in_the_department(cast, mina, case):
    mina.post(page_of(case, "/hand-off"), {"to": cast.internet.pk, "person": "최보라", "reason": "회선"})
    assert HandOff.objects.get().to_person == cast.bora


def test_an_unknown_name_is_refused(cast, mina, case):
    sent = {"to": cast.internet.pk, "person": "아무개", "reason": "회선"}
    response = mina.post(page_of(case, "/hand-off"), sent)
    assert response.status_code == 422
    assert "그런 이름의 동료가 없습니다." in response.content.decode()


def test_whoever_is_second_to_accept_hears_who_was_first(cast, case, offered):
    bora = sign_in(cast.bora)
    sign_in(cast.jun).post(page_of(case, "/acceptance"))
    response = bora.post(page_of(case, "/acceptance"))
    assert response.status_code == 409
    assert "data-refused" in response.content.decode()


def test_an_offer_is_bounced_with_a_reason_and_a_better_owner(cast, case, offered):
    jun = sign_in(cast.jun)
    sent = {"reason": "요금 문제입니다", "better": cast.billing.pk}
    assert jun.post(page_of(case, "/bounce"), sent).status_code == 302
    offered.refresh_from_db()
    assert (offered.state, offered.better_department) == ("bounced", cast.billing)


def test_a_bounce_without_a_reason_is_refused(cast, case, offered):
    assert sign_in(cast.jun).post(page_of(case, "/bounce"), {"reason": ""}).status_code == 422


def test_an_offer_is_withdrawn(cast, mina, case, offered):
    mina.post(page_of(case, "/withdrawal"))
    offered.refresh_from_db()
    assert offered.state == "withdrawn"


def test_from_the_desk_one_comes_back_to_the_desk(cast, case, offered):
    response = sign_in(cast.jun).post(page_of(case, "/acceptance"), {"from": "desk"})
    assert response["Location"] == "/desk"


def test_a_colleagues_work_is_taken(cast, case, offered):
    verbs.accept(handoff=offered, by=cast.jun, at=timezone.now())
    assert sign_in(cast.bora).post(page_of(case, "/take")).status_code == 302
    assert now(case).holder == cast.bora


def test_another_departments_work_is_not_taken(cast, case, offered):
    assert sign_in(cast.jun).post(page_of(case, "/take")).status_code == 403
    assert now(case).holder == cast.mina
