"""Two people at once: exactly one wins and the other is told who. Each race has a control without the safeguard,
in which the harm really happens."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from gwidam.core.errors import NotNow
from gwidam.core.models import Fact
from gwidam.listen.models import Voice
from gwidam.listen.verbs import voices
from gwidam.own import rules
from gwidam.own import verbs as own
from gwidam.own.models import Case, Closure, HandOff, Merge
from gwidam.own.verbs import handing
from tests.racing import race, wins

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 3
AT_ONCE = 4


def offer(cast, at):
    case = cast.voice(heard_by=cast.mina).case
    return own.hand_over(case=case, to=cast.internet, reason="회선", by=cast.mina, at=at)


def accept_all_at_once(cast, handoff, at):
    people = [cast.jun, cast.bora] * (AT_ONCE // 2)
    seen = [HandOff.objects.get(pk=handoff.pk) for _ in people]
    return race(
        *(
            lambda row=row, person=person: own.accept(handoff=row, by=person, at=at)
            for row, person in zip(seen, people, strict=True)
        )
    )


def test_of_many_who_accept_at_once_exactly_one_wins(cast, at):
    for _ in range(ROUNDS):
        handoff = offer(cast, at)
        outcomes = accept_all_at_once(cast, handoff, at)
        assert wins(outcomes) == 1
        losers = [each for each in outcomes if isinstance(each, Exception)]
        assert {type(each) for each in losers} == {NotNow}
        holder = Case.objects.get(pk=handoff.case_id).holder
        assert all(holder.name_ko in each.said.ko for each in losers)
        assert Fact.objects.filter(about=f"case:{handoff.case_id}", kind="own.HandOffAccepted").count() == 1


def test_control_without_compare_and_set_several_accept(cast, at, monkeypatch):
    def decide_without_looking(handoff, verb, *, by, at, **also):
        HandOff.objects.filter(pk=handoff.pk).update(state=rules.handoff_step("offered", verb), decided_by=by)

    def move_without_looking(case, verb, **also):
        Case.objects.filter(pk=case.pk).update(**also)

    monkeypatch.setattr(handing, "decide", decide_without_looking)
    monkeypatch.setattr(handing, "move", move_without_looking)
    assert wins(accept_all_at_once(cast, offer(cast, at), at)) == AT_ONCE


def answered(cast, at):
    case = cast.voice(heard_by=cast.mina).case
    own.answer(case=case, text="고쳤습니다", by=cast.mina, at=at, is_spoken=True)
    return case


def close(case, by, at):
    return own.close(
        case=case,
        anything_else="없음",
        cause="회선",
        recurrence="none",
        recurrence_why="한 번뿐",
        by=by,
        at=at,
    )


def test_two_who_close_at_once_close_once(cast, at):
    for _ in range(ROUNDS):
        case = answered(cast, at)
        rows = [Case.objects.get(pk=case.pk) for _ in range(AT_ONCE)]
        outcomes = race(*(lambda row=row: close(row, cast.mina, at) for row in rows))
        assert wins(outcomes) == 1
        assert Closure.objects.filter(case=case).count() == 1


def test_two_who_take_work_at_once_do_not_both_have_it(cast, at):
    for _ in range(ROUNDS):
        handoff = offer(cast, at)
        own.accept(handoff=handoff, by=cast.jun, at=at)
        rows = [Case.objects.get(pk=handoff.case_id) for _ in range(2)]
        outcomes = race(
            lambda: own.take(case=rows[0], by=cast.bora, at=at),
            lambda: own.take(case=rows[1], by=cast.mina, at=at),
        )
        assert wins(outcomes) == 1


def test_two_cases_merged_into_each_other_at_once_make_no_circle(cast, at):
    for _ in range(ROUNDS):
        one, two = cast.voice().case, cast.voice().case
        race(
            lambda: own.merge(case=one, into=two, why="같음", by=cast.mina, at=at),
            lambda: own.merge(case=two, into=one, why="같음", by=cast.hana, at=at),
        )
        merged = Case.objects.filter(pk__in=[one.pk, two.pk], state="merged")
        assert merged.count() == 1
        assert Merge.objects.filter(case__in=[one, two]).count() == 1


def test_the_same_delivery_many_times_at_once_is_one_voice(cast):
    for number in range(ROUNDS):
        outcomes = race(*[lambda: cast.voice(key=f"same-{number}", phone="010-0000-7777")] * AT_ONCE)
        assert wins(outcomes) == AT_ONCE
        assert len({each.voice.pk for each in outcomes}) == 1
        assert [each.is_new for each in outcomes].count(True) == 1


def test_control_without_the_key_the_same_delivery_is_many_voices(cast, monkeypatch):
    monkeypatch.setattr(voices, "_deliver", lambda **_: None)
    before = Voice.objects.count()
    race(*[lambda: cast.voice(key="same")] * AT_ONCE)
    assert Voice.objects.count() - before == AT_ONCE


def test_nobody_is_given_a_case_while_they_leave(cast, at):
    """Intake picks a guardian from memory; the database makes it wait for the leaving and then look again."""
    for _ in range(ROUNDS):
        outcomes = race(
            lambda: own.re_home_and_leave(leaving=cast.charlie, homes={}, rest_to=cast.sora, by=cast.oksu, at=at),
            *[lambda: cast.voice(heard_by=cast.charlie)] * 3,
        )
        assert wins(outcomes) == 4
        nobody = Case.objects.filter(guardian__is_active=False).exclude(state="closed")
        assert nobody.count() == 0
        come_back(cast.charlie)


def test_control_without_the_triggers_a_case_is_left_with_somebody_who_is_gone(cast, at):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE own_case DISABLE TRIGGER own_case_never_nobody")
    try:
        own.re_home_and_leave(leaving=cast.charlie, homes={}, rest_to=cast.sora, by=cast.oksu, at=at)
        cast.voice(heard_by=cast.charlie)  # what a process does that has not heard of it yet
        assert Case.objects.filter(guardian__is_active=False).count() == 1
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE own_case ENABLE TRIGGER own_case_never_nobody")


def come_back(employee):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_employee SET is_active = true, left_at = NULL WHERE id = %s", [employee.pk])


def test_two_clocks_at_once_fire_each_promise_once(cast, at):
    for _ in range(4):
        cast.voice()
    later = at + timedelta(days=4)
    race(*[lambda: own.tick(at=later)] * AT_ONCE)
    fired = Fact.objects.filter(kind="own.PromiseBroken").values_list("body__promise_id", flat=True)
    assert sorted(fired) == sorted(set(fired))
    assert len(fired) == 8  # first word and answer of each of the four


def test_control_a_clock_that_does_not_claim_its_rows_fires_them_twice(cast, at):
    from gwidam.own.models import Promise
    from gwidam.own.verbs import clock

    cast.voice()
    later = at + timedelta(days=4)
    both_have_read = threading.Barrier(2)

    def fire_without_claiming():
        due = list(Promise.objects.filter(tick_at__lte=later))
        both_have_read.wait(timeout=10)
        for row in due:
            clock._fire_promise(row, later)

    race(fire_without_claiming, fire_without_claiming)
    fired = list(Fact.objects.filter(kind="own.PromiseBroken").values_list("body__promise_id", flat=True))
    assert len(fired) == 2 * len(set(fired))
