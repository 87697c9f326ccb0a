"""The desks people work at all day: who stands where, in which order, in how many queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gwidam.own import verbs
from tests.own.test_pages import sign_in

HOUR = timedelta(hours=1)


def heard(cast, count, *, by=None, ago=HOUR):
    """That many cases of Mina's, the oldest first, so that the first is most at risk."""
    at = timezone.now() - ago
    return [
        cast.voice(
            f"말씀 {number}번입니다.",
            at=at + timedelta(seconds=number),
            channel=cast.phone,
            heard_by=by or cast.mina,
        ).case
        for number in range(count)
    ]


def receipts(page: str) -> list[str]:
    """The receipts of the rows of a list, in order."""
    return [each.partition('"')[0] for each in page.split('class="row-title" href="/cases/')[1:]]


def test_the_promise_most_at_risk_stands_first(cast):
    older, newer = heard(cast, 2)
    verbs.promise(case=newer, kind="callback", says="", by=cast.mina, at=timezone.now())
    page = sign_in(cast.mina).get("/guarded").content.decode()
    assert receipts(page) == [newer.receipt, older.receipt]


@pytest.mark.parametrize("count", [1, 5, 50])
def test_guarded_cases_take_as_many_queries_whatever_their_number(cast, count, django_assert_num_queries):
    heard(cast, count)
    client = sign_in(cast.mina)
    client.get("/guarded")
    with django_assert_num_queries(6):  # session, person, counts of the chips, cases, since when, navigation
        page = client.get("/guarded").content.decode()
    assert len(receipts(page)) == min(count, 25)


@pytest.mark.parametrize("count", [1, 5, 50])
def test_the_department_desk_takes_as_many_queries_whatever_lies_on_it(cast, count, django_assert_num_queries):
    for case in heard(cast, count):
        verbs.hand_over(case=case, to=cast.internet, reason="회선 점검", by=cast.mina, at=timezone.now())
    client = sign_in(cast.jun)
    client.get("/desk")
    # session, person, mine, colleagues', offers, given, navigation
    with django_assert_num_queries(7):
        page = client.get("/desk").content.decode()
    assert len(receipts(page)) == count
