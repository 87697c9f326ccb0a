"""Two who press at once. Each race has a control without the safeguard, in which the harm really happens."""

from __future__ import annotations

import time

import pytest
from django.db import connection

from gwidam.change import verbs
from gwidam.change.models import Idea, IdeaSupport
from gwidam.change.verbs import ideas
from tests.racing import race, wins

from .open_steps import fresh

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 3


def press_at_once(at, idea, *people):
    """All of them support it at the same moment; (rows, supporters counted)."""
    found = [(fresh(idea), who) for who in people]
    outcomes = race(*(lambda one=one, who=who: verbs.support_idea(idea=one, by=who, at=at) for one, who in found))
    assert wins(outcomes) == len(people)
    return IdeaSupport.objects.filter(idea=idea).count(), Idea.objects.get(pk=idea.pk).supporters


def test_one_person_who_presses_twice_at_once_is_one_support(at, shown, person):
    who = person()
    assert [press_at_once(at, shown(f"고칠 것 {n}"), who, who) for n in range(ROUNDS)] == [(1, 1)] * ROUNDS


def test_control_without_lock_and_constraint_one_person_leaves_two_marks(at, shown, person, monkeypatch):
    def leave(*, idea, mark, customer):
        there = IdeaSupport.objects.filter(idea=idea, mark=mark).exists()
        time.sleep(0.1)
        if not there:
            IdeaSupport.objects.create(idea=idea, mark=mark, customer=customer)
        return not there

    monkeypatch.setattr(ideas, "lock_front", lambda idea: idea)
    monkeypatch.setattr(IdeaSupport, "leave", leave)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE change_ideasupport DROP CONSTRAINT idea_supported_once")
    try:
        who = person()
        assert press_at_once(at, shown(), who, who)[0] == 2
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM change_ideasupport")
            cursor.execute(
                "ALTER TABLE change_ideasupport ADD CONSTRAINT idea_supported_once UNIQUE (idea_id, mark)"
            )


def test_two_people_who_press_at_once_are_both_counted(at, shown, person):
    people = [person("haru"), person("bom")]
    assert [press_at_once(at, shown(f"고칠 것 {n}"), *people) for n in range(ROUNDS)] == [(2, 2)] * ROUNDS


def test_control_without_the_lock_one_of_them_is_not_counted(at, shown, person, monkeypatch):
    count = ideas.count_support

    def slowly(front):
        time.sleep(0.1)
        count(front)
        time.sleep(0.1)

    monkeypatch.setattr(ideas, "lock_front", lambda idea: idea)
    monkeypatch.setattr(ideas, "count_support", slowly)
    assert press_at_once(at, shown(), person("haru"), person("bom")) == (2, 1)
