"""Unhurried reactions: many of the same small thing are done in bulk, and none is lost or done twice."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from gwidam.core import jobs
from gwidam.core.actors import House
from gwidam.core.ledger import KINDS, FactBody, act, fact, reactions, record, unhurried, when
from gwidam.core.models import Fact, Unhurried
from tests.cast import NOW

BY = House("test")


@pytest.fixture
def bell(db):
    """A kind of fact that exists in this test only, whose reaction writes down which bells were heard together."""

    @fact(ko="종이 울렸습니다.", en="A bell rang.")
    class BellRung(FactBody):
        bell_number: int

    heard: list[list[int]] = []
    when(BellRung.kind, together=lambda facts: heard.append([each.body["bell_number"] for each in facts]))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    yield BellRung, heard
    KINDS.pop(BellRung.kind)
    reactions._reactions.pop(BellRung.kind, None)
    reactions._joint.pop(BellRung.kind, None)


def ring(kind, *numbers):
    """Ring bells in no hurry, each in an act of its own."""
    with unhurried():
        for number in numbers:
            with act():
                record(kind(bell_number=number), by=BY, at=NOW, about="bell:1")


def in_queue():
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->'fact_ids'->>0 FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [int(number) for (number,) in cursor.fetchall()]


def numbers():
    return list(Fact.objects.filter(kind__endswith="BellRung").order_by("pk").values_list("pk", flat=True))


def test_what_many_small_acts_cause_is_done_together_and_needs_no_job(bell):
    kind, heard = bell
    ring(kind, *range(30))
    assert (in_queue(), heard, Unhurried.objects.count()) == ([], [], 30)
    assert jobs.react_unhurried() == 30
    assert (heard, Unhurried.objects.count()) == ([list(range(30))], 0)
    assert jobs.react_unhurried() == 0


def test_the_hurry_is_back_afterwards(bell):
    kind, _ = bell
    ring(kind, 1)
    with act():
        record(kind(bell_number=2), by=BY, at=NOW, about="bell:1")
    assert in_queue() == numbers()[1:]


def test_an_act_that_fails_leaves_nothing_to_do(bell):
    kind, _ = bell
    with pytest.raises(ValueError, match="cracked"), unhurried(), act():
        record(kind(bell_number=1), by=BY, at=NOW, about="bell:1")
        raise ValueError("cracked")
    assert not Unhurried.objects.exists()


def test_no_more_are_done_at_once_than_one_transaction_should_hold(bell, monkeypatch):
    monkeypatch.setattr(jobs, "TOGETHER", 12)
    kind, heard = bell
    ring(kind, *range(20))
    assert [jobs.react_unhurried() for _ in range(3)] == [12, 8, 0]
    assert heard == [list(range(12)), list(range(12, 20))]


def test_when_one_fails_each_becomes_a_job_of_its_own(bell):
    kind, heard = bell

    def crack(facts):
        if any(each.body["bell_number"] == 7 for each in facts):
            raise ValueError("cracked")
        heard.append([each.body["bell_number"] for each in facts])

    when(kind.kind, together=crack)
    ring(kind, *range(12))
    assert (jobs.react_unhurried(), heard, Unhurried.objects.count()) == (12, [], 0)
    assert in_queue() == numbers()
    jobs.react.func(fact_ids=numbers()[:1])
    with pytest.raises(ValueError, match="cracked"):
        jobs.react.func(fact_ids=numbers()[7:8])
    assert heard == [[0]]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_do_the_same(bell):
    kind, heard = bell
    ring(kind, *range(3))
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:  # another process is at the first of them
        cursor.execute("SELECT fact_id FROM core_unhurried ORDER BY fact_id LIMIT 1 FOR UPDATE")
        assert jobs.react_unhurried() == 2
    other.rollback()
    other.close()
    assert jobs.react_unhurried() == 1
    assert heard == [[1, 2], [0]]


@pytest.mark.django_db(transaction=True)
def test_who_dies_in_the_middle_leaves_them_to_be_done(bell):
    kind, heard = bell
    ring(kind, *range(3))
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        jobs.react_unhurried()
        raise KeyboardInterrupt
    assert (Unhurried.objects.count(), len(heard)) == (3, 1)
    assert jobs.react_unhurried() == 3
    assert heard == [[0, 1, 2], [0, 1, 2]]  # what the first one wrote went with it
