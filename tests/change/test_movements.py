"""Whether an improvement is asked for more and more: told by the test that tells themes, with what would be usual."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gwidam.change import verbs
from gwidam.change.models import Improvement, Reach, ThemeLink
from gwidam.change.queries.board import Asked, listed
from gwidam.change.queries.movements import movements
from gwidam.change.rules import Movement, monday_of
from gwidam.understand.models import Theme
from tests.cast import NOW
from tests.own.pages.steps import sign_in

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


@pytest.fixture
def rising(cast, at, brought):
    """A scored improvement with a theme that really rises."""
    improvement = brought("scored", voice=cast.voice("끊겨요", at=at).voice)
    theme = Theme(name="밤 끊김", founded_at=at, first_said_at=at)
    theme.weeks, theme.people_lately, theme.is_rising = [[12, 2.0, 5.0, 9.0]], 12, True
    Theme.objects.bulk_create([theme])
    ThemeLink.objects.bulk_create([ThemeLink(improvement=improvement, theme=theme, by=cast.dohyun, at=at)])
    verbs.renew_reach(at=at)
    return improvement


def test_one_with_a_theme_moves_as_its_theme_does(rising):
    moved = Movement(**Reach.objects.get(pk=rising.pk).movement)
    assert (moved.people, moved.low, moved.high, moved.weight, moved.theme_id is None) == (12, 2, 9, 2.0, False)
    assert Improvement.objects.get(pk=rising.pk).trend == 2.0


def test_looking_again_changes_nothing(rising, at):
    assert verbs.renew_reach(at=at + timedelta(hours=1)) == 0


def test_a_what_if_can_weigh_the_trend(cast, at, brought, rising):
    calm = brought("scored", voice=cast.voice("느려요", at=at).voice)
    verbs.link(improvement=calm, voice=cast.voice("저도요", at=at).voice, via="page", by=cast.mina, at=at)
    orders = [
        [line.improvement.pk for line in listed(Asked(weights=weights)).lines] for weights in ({}, {"trend": 3.0})
    ]
    assert orders == [[calm.pk, rising.pk], [rising.pk, calm.pk]]


def test_the_page_says_how_it_moves_and_what_would_be_usual(cast, rising):
    page = sign_in(cast.dohyun).get(f"/improvements/{rising.number}").content.decode()
    assert "× 2" in page
    assert "늘고 있음(이어진 흐름 기준). 지난 한 주 12분, 여느 때라면 2~9분입니다." in page
    assert "모두 1분, 말씀 1건입니다." in page
