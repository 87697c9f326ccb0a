"""New rows: a few by INSERT, many by COPY, and both write the same."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from gwidam.core import rows
from gwidam.core.actors import House
from gwidam.core.ids import next_ids
from gwidam.core.ledger.acts import Unrecorded, act, record
from gwidam.core.rows import write_rows, written
from gwidam.people.events import CustomerMet
from gwidam.people.models import Customer

KEEPABLE = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=80)
BY = House("tests")


def write(names: list[str]) -> list[str]:
    """The names as the database gives them back."""
    now = timezone.now()
    numbers = next_ids(len(names))
    with act():
        write_rows(
            Customer, [{"id": pk, "name": name, "since": now} for pk, name in zip(numbers, names, strict=True)]
        )
        record(CustomerMet(customer_id=numbers[0]), by=BY, at=now, about=f"customer:{numbers[0]}")
    kept = dict(Customer.objects.filter(pk__in=numbers).values_list("pk", "name"))
    return [kept[number] for number in numbers]


@pytest.mark.django_db
@given(st.lists(KEEPABLE, min_size=1, max_size=5))
def test_any_text_comes_back_as_it_was_either_way(names: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        by_insert = write(names)
        patch.setattr(rows, "FEW", 0)
        by_copy = write(names)
    assert by_insert == by_copy == names


@pytest.mark.parametrize("count", [1, rows.FEW, rows.FEW + 1])
def test_what_a_row_does_not_name_has_its_default(db: None, count: int) -> None:
    write([f"손님 {number}" for number in range(count)])
    found = Customer.objects.order_by("-pk")[:count].values_list("kind", "language", "employee_id", "erased_at")
    assert set(found) == {("person", "ko", None, None)}


def test_a_row_comes_back_as_a_model_that_is_stored(db: None) -> None:
    now = timezone.now()
    with act():
        customer = written(Customer, {"id": next_ids(1)[0], "name": "김하나", "since": now})
        record(CustomerMet(customer_id=customer.pk), by=BY, at=now, about=customer.actor)
    assert customer == Customer.objects.get(name="김하나")
    assert vars(customer).keys() == vars(customer.fresh()).keys()
    with act():
        customer.language = "en"
        customer.save(update_fields=["language"])
        record(CustomerMet(customer_id=customer.pk), by=BY, at=now, about=customer.actor)
    assert customer.fresh().language == "en"


@pytest.mark.parametrize("few", [0, 20])
def test_constraints_hold_either_way(db: None, monkeypatch: Any, few: int) -> None:
    monkeypatch.setattr(rows, "FEW", few)
    row = {"id": next_ids(1)[0], "name": "둘", "since": timezone.now()}
    with pytest.raises(IntegrityError), act():
        write_rows(Customer, [row, row])


def test_rows_of_nouns_are_written_by_verbs_only(db: None) -> None:
    with pytest.raises(Unrecorded):
        write_rows(Customer, [{"id": 1, "name": "x", "since": timezone.now()}])
