"""Two at once: one wins. Each race has a control without the safeguard, in which the harm really happens."""

from __future__ import annotations

import time

import pytest

from gwidam.change import rules, verbs
from gwidam.change.models import Improvement, Reach, Ruling
from gwidam.change.verbs import counting, linking, ruling
from gwidam.core.errors import NotNow
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


def link_at_once(cast, at, improvement):
    voices = [cast.voice(f"끊겨요 {number}").voice for number in range(4)]
    outcomes = race(
        *(
            lambda voice=voice: verbs.link(improvement=improvement, voice=voice, via="page", by=cast.mina, at=at)
            for voice in voices
        )
    )
    assert wins(outcomes) == 4
    return Reach.objects.get(pk=improvement.pk)


def test_voices_linked_at_once_are_all_counted(cast, at, propose):
    for _ in range(ROUNDS):
        reach = link_at_once(cast, at, propose())
        assert (reach.people, sum(reach.weeks.values())) == (4, 4)


def test_control_without_the_lock_a_week_loses_people(cast, at, propose, monkeypatch):
    monkeypatch.setattr(linking, "locked", lambda *numbers: Improvement.objects.in_bulk(list(numbers)))
    monkeypatch.setattr(counting, "_first_asked", slowed(counting._first_asked))
    lost = [sum(link_at_once(cast, at, propose()).weeks.values()) < 4 for _ in range(ROUNDS)]
    assert any(lost)


def slowed(function):
    """Give the others time to come as far as this before anybody goes on."""

    def slow(*args):
        time.sleep(0.05)
        return function(*args)

    return slow
