"""The end of a case, and its beginning again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gwidam.own import verbs
from gwidam.own.models import Closure

from .steps import now, page_of

CLOSING = {
    "anything_else": "없다고 하심",
    "cause": "노후 회선",
    "recurrence": "taught",
    "recurrence_why": "점검 순서를 나눔",
}


def test_a_case_is_closed_and_opened_again(cast, mina, answered):
    assert mina.post(page_of(answered, "/closure"), CLOSING).status_code == 302
    assert now(answered).state == "closed"
    assert Closure.objects.get().anything_else == "없다고 하심"
    assert mina.post(page_of(answered, "/reopening"), {"why": "또 끊김"}).status_code == 302
    assert now(answered).state == "open"


@pytest.mark.parametrize("missing", ["anything_else", "cause", "recurrence_why"])
def test_nothing_closes_half_written(mina, answered, missing):
    assert mina.post(page_of(answered, "/closure"), {**CLOSING, missing: ""}).status_code == 422
    assert now(answered).state == "answered"


def test_nothing_closes_unanswered(mina, case):
    response = mina.post(page_of(case, "/closure"), CLOSING)
    assert response.status_code == 409
    assert "아직 고객에게 닿은 답이 없습니다." in response.content.decode()


def test_unreached_is_closed_after_a_week_only(cast, mina):
    case = cast.voice(at=timezone.now() - timedelta(days=9), channel=cast.phone, heard_by=cast.mina).case
    sent = {**CLOSING, "because": "전화를 받지 않으심"}
    assert mina.post(page_of(case, "/closure-unreached"), sent).status_code == 409
    verbs.answer(case=case, text="고쳤습니다.", by=cast.mina, at=timezone.now() - timedelta(days=8))
    assert mina.post(page_of(case, "/closure-unreached"), sent).status_code == 302
    assert Closure.objects.get().unreached_because == "전화를 받지 않으심"
