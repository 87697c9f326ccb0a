"""Cases put behind one another."""

from __future__ import annotations

from django.utils import timezone

from gwidam.own import verbs

from .steps import now, page_of, sign_in


def test_a_case_is_put_behind_another_and_taken_out(cast, mina, case):
    front = cast.voice(at=timezone.now(), channel=cast.phone, heard_by=cast.mina).case
    sent = {"into": front.shown_receipt, "why": "같은 장애"}
    assert mina.post(page_of(case, "/merge"), sent).status_code == 302
    assert now(case).merged_into == front
    assert case.shown_receipt in mina.get(page_of(front)).content.decode()
    assert mina.post(page_of(case, "/merge/undo")).status_code == 302
    assert now(case).state == "open"


def test_nothing_is_put_behind_a_case_one_may_not_see(cast, case, offered):
    verbs.accept(handoff=offered, by=cast.jun, at=timezone.now())
    hidden = cast.voice(at=timezone.now(), channel=cast.phone, heard_by=cast.mina).case
    sent = {"into": hidden.receipt, "why": "같은 장애"}
    response = sign_in(cast.jun).post(page_of(case, "/merge"), sent)
    assert response.status_code == 422
    assert now(case).merged_into is None


def test_cases_of_the_same_customer_are_proposed(cast, mina, case):
    other = cast.voice("또 끊겨요.", at=timezone.now(), phone="010-0000-1234").case
    assert other.shown_receipt in mina.get(page_of(case, "/merge")).content.decode()
