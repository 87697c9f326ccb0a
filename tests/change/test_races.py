"""Two at once: one wins. Each race has a control without the safeguard, in which the harm really happens."""

from __future__ import annotations

import time

import pytest

from gwidam.change import rules, verbs
from gwidam.change.models import Improvement, Reach, Ruling, Score
from gwidam.change.verbs import counting, linking, ruling, scoring
from gwidam.core.errors import NotNow
from tests.change.test_counting import LETTER
from tests.racing import race, wins

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 3


def rule_at_once(cast, at, improvement):
    one, other = (Improvement.objects.get(pk=improvement.pk) for _ in range(2))
    return race(
        lambda: verbs.rule(improvement=one, verdict="yes", owner=cast.jun, by=cast.yuna, at=at),
        lambda: verbs.rule(improvement=other, verdict="no", public_ko="법에 어긋납니다.", by=cast.oksu, at=at),
    )


def test_of_two_executives_who_rule_at_once_one_wins_and_the_other_sees_it(cast, at, brought):
    for _ in range(ROUNDS):
        improvement = brought("tabled")
        outcomes = rule_at_once(cast, at, improvement)
        assert wins(outcomes) == 1
        loser = next(each for each in outcomes if isinstance(each, Exception))
        assert (type(loser), "먼저 처리했습니다" in loser.said.ko) == (NotNow, True)
        verdict = Ruling.objects.get(improvement=improvement).verdict
        assert Improvement.objects.get(pk=improvement.pk).state == {"yes": "approved", "no": "declined"}[verdict]


def test_control_without_compare_and_set_both_rule(cast, at, brought, monkeypatch):
    def move_without_looking(improvement, verb, *, at, **also):
        state = rules.step(improvement.state, verb)
        Improvement.objects.filter(pk=improvement.pk).update(state=state, **also)

    monkeypatch.setattr(ruling, "move", move_without_looking)
    improvement = brought("tabled")
    assert wins(rule_at_once(cast, at, improvement)) == 2
    assert Ruling.objects.filter(improvement=improvement).count() == 2


def copies_at_once(cast, at, improvement):
    """Four people send the same letter, and all of them are linked at the same moment; how many people that is."""
    voices = [cast.voice(LETTER, name=f"보낸 이 {number}").voice for number in range(4)]
    outcomes = race(
        *(
            lambda voice=voice: verbs.link(improvement=improvement, voice=voice, via="page", by=cast.mina, at=at)
            for voice in reversed(voices)
        )
    )
    assert wins(outcomes) == 4
    return Reach.objects.get(pk=improvement.pk).people


def test_copies_linked_at_once_are_one_person(cast, at, propose):
    assert [copies_at_once(cast, at, propose()) for _ in range(ROUNDS)] == [1] * ROUNDS


def test_control_without_the_lock_copies_are_several_people(cast, at, propose, monkeypatch):
    monkeypatch.setattr(linking, "locked", lambda *numbers: Improvement.objects.in_bulk(list(numbers)))
    monkeypatch.setattr(counting, "_stand_for", slowed(counting._stand_for))
    assert max(copies_at_once(cast, at, propose()) for _ in range(ROUNDS)) > 1


def score_at_once(cast, at, improvement):
    """Two people set a part each at the same moment; how many of the two parts were kept."""
    race(
        lambda: verbs.score(improvement=improvement, method="rice", parts={"impact": 3.0}, by=cast.dohyun, at=at),
        lambda: verbs.score(improvement=improvement, method="rice", parts={"effort": 9.0}, by=cast.oksu, at=at),
    )
    kept = Score.objects.get(improvement=improvement).values
    return (kept["impact"] == 3.0) + (kept["effort"] == 9.0)


def test_parts_set_at_once_are_both_kept(cast, at, brought):
    assert [score_at_once(cast, at, brought("scored")) for _ in range(ROUNDS)] == [2] * ROUNDS


def test_control_without_the_lock_one_part_is_lost(cast, at, brought, monkeypatch):
    monkeypatch.setattr(scoring, "locked", lambda *numbers: None)
    monkeypatch.setattr(scoring, "_checked", slowed(scoring._checked))
    assert min(score_at_once(cast, at, brought("scored")) for _ in range(ROUNDS)) == 1


def test_support_pressed_twice_at_once_is_one(cast, at, propose):
    improvement = propose()

    def press():
        return verbs.support(improvement=Improvement.objects.get(pk=improvement.pk), by=cast.mina, at=at)

    assert wins(race(press, press)) == 2
    assert Reach.objects.get(pk=improvement.pk).supporters == 1


def slowed(function):
    """Give the others time to come as far as this before anybody goes on."""

    def slow(*args):
        found = function(*args)
        time.sleep(0.1)
        return found

    return slow
