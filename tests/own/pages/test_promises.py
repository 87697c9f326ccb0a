"""Promises on a case, both ways."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from gwidam.own import verbs
from gwidam.own.models import Promise

from .steps import page_of


def test_a_call_back_is_promised_and_kept(mina, case):
    assert mina.post(page_of(case, "/promises"), {"kind": "callback", "says": "결과"}).status_code == 302
    made = Promise.objects.get(kind="callback")
    assert mina.post(page_of(case, f"/promises/{made.pk}/keeping")).status_code == 302
    made.refresh_from_db()
    assert made.kept_at is not None


def test_a_promise_is_never_stretched(mina, case):
    late = timezone.localtime(timezone.now() + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M")
    response = mina.post(page_of(case, "/promises"), {"kind": "callback", "says": "", "sooner": late})
    assert response.status_code == 422
    assert "기준보다 늦게 약속할 수 없습니다." in response.content.decode()


def test_a_promise_is_let_go_with_a_reason(cast, mina, case):
    made = verbs.promise(case=case, kind="callback", says="", by=cast.mina, at=timezone.now())
    assert mina.post(page_of(case, f"/promises/{made.pk}/release"), {"why": ""}).status_code == 422
    assert mina.post(page_of(case, f"/promises/{made.pk}/release"), {"why": "이미 오셨음"}).status_code == 302
    made.refresh_from_db()
    assert made.released_because == "이미 오셨음"


def test_the_answer_itself_is_not_let_go(mina, case):
    owed = case.promises.get(kind="answer")
    response = mina.post(page_of(case, f"/promises/{owed.pk}/release"), {"why": "귀찮음"})
    assert response.status_code == 409


def test_a_promise_of_another_case_is_not_there(cast, mina, case):
    other = cast.voice(at=timezone.now()).case.promises.first()
    assert mina.post(page_of(case, f"/promises/{other.pk}/keeping")).status_code == 404


def test_papers_follow_what_was_served_first(mina, case):
    sent = {"served": "명의 변경", "papers": "신분증\n\n가족관계증명서\n"}
    assert mina.post(page_of(case, "/provision"), sent).status_code == 302
    owed = case.promises.filter(owed_by="customer").order_by("id").values_list("says", flat=True)
    assert list(owed) == ["신분증", "가족관계증명서"]
    assert "명의 변경" in mina.get(page_of(case)).content.decode()


def test_serving_first_names_the_papers(mina, case):
    assert mina.post(page_of(case, "/provision"), {"served": "명의 변경", "papers": " "}).status_code == 422
