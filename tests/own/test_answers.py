from datetime import timedelta

import pytest

from gwidam.core.errors import NotNow, NotValid
from gwidam.core.models import Fact
from gwidam.own import verbs as own
from gwidam.own.models import Answer, Case, Promise
from gwidam.people.models import Absence
from tests.cast import SETUP

HOUR = timedelta(hours=1)


def row(case):
    return Case.objects.get(pk=case.pk)


def waiting(case, kind):
    return Promise.objects.filter(case=case, kind=kind, kept_at__isnull=True, released_at__isnull=True).count()


def test_an_answer_needs_words(cast, at):
    with pytest.raises(NotValid):
        own.answer(case=cast.voice().case, text=" \n", by=cast.mina, at=at)


@pytest.mark.parametrize(
    ("given", "is_spoken", "door"),
    [
        ({"email": "kim@home.example"}, False, "email"),
        ({}, False, "page"),
        ({"phone": "01000001234"}, True, "spoken"),
    ],
)
def test_an_answer_leaves_through_the_door_the_customer_left_open(cast, at, given, is_spoken, door):
    answer = own.answer(
        case=cast.voice(**given).case, text="확인했습니다", by=cast.mina, at=at, is_spoken=is_spoken
    )
    assert answer.door == door


def test_a_spoken_answer_has_arrived_and_keeps_every_promise_of_words(cast, at):
    case = cast.voice(phone="01000001234").case
    own.promise(case=case, kind="callback", says="오후에 전화", by=cast.mina, at=at)
    own.answer(case=row(case), text="설명드림", by=cast.mina, at=at, is_spoken=True)
    assert (row(case).state, row(case).next_due_at) == ("answered", None)
    assert Promise.objects.filter(case=case, kept_at__isnull=True).count() == 0


def test_a_written_answer_keeps_the_first_word_but_the_answer_only_on_arrival(cast, at):
    case = cast.voice(email="kim@home.example").case
    given = own.answer(case=case, text="확인했습니다", by=cast.mina, at=at)
    assert (row(case).state, waiting(case, "first_word"), waiting(case, "answer")) == ("open", 0, 1)
    own.answer_reached(answer=given, by=SETUP, at=at + HOUR)
    assert (row(case).state, waiting(case, "answer")) == ("answered", 0)


def test_arrival_told_twice_has_one_effect(cast, at):
    case = cast.voice(email="kim@home.example").case
    given = own.answer(case=case, text="확인했습니다", by=cast.mina, at=at)
    for _ in range(2):
        own.answer_reached(answer=Answer.objects.get(pk=given.pk), by=SETUP, at=at)
    assert Fact.objects.filter(about=case.about, kind="own.AnswerDelivered").count() == 1


def test_an_answer_that_fails_leaves_a_case_answered_that_was_answered_otherwise(cast, at):
    case = cast.voice(email="kim@home.example").case
    own.answer(case=case, text="전화로 설명", by=cast.mina, at=at, is_spoken=True)
    mailed = own.answer(case=row(case), text="다시 적어 드림", by=cast.mina, at=at)
    own.answer_failed(answer=mailed, because="550", by=SETUP, at=at + HOUR)
    assert row(case).state == "answered"


def test_a_late_promise_is_kept_late_and_says_so(cast, at):
    case = cast.voice().case
    own.answer(case=case, text="늦었습니다", by=cast.mina, at=at + timedelta(days=5), is_spoken=True)
    kept = Fact.objects.get(about=case.about, kind="own.PromiseKept", body__promise_kind="answer")
    assert kept.body["was_late"] is True


def test_a_promise_may_be_sooner_than_its_standard_and_never_later(cast, at):
    case = cast.voice().case
    made = own.promise(case=case, kind="callback", says="전화", by=cast.mina, at=at, sooner=at + HOUR)
    assert made.due_at == at + HOUR
    with pytest.raises(NotValid):
        own.promise(case=row(case), kind="callback", says="전화", by=cast.mina, at=at, sooner=at + 3 * HOUR)


def test_work_runs_on_the_departments_calendar(cast, at):
    case = cast.voice().case
    handoff = own.hand_over(case=case, to=cast.internet, reason="회선", by=case.guardian, at=at)
    own.accept(handoff=handoff, by=cast.jun, at=at)
    friday = at + timedelta(days=4)
    made = own.promise(
        case=Case.objects.select_related("department__calendar", "voice__channel").get(pk=case.pk),
        kind="work",
        says="회선 교체",
        by=cast.jun,
        at=friday,
    )
    assert made.due_at == friday + timedelta(days=4, hours=8)  # the second working day ends on Tuesday at 18:00


def test_an_answer_cannot_be_let_go_and_nothing_that_is_late(cast, at):
    case = cast.voice().case
    answer = Promise.objects.get(case=case, kind="answer")
    with pytest.raises(NotNow):
        own.release(promise=answer, because="귀찮음", by=cast.mina, at=at)
    callback = own.promise(case=case, kind="callback", says="전화", by=cast.mina, at=at)
    with pytest.raises(NotNow):
        own.release(promise=callback, because="이미 늦음", by=cast.mina, at=at + 3 * HOUR)


def test_a_case_with_an_open_promise_or_paper_does_not_close(cast, at):
    case = cast.voice().case
    own.serve_first(case=case, served="먼저 개통", papers=["신분증 사본"], by=cast.mina, at=at)
    own.answer(case=row(case), text="개통했습니다", by=cast.mina, at=at, is_spoken=True)
    asked = {"anything_else": "없음", "cause": "x", "recurrence": "none", "recurrence_why": "x"}
    with pytest.raises(NotNow):
        own.close(case=row(case), **asked, by=cast.mina, at=at)
    own.keep(promise=Promise.objects.get(case=case, kind="papers"), by=cast.mina, at=at)
    own.close(case=row(case), **asked, by=cast.mina, at=at)
    assert (row(case).state, row(case).owes_papers) == ("closed", False)


def test_a_customer_who_cannot_be_reached_is_closed_apart_after_a_week_of_trying(cast, at):
    case = cast.voice().case
    told = {
        "because": "전화 세 번, 부재중",
        "cause": "x",
        "recurrence": "none",
        "recurrence_why": "x",
        "by": cast.mina,
    }
    with pytest.raises(NotNow):
        own.close_unreached(case=case, **told, at=at + timedelta(days=30))
    own.answer(case=row(case), text="연락드립니다", by=cast.mina, at=at)
    with pytest.raises(NotNow):
        own.close_unreached(case=row(case), **told, at=at + timedelta(days=6))
    closure = own.close_unreached(case=row(case), **told, at=at + timedelta(days=7))
    assert (row(case).state, closure.has_reached) == ("closed", False)


def test_cases_behind_another_are_answered_and_closed_with_it(cast, at):
    front, behind = cast.voice().case, cast.voice(email="lee@home.example").case
    own.merge(case=behind, into=front, why="같은 정전", by=cast.mina, at=at)
    own.answer(case=row(front), text="복구했습니다", by=cast.mina, at=at, is_spoken=True)
    assert Answer.objects.get(case=behind).door == "email"
    own.close(
        case=row(front),
        anything_else="없음",
        cause="정전",
        recurrence="none",
        recurrence_why="x",
        by=cast.mina,
        at=at,
    )
    assert (row(front).state, row(behind).state) == ("closed", "closed")


def test_mentions_wake_those_named(cast, at):
    note = own.leave_note(case=cast.voice().case, text="@이준 봐 주세요", mentions=[cast.jun], by=cast.mina, at=at)
    assert note.mentions == [cast.jun.pk]


def test_whoever_was_abused_rests_and_is_covered_and_stays_guardian(cast, at):
    case = cast.voice(heard_by=cast.mina).case
    incident = own.report_abuse(
        case=case,
        kind="insult",
        step="stopped",
        what="심한 욕설",
        notice="계속하시면 통화를 마치겠다고 알림",
        by=cast.mina,
        at=at,
    )
    rest = Absence.objects.get(employee=cast.mina)
    assert (rest.why, rest.deputy, rest.ends_at) == ("cool_off", cast.hana, at + timedelta(minutes=30))
    assert (incident.cover, row(case).guardian, row(case).state) == (cast.hana, cast.mina, "open")
