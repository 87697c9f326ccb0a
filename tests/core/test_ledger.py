"""The ledger by itself: acts that nest, facts that stand or fall with them, reactions that run once."""

from __future__ import annotations

import json

import pytest
from django.db import connection

from gwidam.core.actors import House
from gwidam.core.jobs import react
from gwidam.core.ledger import (
    KINDS,
    FactBody,
    Unrecorded,
    act,
    acts,
    fact,
    react_to,
    react_within,
    reactions,
    record,
    unheard,
    when,
)
from gwidam.core.ledger.acts import NOTIFY_BYTES, one_request, wake
from gwidam.core.models import Fact, Reacted
from tests.cast import NOW

BY = House("test")


@pytest.fixture
def tea():
    """A kind of fact that exists in this test only."""

    @fact(ko="{maker_employee} 님이 차를 끓였습니다.", en="{maker_employee} made tea.", personal=("wish",))
    class TeaMade(FactBody):
        maker_employee_id: int
        wish: str = ""

    yield TeaMade
    KINDS.pop(TeaMade.kind)
    reactions._reactions.pop(TeaMade.kind, None)


def pour(tea, **fields):
    record(tea(maker_employee_id=7, **fields), by=BY, at=NOW, about="pot:1")


def facts():
    return Fact.objects.filter(about="pot:1")


def test_a_kind_is_named_after_its_room_and_class(tea):
    assert tea.kind == f"{__name__.split('.')[1]}.TeaMade"


def test_recording_outside_an_act_raises(db, tea):
    with pytest.raises(Unrecorded):
        pour(tea)


def test_a_fact_keeps_its_personal_part_apart(db, tea):
    with act():
        pour(tea, wish="설탕 빼고")
    written = facts().get()
    assert (written.body, written.personal) == ({"maker_employee_id": 7}, {"wish": "설탕 빼고"})


def test_a_fact_reads_in_both_languages_and_without_a_name_it_does_not_know(db, tea):
    with act():
        pour(tea)
    written = facts().get()
    assert written.said({"maker_employee": "Mina"}, "en") == "Mina made tea."
    assert written.said({}, "ko") == " 님이 차를 끓였습니다."


def test_an_inner_act_that_fails_takes_back_its_own_facts_only(db, tea):
    with act():
        pour(tea, wish="first")
        with pytest.raises(ValueError, match="spilt"), act():
            pour(tea, wish="second")
            raise ValueError("spilt")
        pour(tea, wish="third")
    assert [each.personal["wish"] for each in facts().order_by("id")] == ["first", "third"]


def test_an_outer_act_that_fails_takes_everything_back(db, tea):
    with pytest.raises(ValueError, match="spilt"), act():
        pour(tea)
        raise ValueError("spilt")
    assert facts().count() == 0


def test_the_facts_of_one_request_carry_one_number(db, tea):
    with one_request():
        for _ in range(2):
            with act():
                pour(tea)
    with act():
        pour(tea)
    numbers = list(facts().order_by("id").values_list("request_id", flat=True))
    assert numbers[0] == numbers[1] != numbers[2]


def test_a_reaction_has_its_effect_once_however_often_it_is_tried(db, tea):
    seen = []

    def drink(fact):
        seen.append(fact.pk)

    when(tea.kind, drink)
    with act():
        pour(tea)
    for _ in range(3):
        react_to(facts().get())
    assert len(seen) == 1


def test_a_reaction_that_fails_leaves_no_mark_and_is_tried_again(db, tea):
    cups = iter([ValueError("no cup"), None])

    def drink(fact):
        problem = next(cups)
        if problem:
            raise problem

    when(tea.kind, drink)
    with act():
        pour(tea)
    with pytest.raises(ValueError, match="no cup"):
        react_to(facts().get())
    assert Reacted.objects.filter(fact_id=facts().get().pk).count() == 0
    react_to(facts().get())
    assert Reacted.objects.filter(fact_id=facts().get().pk).count() == 1


def test_reactions_within_an_act_run_once_each_and_are_marked_by_one_statement(db, tea, django_assert_num_queries):
    alone, together = [], []

    def sip(fact):
        alone.append(fact.pk)

    def gulp(facts):
        together.append([fact.pk for fact in facts])

    when(tea.kind, sip, together=gulp)
    with act():
        pour(tea)
        pour(tea)
    told = list(facts().order_by("id"))
    numbers = [fact.pk for fact in told]
    for _ in range(2):
        with django_assert_num_queries(1):
            react_within(told)
    assert (together, alone) == ([numbers], numbers)
    assert Reacted.objects.filter(fact_id__in=numbers).count() == 4


def test_facts_that_cause_something_defer_one_job_an_act(db, tea):
    when(tea.kind, lambda fact: None)
    with act():
        pour(tea)
        pour(tea)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'react' ORDER BY id DESC LIMIT 1")
        args = cursor.fetchone()[0]
    told = json.loads(args) if isinstance(args, str) else args
    assert told == {"fact_ids": list(facts().order_by("id").values_list("id", flat=True))}


def test_that_job_is_the_one_the_queue_itself_would_have_made(db, tea):
    when(tea.kind, lambda fact: None)
    with act():
        pour(tea)
    react.defer(fact_ids=[facts().get().pk])
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(job) - 'id' FROM procrastinate_jobs job ORDER BY id DESC LIMIT 2")
        ours, theirs = [job for (job,) in cursor.fetchall()]
    assert ours == theirs


def test_an_act_that_causes_nothing_defers_nothing(db, tea):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        with act():
            pour(tea)
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        assert cursor.fetchone() == (0,)


def test_a_small_act_is_one_statement(db, tea, django_assert_num_queries):
    when(tea.kind, lambda fact: None)
    with act():
        with django_assert_num_queries(1):
            pour(tea)
            acts._write(acts.must_be_acting("tea"))
        acts.must_be_acting("tea").facts.clear()


def test_many_topics_are_told_in_pieces_that_postgresql_takes(db):
    topics = [f"case:{number}" for number in range(2000)]
    assert len(json.dumps(topics)) > NOTIFY_BYTES
    wake(topics)  # a payload of 8,000 bytes or more would raise


def test_what_is_unheard_is_told_to_no_stream_and_the_next_is_again(db, django_assert_num_queries):
    with unheard(), django_assert_num_queries(0):
        wake(["pot:1"])
    with django_assert_num_queries(1):
        wake(["pot:1"])
