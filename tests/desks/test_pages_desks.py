"""The desks people work at all day: who stands where, in which order, in how many queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gwidam.own import verbs
from gwidam.people.verbs import be_absent
from tests.own.pages.steps import HTMX, sign_in

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


def test_each_role_begins_its_day_at_its_own_desk(cast):
    assert sign_in(cast.mina).get("/")["Location"] == "/guarded"
    assert sign_in(cast.jun).get("/")["Location"] == "/desk"


def test_chips_show_what_they_say(cast):
    _mine, given, owing, done = heard(cast, 4)
    handoff = verbs.hand_over(case=given, to=cast.internet, reason="회선", by=cast.mina, at=timezone.now())
    verbs.accept(handoff=handoff, by=cast.jun, at=timezone.now())
    verbs.serve_first(case=owing, served="명의", papers=["신분증"], by=cast.mina, at=timezone.now())
    verbs.answer(case=done, text="고쳤습니다.", by=cast.mina, at=timezone.now(), is_spoken=True)
    mina = sign_in(cast.mina)

    def under(chip):
        return receipts(mina.get(f"/guarded?only={chip}").content.decode())

    assert under("elsewhere") == [given.receipt]
    assert under("papers") == [owing.receipt]
    assert under("answered") == [done.receipt]
    assert len(under("")) == len(under("mine")) == 4
    assert under("covering") == []
    assert "이준 (인터넷기술팀)" in mina.get("/guarded").content.decode()


def test_the_deputy_of_somebody_away_sees_their_cases(cast):
    (case,) = heard(cast, 1)
    at = timezone.now()
    be_absent(
        employee=cast.mina,
        deputy=cast.hana,
        starts_at=at - HOUR,
        ends_at=at + HOUR,
        why="leave",
        by=cast.oksu,
        at=at,
    )
    page = sign_in(cast.hana).get("/guarded?only=covering").content.decode()
    assert receipts(page) == [case.receipt]
    assert "김미나 님 대신" in page


def test_guarded_cases_go_on_on_the_next_page(cast):
    cases = heard(cast, 30)
    mina = sign_in(cast.mina)
    page = mina.get("/guarded").content.decode()
    mark = page.partition("?after=")[2].partition('"')[0]
    rest = mina.get(f"/guarded?after={mark}").content.decode()
    assert receipts(page) + receipts(rest) == [each.receipt for each in cases]


@pytest.mark.parametrize("mark", ["x", "~", "nan~1", "1e999~1", "0~x", "~99999999999999999999999"])
def test_no_mark_breaks_a_list(cast, mark):
    assert sign_in(cast.mina).get("/guarded", {"after": mark}).status_code in (200, 422)


def test_the_list_alone_is_a_part_that_listens(cast):
    (case,) = heard(cast, 1)
    part = sign_in(cast.mina).get("/guarded", **HTMX).content.decode()
    assert "<html" not in part
    assert f'data-live-on="employee:{cast.mina.pk} case:{case.pk}"' in part


def test_an_empty_desk_says_what_to_do_next(cast):
    mina = sign_in(cast.mina)
    assert "지금 지키는 건이 없습니다" in mina.get("/guarded").content.decode()
    assert "기다리는 건네기가 없습니다" in sign_in(cast.jun).get("/desk").content.decode()


def test_the_department_sees_offers_work_and_what_it_gave(cast):
    offered, held, given = heard(cast, 3)
    at = timezone.now()
    verbs.hand_over(case=offered, to=cast.internet, reason="회선 점검", by=cast.mina, at=at)
    handoff = verbs.hand_over(case=held, to=cast.internet, reason="회선", by=cast.mina, at=at)
    verbs.accept(handoff=handoff, by=cast.bora, at=at)
    handoff = verbs.hand_over(case=given, to=cast.internet, reason="회선", by=cast.mina, at=at)
    verbs.accept(handoff=handoff, by=cast.jun, at=at)
    verbs.hand_over(case=given.fresh(), to=cast.billing, reason="요금입니다", by=cast.jun, at=at)
    page = sign_in(cast.jun).get("/desk").content.decode()
    assert receipts(page) == [offered.receipt, given.receipt, held.receipt, given.receipt]
    assert "회선 점검" in page
    assert f"/cases/{held.receipt}/take" in page


def test_an_offer_to_one_person_is_theirs_alone(cast):
    (case,) = heard(cast, 1)
    verbs.hand_over(case=case, to=cast.internet, person=cast.bora, reason="회선", by=cast.mina, at=timezone.now())
    assert receipts(sign_in(cast.bora).get("/desk").content.decode()) == [case.receipt]
    assert receipts(sign_in(cast.jun).get("/desk").content.decode()) == []


def test_the_navigation_opens_what_the_door_policy_opens(cast):
    front, operator = sign_in(cast.mina).get("/guarded"), sign_in(cast.oksu).get("/guarded")
    assert 'href="/search"' in front.content.decode()
    assert 'href="/search"' not in operator.content.decode()


def test_desks_are_for_colleagues_only(db):
    for path in ("/", "/guarded", "/desk", "/hear", "/search", "/palette"):
        assert Client().get(path).status_code == 302
