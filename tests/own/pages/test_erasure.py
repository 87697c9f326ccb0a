"""A customer is erased from their closed case."""

from __future__ import annotations

import pytest
from django.utils import timezone

from gwidam.core.models import Fact
from gwidam.own import verbs
from gwidam.own.models import Case

from .steps import now, page_of, sign_in


@pytest.fixture
def closed(answered):
    """The same case, answered and closed."""
    verbs.close(
        case=answered,
        anything_else="없다고 하심",
        cause="회선",
        recurrence="none",
        recurrence_why="한 번뿐인 일",
        by=answered.guardian,
        at=timezone.now(),
    )
    return now(answered)


def test_a_customer_is_erased_by_whoever_writes_the_number_once_more(cast, closed):
    case = closed
    dohyun = sign_in(cast.dohyun)
    assert page_of(case, "/erasure") in dohyun.get(page_of(case)).content.decode()
    wrong = dohyun.post(page_of(case, "/erasure"), {"ground": "asked", "number": "1234"})
    assert wrong.status_code == 422
    assert Case.objects.get(pk=case.pk).voice.erased_at is None
    sent = {"ground": "ordered", "number": case.shown_receipt}
    assert dohyun.post(page_of(case, "/erasure"), sent).status_code == 302
    assert Case.objects.get(pk=case.pk).voice.erased_at is not None
    assert Fact.objects.get(kind="own.LifeErased").all_fields["ground"] == "ordered"


def test_nobody_is_erased_whose_case_is_still_in_keeping(cast, case):
    sent = {"ground": "asked", "number": case.receipt}
    assert sign_in(cast.dohyun).post(page_of(case, "/erasure"), sent).status_code == 409


def test_the_front_line_erases_nobody(mina, closed):
    assert page_of(closed, "/erasure") not in mina.get(page_of(closed)).content.decode()
    assert mina.get(page_of(closed, "/erasure")).status_code == 403
