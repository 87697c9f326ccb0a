from datetime import timedelta

import pytest

from gwidam.core.errors import NotNow, NotValid, NotYours
from gwidam.own import verbs as own
from gwidam.own.models import Case, HandOff

HOUR = timedelta(hours=1)


@pytest.fixture
def offered(cast, at):
    case = cast.voice(heard_by=cast.mina).case
    return own.hand_over(case=case, to=cast.internet, reason="회선을 봐 주세요", by=cast.mina, at=at)


def test_hand_over_needs_a_reason(cast, at):
    with pytest.raises(NotValid):
        own.hand_over(case=cast.voice().case, to=cast.internet, reason="  ", by=cast.mina, at=at)


def test_hand_over_is_for_whoever_keeps_the_case(cast, at):
    with pytest.raises(NotYours):
        own.hand_over(
            case=cast.voice(heard_by=cast.mina).case, to=cast.internet, reason="x", by=cast.charlie, at=at
        )


def test_hand_over_to_the_department_that_holds_it_is_refused(cast, at):
    with pytest.raises(NotValid):
        own.hand_over(case=cast.voice().case, to=cast.centre, reason="x", by=cast.mina, at=at)


def test_only_one_offer_waits_at_a_time(cast, offered, at):
    with pytest.raises(NotNow):
        own.hand_over(case=offered.case, to=cast.billing, reason="x", by=cast.mina, at=at)


def test_another_department_can_neither_accept_nor_bounce(cast, offered, at):
    with pytest.raises(NotYours):
        own.accept(handoff=offered, by=cast.sora, at=at)
    with pytest.raises(NotYours):
        own.bounce(handoff=offered, reason="x", by=cast.sora, at=at)


def test_the_second_to_accept_is_told_who_was_first(cast, offered, at):
    seen_by_bora = HandOff.objects.get(pk=offered.pk)
    own.accept(handoff=offered, by=cast.jun, at=at)
    with pytest.raises(NotNow) as refused:
        own.accept(handoff=seen_by_bora, by=cast.bora, at=at)
    assert refused.value.said.ko == "이준 님이 먼저 처리했습니다."
    assert refused.value.more["holder"] == cast.jun.pk


def test_a_bounce_keeps_the_work_with_its_giver_and_names_a_better_owner(cast, offered, at):
    own.bounce(handoff=offered, reason="요금 일입니다", better=cast.billing, by=cast.jun, at=at)
    case = Case.objects.get(pk=offered.case_id)
    assert (case.holder, case.department) == (cast.mina, cast.centre)
    assert HandOff.objects.get(pk=offered.pk).better_department == cast.billing


def test_a_bounce_needs_a_reason(cast, offered, at):
    with pytest.raises(NotValid):
        own.bounce(handoff=offered, reason=" ", by=cast.jun, at=at)


def test_an_offer_nobody_decides_expires_on_the_receivers_calendar(cast, offered, at):
    assert offered.due_at == at + 5 * HOUR  # 10:00 + 4 open hours, lunch from 12 to 13 not counted
    own.tick(at=offered.due_at - timedelta(seconds=1))
    assert HandOff.objects.get(pk=offered.pk).state == "offered"
    own.tick(at=offered.due_at)
    assert HandOff.objects.get(pk=offered.pk).state == "expired"
    assert Case.objects.get(pk=offered.case_id).holder == cast.mina


def test_an_expired_offer_can_be_made_again(cast, offered, at):
    own.tick(at=offered.due_at)
    again = own.hand_over(
        case=Case.objects.get(pk=offered.case_id), to=cast.internet, reason="다시", by=cast.mina, at=offered.due_at
    )
    assert again.state == "offered"


def test_the_giver_can_withdraw_until_it_is_decided(cast, offered, at):
    own.withdraw(handoff=offered, by=cast.mina, at=at)
    assert HandOff.objects.get(pk=offered.pk).state == "withdrawn"
    with pytest.raises(NotNow):
        own.accept(handoff=HandOff.objects.get(pk=offered.pk), by=cast.jun, at=at)


def test_a_colleague_takes_work_within_the_department_and_the_guardian_takes_it_back(cast, offered, at):
    own.accept(handoff=offered, by=cast.jun, at=at)
    own.take(case=Case.objects.get(pk=offered.case_id), by=cast.bora, at=at)
    assert Case.objects.get(pk=offered.case_id).holder == cast.bora
    with pytest.raises(NotYours):
        own.take(case=Case.objects.get(pk=offered.case_id), by=cast.sora, at=at)
    own.take(case=Case.objects.get(pk=offered.case_id), by=cast.mina, at=at)
    case = Case.objects.get(pk=offered.case_id)
    assert (case.holder, case.department) == (cast.mina, cast.centre)


def test_the_cached_due_time_is_the_offers_while_it_is_the_nearest(cast, offered):
    case = Case.objects.get(pk=offered.case_id)
    assert (case.next_due_at, case.next_due_kind) == (offered.due_at, "accept")
