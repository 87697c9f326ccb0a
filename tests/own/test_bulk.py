"""Taking in many at once: the very rows that one after the other would have written."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, models, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from gwidam.core import rows
from gwidam.core.errors import NotValid
from gwidam.core.memory import forget
from gwidam.core.models import Fact
from gwidam.listen.models import Delivery, Voice
from gwidam.listen.verbs.bulk import Arrival
from gwidam.listen.verbs.voices import OtherBody
from gwidam.own.models import Case, Promise
from gwidam.own.verbs import take_in
from gwidam.own.verbs.bulk import Intake, take_in_many
from gwidam.people import contacts
from gwidam.people.models import Contact, Customer
from tests.cast import SETUP

TABLES = (Customer, Contact, Voice, Delivery, Case, Promise, Fact)
# What is a number of its own each time, or sealed anew; numbers of rows are told by their order instead.
DIFFERENT = {"receipt", "request_id", "xact"}


@pytest.fixture(autouse=True, params=[0, rows.FEW], ids=["by COPY", "by INSERT"])
def few(request: Any, monkeypatch: Any) -> None:
    """A batch of a few rows is written in the way of a thousand, too."""
    monkeypatch.setattr(rows, "FEW", request.param)


def told(cast: Any, at: Any) -> list[dict[str, Any]]:
    """Rows of every kind: known and unknown people, keys, closed doors, masked and odd text, no answer wanted."""
    web, api = cast.web, cast.api
    phone, mail = contacts.phone("010-1234-5678"), contacts.email("kim@example.com")
    place = {"lat": 37.5, "address": '서울 "종로"\\1\t가'}
    return [
        {"channel": web, "text": "이름도 없이 한마디", "key": "k-1"},
        {"channel": web, "text": "전화와 메일", "name": "김손님", "reaches": [phone, mail], "product": "기가\\넷"},
        {"channel": api, "text": "메일만, 같은 사람", "reaches": [mail], "key": "k-1", "language": "en"},
        {"channel": api, "text": "새 별명을 더함", "reaches": [mail, contacts.handle("@kim")], "place": place},
        {"channel": web, "text": "번호 880101-1234567\r\n줄\t바꿈 \\N \\.", "key": "k-2", "kind": "complaint"},
        {"channel": web, "text": "답은 필요 없어요", "needs_answer": False, "said_at": at - timedelta(days=900)},
        {"channel": web, "text": "내일 한 말?", "said_at": at + timedelta(days=1), "touchpoint": None},
        {"channel": web, "text": "딴사람", "name": "이손님", "reaches": [contacts.phone("02-123-4567")]},
    ]


def intake(row: dict[str, Any]) -> Intake:
    row = dict(row)
    name, reaches = row.pop("name", ""), row.pop("reaches", ())
    return Intake(Arrival(**row), name, reaches)


def rows_since(before: dict[type[models.Model], list[Any]]) -> dict[str, list[dict[str, Any]]]:
    """Every new row of every table, its numbers replaced by their order."""
    order: dict[int, str] = {}
    for model in (Customer, Voice):
        new = model.objects.exclude(pk__in=before[model]).order_by("pk").values_list("pk", flat=True)
        order |= {pk: f"{model.__name__} {place}" for place, pk in enumerate(new)}
    found = {
        model.__name__: [
            {name: in_order(name, value, order) for name, value in row.items() if name not in different}
            for row in model._default_manager.exclude(pk__in=before[model]).order_by("pk").values()
        ]
        for model in TABLES
        for different in [DIFFERENT | (set() if model in (Customer, Voice, Case) else {"id"})]
    }
    for name in ("Fact", "Delivery", "Contact", "Promise"):
        found[name].sort(key=str)
    return found


def in_order(name: str, value: Any, order: dict[int, str]) -> Any:
    """A value of a row as it is the same each time."""
    if name in ("id", "customer_id", "voice_id", "case_id"):
        return order[value]
    if name == "raw":
        return value is not None
    if name == "about":
        noun, _, number = value.partition(":")
        return f"{noun}:{order[int(number)]}"
    if name == "body":
        return {field: in_order(field, each, order) for field, each in value.items()}
    return value


def standing() -> dict[type[models.Model], list[Any]]:
    return {model: list(model._default_manager.values_list("pk", flat=True)) for model in TABLES}


def test_many_at_once_write_what_one_after_the_other_would(cast, at):
    rows = told(cast, at)
    before = standing()
    with transaction.atomic():
        for row in rows:
            take_in(**row, by=SETUP, at=at)
        one_by_one = rows_since(before)
        transaction.set_rollback(True)
    forget()
    take_in_many(intakes=[intake(row) for row in rows], by=SETUP, at=at)
    assert rows_since(before) == one_by_one


def test_each_row_is_told_in_order(cast, at):
    rows = [
        {"channel": cast.web, "text": "하나", "key": "k-1"},
        {"channel": cast.web, "text": " \u200b "},
        {"channel": cast.web, "text": "하나", "key": "k-1"},
        {"channel": cast.web, "text": "둘", "key": "k-1"},
        {"channel": cast.web, "text": "셋", "needs_answer": False},
    ]
    first = take_in_many(intakes=[intake(row) for row in rows], by=SETUP, at=at)
    voices = {each.text: each for each in Voice.objects.all()}
    assert [type(each).__name__ for each in first] == ["Receipt", "NotValid", "Receipt", "OtherBody", "Receipt"]
    assert [getattr(each, "receipt", None) for each in first] == [
        voices["하나"].receipt,
        None,
        voices["하나"].receipt,
        None,
        voices["셋"].receipt,
    ]
    assert [(each.is_new, each.case_id) for each in first if not isinstance(each, NotValid | OtherBody)] == [
        (True, voices["하나"].pk),
        (False, voices["하나"].pk),
        (True, None),
    ]
    again = take_in_many(intakes=[intake(row) for row in rows[:4]], by=SETUP, at=at)
    assert [getattr(each, "is_new", None) for each in again] == [False, None, False, None]
    assert Voice.objects.count() == 2


def test_a_single_delivery_and_one_of_many_are_the_same(cast, at):
    row = {"channel": cast.web, "text": "하나", "key": "k-1", "digest": "d" * 64}
    single = take_in(**row, by=SETUP, at=at)
    (known,) = take_in_many(intakes=[intake(row)], by=SETUP, at=at)
    assert (known.is_new, known.receipt, known.case_id) == (False, single.voice.receipt, single.case.pk)


def test_a_batch_causes_one_job_and_spreads_its_guardians(cast, at):
    jobs = ProcrastinateJob.objects.count()
    rows = [{"channel": cast.web, "text": f"말 {number}"} for number in range(120)]
    take_in_many(intakes=[intake(row) for row in rows], by=SETUP, at=at)
    assert ProcrastinateJob.objects.count() - jobs == 1
    assert [Case.objects.filter(guardian=each).count() for each in (cast.mina, cast.hana)] == [60, 60]
    assert Fact.objects.filter(about__in=[f"case:{each.pk}" for each in Case.objects.all()]).count() == 120


@pytest.mark.parametrize("size", [0, 1])
def test_a_small_batch_is_a_batch(cast, at, size):
    rows = [{"channel": cast.web, "text": "말"}] * size
    assert len(take_in_many(intakes=[intake(row) for row in rows], by=SETUP, at=at)) == size


def test_a_guardian_who_left_a_moment_ago_is_chosen_no_more(cast, at):
    """The roster is remembered for seconds; the database refuses, and the batch is taken in with another."""
    rows = [{"channel": cast.web, "text": "하나"}, {"channel": cast.web, "text": "둘"}]
    take_in_many(intakes=[intake(row) for row in rows], by=SETUP, at=at)
    with connection.cursor() as cursor:  # another process closed the account; this one has not heard of it
        cursor.execute("ALTER TABLE people_employee DISABLE TRIGGER own_employee_re_homed_first")
        cursor.execute(
            "UPDATE people_employee SET is_active = false, left_at = %s WHERE id = %s", [at, cast.mina.pk]
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits to be checked could not be altered
        cursor.execute("ALTER TABLE people_employee ENABLE TRIGGER own_employee_re_homed_first")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    told_now = take_in_many(intakes=[intake(row) for row in rows], by=SETUP, at=at)
    chosen = Case.objects.filter(pk__in=[each.case_id for each in told_now]).values_list("guardian", flat=True)
    assert list(chosen) == [cast.hana.pk, cast.hana.pk]
