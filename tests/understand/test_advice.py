"""Route advice: from the directory alone, from what was accepted, never a third time to who bounced it twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gwidam.core.ledger import react_to
from gwidam.core.memory import forget
from gwidam.core.models import Fact
from gwidam.own import verbs as own
from gwidam.own.models import Case
from gwidam.understand.models import RouteExample
from gwidam.understand.queries.routes import NOTHING, advice_for, owners
from gwidam.understand.queries.routing import routing
from gwidam.understand.verbs import learn_route, unlearn_route
from tests.cast import SETUP

SLOW = "어제부터 인터넷이 너무 느리고 자꾸 끊겨서 일을 못 해요"
NEW = "로밍 요금제를 해외에서 켰는데 문자가 안 와요"


def departments(advice):
    return [each.department.code for each in advice.proposals]


def outcome(cast, at, department, *, is_accepted, number, text=NEW):
    voice = cast.voice(text, at=at).voice
    told = {"handoff_id": number, "voice_id": voice.pk, "department_id": department.pk, "by": SETUP, "at": at}
    (learn_route if is_accepted else unlearn_route)(**told)
    return voice


def test_the_directory_alone_gives_advice_with_the_words_behind_it(cast):
    advice = advice_for(SLOW)
    assert departments(advice)[0] == "internet"
    assert any(word.startswith("인터넷") for word in advice.proposals[0].words)
    assert 0 < advice.proposals[0].percent <= 100


def test_without_a_directory_nothing_is_advised(cast):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_responsibility")
    forget()
    assert advice_for(SLOW) == NOTHING


@pytest.mark.parametrize("text", ["", " ", "ㅋ"])
def test_too_little_said_gets_no_advice(cast, text):
    assert advice_for(text) == NOTHING


def test_of_something_nobody_has_had_it_says_that_it_does_not_know(cast):
    assert advice_for("xyzzy plugh").is_unsure


def test_what_was_accepted_is_known_at_once(cast, at):
    before = dict(zip(departments(advice_for(NEW)), [e.percent for e in advice_for(NEW).proposals], strict=True))
    for number in range(3):
        outcome(cast, at, cast.billing, is_accepted=True, number=number)
    advice = advice_for(NEW)
    assert departments(advice)[0] == "billing"
    assert advice.proposals[0].percent > before.get("billing", 0)


def test_a_wrong_route_twice_never_a_third_time(cast, at):
    assert departments(advice_for(SLOW))[0] == "internet"
    for number in range(2):
        outcome(cast, at, cast.internet, is_accepted=False, number=number, text=SLOW)
    assert "internet" not in departments(advice_for(SLOW))


def test_who_bounced_this_very_voice_is_not_advised_for_it_again(cast, at):
    voice = outcome(cast, at, cast.internet, is_accepted=False, number=1, text=SLOW)
    assert "internet" not in departments(advice_for(SLOW, voice_id=voice.pk))


def test_where_it_is_now_is_no_advice(cast):
    assert "internet" not in departments(advice_for(SLOW, but=cast.internet.pk))


def test_an_outcome_is_learnt_once_however_often_it_is_told(cast, at):
    voice = outcome(cast, at, cast.internet, is_accepted=True, number=7)
    learn_route(handoff_id=7, voice_id=voice.pk, department_id=cast.internet.pk, by=SETUP, at=at)
    assert RouteExample.objects.count() == 1
    assert Fact.objects.filter(kind="understand.RouteLearnt").count() == 1


def test_hand_overs_teach_through_the_loop(cast, at):
    case = cast.voice(SLOW, at=at, heard_by=cast.mina).case
    for department, person, is_taken in ((cast.billing, cast.sora, False), (cast.internet, cast.jun, True)):
        now = Case.objects.get(pk=case.pk)
        handoff = own.hand_over(case=now, to=department, reason="봐 주세요", by=cast.mina, at=at)
        if is_taken:
            own.accept(handoff=handoff, by=person, at=at)
        else:
            own.bounce(handoff=handoff, reason="아닙니다", better=cast.internet, by=person, at=at)
    for fact in Fact.objects.filter(kind__in=["own.HandOffBounced", "own.HandOffAccepted"]).order_by("id"):
        react_to(fact)
    rows = RouteExample.objects.order_by("id").values_list("voice_id", "department__code", "is_accepted")
    assert list(rows) == [(case.pk, "billing", False), (case.pk, "internet", True)]
    assert RouteExample.objects.get(is_accepted=False).better_department == cast.internet


def test_a_changed_directory_changes_advice(cast, at):
    from gwidam.people.verbs import answer_for

    answer_for(
        department=cast.cvi,
        topic="로밍",
        says_ko="해외에서 로밍 문자가 안 올 때",
        says_en="roaming",
        by=SETUP,
        at=at,
    )
    forget()
    assert str(cast.cvi.pk) in [owner.code for owner in owners()]
    assert departments(advice_for(NEW))[0] == "cvi"


# Counted


def test_routes_are_counted(cast, at):
    first = outcome(cast, at, cast.billing, is_accepted=False, number=1)
    for number, department, is_accepted in ((2, cast.board, False), (3, cast.internet, True)):
        told = {"handoff_id": number, "voice_id": first.pk, "department_id": department.pk, "by": SETUP}
        (learn_route if is_accepted else unlearn_route)(**told, at=at + timedelta(days=7))
    found = routing()
    assert (found.accepted, found.bounced, found.voices, found.ping_pong) == (1, 2, 1, 1)
    pairs = {(each.bounced, each.taken, each.count, each.back) for each in found.confused}
    assert {tuple(sorted(pair[:2])) for pair in pairs} == {
        tuple(sorted(("요금팀", "인터넷기술팀"))),
        tuple(sorted(("임원실", "인터넷기술팀"))),
    }
    assert [(week.accepted, week.bounced) for week in found.weeks] == [(0, 1), (1, 1)]


def test_nothing_handed_over_is_nothing_counted(cast):
    assert (routing().weeks, routing().confused, routing().accepted) == ((), (), 0)
