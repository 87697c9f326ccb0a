"""Rows that are due fire one by one, and one that cannot never stops the others."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gwidam.core.actors import CLOCK
from gwidam.core.due import AGAIN_AFTER_ERROR, fire_each
from gwidam.core.ledger import record
from gwidam.core.models import Fact
from gwidam.own.events import PromiseBroken
from gwidam.own.models import Promise


@pytest.fixture
def promises(cast, at):
    """Three promises, due one after the other."""
    cases = [cast.voice().case for _ in range(3)]
    found = [each.promises.order_by("due_at").first() for each in cases]
    return Promise.objects.filter(pk__in=[each.pk for each in found])


def tell(promise: Promise, at) -> None:
    case = promise.case
    Promise.objects.filter(pk=promise.pk).update(tick_at=None)
    record(
        PromiseBroken(
            case_id=case.pk,
            promise_id=promise.pk,
            promise_kind=promise.kind,
            guardian_employee_id=case.guardian_id,
            holder_employee_id=case.holder_id,
            says="",
        ),
        by=CLOCK,
        at=at,
        about=case.about,
    )


def test_one_that_raises_is_undone_and_pushed_on_and_the_others_fire(promises, at):
    bad = promises.order_by("pk")[1]

    def fire(promise: Promise, at) -> None:
        tell(promise, at)
        if promise.pk == bad.pk:
            raise RuntimeError("a bug in this row")

    due = promises.filter(tick_at__isnull=False).order_by("pk")
    assert fire_each(due, fire, at=at, most=200, pushes_on="tick_at") == 3
    assert {each.pk: each.tick_at for each in promises} == {
        each.pk: at + AGAIN_AFTER_ERROR if each.pk == bad.pk else None for each in promises
    }
    told = Fact.objects.filter(kind="own.PromiseBroken").values_list("body__promise_id", flat=True)
    assert sorted(told) == sorted(each.pk for each in promises if each.pk != bad.pk)


def test_no_more_fire_than_are_asked_for(promises, at):
    due = promises.filter(tick_at__isnull=False).order_by("pk")
    assert fire_each(due, tell, at=at, most=2) == 2
    assert due.count() == 1


def test_what_was_due_long_ago_waits_only_its_five_minutes(promises, at):
    def fire(promise: Promise, at) -> None:
        raise RuntimeError("always")

    due = promises.filter(tick_at__lte=at + timedelta(days=30)).order_by("pk")
    assert fire_each(due, fire, at=at, most=200, pushes_on="tick_at") == 3
    assert set(promises.values_list("tick_at", flat=True)) == {at + AGAIN_AFTER_ERROR}
