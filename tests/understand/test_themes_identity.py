"""Which theme of tonight is which of yesterday."""

from __future__ import annotations

import pytest

from gwidam.understand.heart.themes import (
    Change,
    Event,
    Identity,
    identified,
)


def spread_over(*groups: tuple[int, range]) -> dict[int, int]:
    return {voice: group for group, voices in groups for voice in voices}


BEFORE = spread_over((1, range(100)), (2, range(100, 150)), (3, range(150, 160)))


@pytest.mark.parametrize(
    ("after", "numbers", "events"),
    [
        (spread_over((0, range(100)), (1, range(100, 150)), (2, range(150, 160))), {0: 1, 1: 2, 2: 3}, []),
        (
            spread_over((0, range(60)), (1, range(60, 100)), (2, range(100, 150)), (3, range(150, 160))),
            {0: 1, 1: 9, 2: 2, 3: 3},
            [Event(Change.SPLIT, 9, 1)],
        ),
        (
            spread_over((0, range(150)), (1, range(150, 160))),
            {0: 1, 1: 3},
            [Event(Change.MERGED, 2, 1)],
        ),
        (
            spread_over((0, range(100)), (1, range(100, 150)), (2, range(500, 530))),
            {0: 1, 1: 2, 2: 9},
            [Event(Change.FOUNDED, 9), Event(Change.ENDED, 3)],
        ),
    ],
    ids=["same", "split", "merged", "founded and ended"],
)
def test_themes_are_known_again(after: dict[int, int], numbers: dict[int, int], events: list[Event]) -> None:
    assert identified(BEFORE, after, next_number=9) == Identity(numbers, events)


def test_the_theme_a_person_named_lives_on_when_two_are_one() -> None:
    after = spread_over((0, range(150)), (1, range(150, 160)))
    found = identified(BEFORE, after, next_number=9, named={2})
    assert found == Identity({0: 2, 1: 3}, [Event(Change.MERGED, 1, 2)])


def test_a_named_theme_does_not_take_a_group_for_a_splinter() -> None:
    after = spread_over((0, range(100)), (0, range(100, 115)), (1, range(115, 150)), (2, range(150, 160)))
    assert identified(BEFORE, after, next_number=9, named={2}).numbers == {0: 1, 1: 2, 2: 3}


def test_the_first_night_founds_everything() -> None:
    found = identified({}, {7: 0, 8: 1}, next_number=1)
    assert found == Identity({0: 1, 1: 2}, [Event(Change.FOUNDED, 1), Event(Change.FOUNDED, 2)])
