"""Reactions that wait: a long queue of the same small things is done in bulk, and nothing is done twice or lost."""

from __future__ import annotations

import pytest
from django.db import connection

from gwidam.core import jobs
from gwidam.core.actors import House
from gwidam.core.database.turns import ALONG, alone
from gwidam.core.ledger import KINDS, FactBody, act, fact, reactions, record, when
from gwidam.core.models import Fact
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
    """Ring bells, each in an act of its own; the facts' numbers by bell."""
    for number in numbers:
        with act():
            record(kind(bell_number=number), by=BY, at=NOW, about="bell:1")
    return {each.body["bell_number"]: each.pk for each in Fact.objects.filter(kind=kind.kind)}


def in_queue():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")
        return cursor.fetchone()[0]


def test_one_job_takes_along_those_that_wait_behind_it(bell):
    kind, heard = bell
    facts = ring(kind, *range(30))
    jobs.react.func(fact_ids=[facts[0]])
    assert heard == [[0], list(range(1, 30))]
    assert in_queue() == 0  # here also its own, which a worker would have marked as begun


def test_a_few_are_left_to_those_who_work_beside_it(bell):
    kind, heard = bell
    facts = ring(kind, *range(jobs.LEAST_ALONG - 1))
    jobs.react.func(fact_ids=[facts[0]])
    assert (heard, in_queue()) == ([[0]], jobs.LEAST_ALONG - 1)


def test_no_more_are_taken_at_once_than_one_transaction_should_hold(bell, monkeypatch):
    monkeypatch.setattr(jobs, "MOST_ALONG", 12)
    kind, heard = bell
    ring(kind, *range(20))
    assert (jobs.take_along(), heard, in_queue()) == (12, [list(range(12))], 8)


def test_what_was_taken_along_is_not_done_again_by_a_worker_that_had_begun_it(bell):
    kind, heard = bell
    facts = ring(kind, *range(12))
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM procrastinate_jobs ORDER BY id LIMIT 1")
        (begun,) = cursor.fetchone()
    waiting = jobs._waiting()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [begun])
    assert jobs._do_along(waiting) == 12
    jobs.react.func(fact_ids=[facts[0]])
    assert heard == [list(range(12))]
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status FROM procrastinate_jobs")
        assert cursor.fetchall() == [(begun, "doing")]


def test_when_one_fails_all_stay_and_each_is_tried_by_itself(bell):
    kind, heard = bell

    def crack(facts):
        if any(each.body["bell_number"] == 7 for each in facts):
            raise ValueError("cracked")
        heard.extend([each.body["bell_number"]] for each in facts)

    when(kind.kind, together=crack)
    facts = ring(kind, *range(12))
    assert (jobs.take_along(), heard, in_queue()) == (0, [], 12)
    jobs.react.func(fact_ids=[facts[0]])
    with pytest.raises(ValueError, match="cracked"):
        jobs.react.func(fact_ids=[facts[7]])
    assert (heard, in_queue()) == ([[0]], 12)


def test_what_has_failed_before_is_not_taken_along(bell):
    kind, heard = bell
    ring(kind, *range(12))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET attempts = 1 WHERE id = (SELECT min(id) FROM procrastinate_jobs)"
        )
    assert (jobs.take_along(), heard) == (11, [list(range(1, 12))])


def test_one_process_at_a_time_takes_along(bell):
    kind, heard = bell
    ring(kind, *range(12))
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ALONG])
        with alone(ALONG) as has_turn:
            assert not has_turn
        assert (jobs.take_along(), heard) == (0, [])
    other.close()
    assert (jobs.take_along(), heard) == (12, [list(range(12))])
