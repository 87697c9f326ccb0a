"""Whether an improvement is asked for more and more: told by the test that tells themes, with what would be usual."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gwidam.change.queries.movements import movements
from gwidam.change.rules import Movement, monday_of
from tests.cast import NOW

MONDAY = monday_of(timezone.localdate(NOW))


@pytest.mark.parametrize(
    ("people", "low", "expected", "is_rising", "weight"),
    [
        (9, 2, 4, True, 2.0),
        (7, 2, 4, True, 1.6),
        (7, 2, 4, False, 1.0),
        (3, 2, 4, False, 1.0),
        (3, 5, 9, False, 0.5),
        (9, 10, 14, False, 0.67),
        (0, 10, 30, False, 0.5),
    ],
)
def test_a_movement_weighs_only_where_chance_does_not_do(people, low, expected, is_rising, weight):
    assert Movement(people, low, expected, 2 * expected, is_rising=is_rising).weight == weight


def by_week(*people):
    """{Monday: people} of weeks, the last one this."""
    return {(MONDAY - timedelta(weeks=len(people) - 1 - n)).isoformat(): count for n, count in enumerate(people)}


def test_its_own_voices_are_held_against_all_who_spoke(db):
    steady = {number: by_week(*[20] * 9) for number in range(3, 9)}
    found = movements({1: by_week(*[10] * 8, 40), 2: by_week(*[20] * 8, 1), **steady}, this_week=MONDAY)
    assert (found[1].is_rising, found[1].is_falling, found[1].weight) == (True, False, 2.0)
    assert (found[2].is_rising, found[2].is_falling, found[2].weight) == (False, True, 0.5)
    assert {found[number].weight for number in steady} == {1.0}


def test_a_week_that_has_just_begun_is_no_fall(db):
    weeks = {number: by_week(*[20] * 8, 2) for number in range(8)}
    assert {each.weight for each in movements(weeks, this_week=MONDAY).values()} == {1.0}
