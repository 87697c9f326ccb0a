"""A prepared query gives what the ORM gives, whatever values it is asked with, and costs one query."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, Q

from gwidam.core.prepared import Prepared, among, any_of
from gwidam.own.models import Case
from gwidam.people.models import Employee

WHOLE = ("voice", "customer", "guardian")


@pytest.fixture
def cases(cast: Any) -> list[Case]:
    return [cast.voice(f"{number}번째 말씀, 100% 진짜입니다.").case for number in range(3)]


def test_rows_come_as_the_orm_would_give_them(cases: Any, django_assert_num_queries: Any) -> None:
    asked = Prepared(lambda receipt: Case.objects.select_related(*WHOLE).filter(receipt=receipt))
    by_orm = Case.objects.select_related(*WHOLE).get(receipt=cases[1].receipt)
    asked(receipt=cases[0].receipt)
    with django_assert_num_queries(1):
        found = asked.first(receipt=cases[1].receipt)
        assert found is not None
        assert (found, found.voice.text, found.guardian.name_ko) == (
            by_orm,
            by_orm.voice.text,
            by_orm.guardian.name_ko,
        )
    assert vars(found.voice).keys() == vars(by_orm.voice).keys()


def test_a_deferred_column_is_read_when_it_is_wanted(cases: Any) -> None:
    asked = Prepared(lambda pk: Case.objects.select_related("voice").defer("voice__grams").filter(pk=pk))
    found = asked.first(pk=cases[0].pk)
    assert found is not None
    assert "grams" not in vars(found.voice)
    assert found.voice.grams == cases[0].voice.grams


def test_tuples_annotations_and_prefetched_relations_come_too(cases: Any, django_assert_num_queries: Any) -> None:
    counted = Prepared(lambda pk: Case.objects.filter(pk=pk).values_list("receipt").annotate(Count("promises")))
    assert counted(pk=cases[0].pk) == [(cases[0].receipt, cases[0].promises.count())]
    with_promises = Prepared(lambda pk: Case.objects.filter(pk=pk).prefetch_related("promises"))
    with django_assert_num_queries(2):
        assert len(with_promises(pk=cases[0].pk)[0].promises.all()) == 2


def test_any_number_of_values_is_the_same_statement(cases: Any, django_assert_num_queries: Any) -> None:
    asked = Prepared(lambda pks: Case.objects.filter(pk=any_of(pks)).order_by("pk"))
    numbers = [case.pk for case in cases]
    with django_assert_num_queries(3) as queries:
        assert [asked(pks=numbers[:count]) for count in (0, 1, 3)] == [[], cases[:1], cases]
    assert len({query["sql"].partition("WHERE")[0] for query in queries}) == 1


def test_nobody_gets_what_another_asked_for(cases: Any) -> None:
    asked = Prepared(lambda receipt: Case.objects.filter(receipt=receipt))
    first, second = asked(receipt=cases[0].receipt), asked(receipt=cases[1].receipt)
    assert (first, second) == ([cases[0]], [cases[1]])
    assert asked(receipt=cases[0].receipt)[0] is not first[0]


def test_what_is_the_same_every_time_is_written_out(cases: Any, django_assert_num_queries: Any) -> None:
    """Else a plan for any value could not use a partial index."""
    asked = Prepared(
        lambda guardian: Case.objects.filter(
            Q(state__in=[Case.State.OPEN]) | Q(voice__text__contains="100%"), guardian=guardian
        )
    )
    guardian = cases[0].guardian_id
    with django_assert_num_queries(1) as queries:
        found = asked(guardian=guardian)
    assert {each.pk for each in found} == {case.pk for case in cases if case.guardian_id == guardian}
    assert "'open'" in queries[0]["sql"]


def test_a_missing_value_is_told(cases: Any) -> None:
    asked = Prepared(lambda receipt: Case.objects.filter(receipt=receipt))
    with pytest.raises(KeyError, match="receipt"):
        asked(reciept=cases[0].receipt)


@pytest.mark.django_db(transaction=True)
def test_two_threads_ask_at_once_each_on_its_own_connection(cast: Any) -> None:
    asked = Prepared(lambda pk: Employee.objects.filter(pk=pk))
    people = [cast.mina, cast.hana]
    found: dict[int, set[tuple[int, int]]] = {}

    def ask(pk: int) -> None:
        try:
            found[pk] = {
                (each.pk, connection.connection.info.backend_pid) for _ in range(50) for each in asked(pk=pk)
            }
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=(each.pk,)) for each in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (one,), (other,) = found[people[0].pk], found[people[1].pk]
    assert (one[0], other[0]) == (people[0].pk, people[1].pk)
    assert one[1] != other[1]


def test_among_finds_what_in_finds_by_one_value(cases: Any, django_assert_num_queries: Any) -> None:
    numbers = [case.pk for case in cases]
    with django_assert_num_queries(4) as queries:
        found = [list(Case.objects.filter(pk=among(numbers[:count])).order_by("pk")) for count in (0, 1, 3)]
        found.append(list(Case.objects.filter(pk=among([numbers[1], 2**62]))))
    assert found == [[], cases[:1], cases, cases[1:2]]
    assert all(query["sql"].count("ANY(") == 1 for query in queries)
