"""What really rises, and whom a week counts."""

from __future__ import annotations

import numpy as np
import pytest

from gwidam.understand.heart.themes import (
    discoveries,
    heads,
    trends,
    usual_people,
)


def steady(themes: int, seed: int, uneven: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Nine weeks in which nothing changes but how busy the house is."""
    dice = np.random.default_rng(seed)
    busy = dice.uniform(0.6, 1.6, 9)
    rates = dice.gamma(0.7, 20, themes)[:, None] * busy
    weeks = dice.poisson(rates if uneven == 1 else dice.gamma(rates / (uneven - 1), uneven - 1))
    return weeks.astype(float), weeks.sum(axis=0).astype(float)


@pytest.mark.parametrize("uneven", [1.0, 3.0])
def test_nothing_rises_where_nothing_changes(uneven: float) -> None:
    alarms = [sum(trend.is_rising for trend in trends(*steady(200, seed, uneven))) for seed in range(20)]
    assert sum(count > 0 for count in alarms) <= 5  # of 20 houses, at a rate of one in ten


def test_without_looking_at_how_busy_the_house_is_much_would_rise() -> None:
    weeks, _ = steady(200, 3)
    weeks[:, -1] *= 2
    blind = trends(weeks, np.ones(9))
    seeing = trends(weeks, weeks.sum(axis=0))
    assert sum(trend.is_rising for trend in blind) > 50
    assert sum(trend.is_rising for trend in seeing) < 3


def test_what_rises_is_seen() -> None:
    weeks, everybody = steady(200, 1)
    weeks[10] = [20, 22, 18, 21, 19, 20, 23, 18, 60]
    weeks[11] = [0, 0, 0, 0, 0, 0, 0, 0, 12]
    found = trends(weeks, everybody)
    assert (found[10].is_rising, found[11].is_rising) == (True, True)
    assert found[10].ratio == pytest.approx(61 / (found[10].expected + 1))


def test_two_people_are_no_trend() -> None:
    weeks, everybody = steady(50, 1)
    weeks[3] = [0] * 8 + [2]
    assert not trends(weeks, everybody)[3].is_rising


def test_a_trend_needs_weeks() -> None:
    with pytest.raises(ValueError, match="two weeks"):
        trends(np.ones((3, 1)), np.ones(1))
    assert trends(np.zeros((0, 9)), np.ones(9)) == []
    assert [trend.chance for trend in trends(np.zeros((1, 9)), np.zeros(9))] == [1.0]


def test_discoveries_are_those_of_benjamini_and_hochberg() -> None:
    chances = np.array([0.001, 0.2, 0.039, 0.008, 0.041, 0.9])
    assert discoveries(chances, 0.05).tolist() == [True, False, False, True, False, False]
    assert discoveries(np.zeros(0)).tolist() == []


def test_campaigns_and_loud_people_count_once_in_a_week() -> None:
    windows = [0, 0, 0, 0, 0, 1, 1, 1]
    people = ["kim", "kim", "lee", None, None, "kim", "park", None]
    own = list(range(8))
    assert heads(windows, people, own) == {0: 4, 1: 3}
    assert heads(windows, people, [0, 1, 2, 3, 3, 5, 5, 5]) == {0: 3, 1: 1}


def test_review_bombing_moves_a_theme_by_one() -> None:
    weeks, everybody = steady(50, 1)
    weeks[7] = [5] * 8 + [5]
    bombed = heads([0] * 500, [f"account {number}" for number in range(500)], [0] * 500)[0]
    weeks[7, -1] += bombed
    assert bombed == 1
    assert not trends(weeks, everybody)[7].is_rising
    weeks[7, -1] += 500  # the same voices counted one by one
    assert trends(weeks, everybody)[7].is_rising


def test_what_is_usual_lies_around_what_was() -> None:
    weeks, everybody = np.full((40, 9), 20.0), np.full(9, 800.0)
    usual = usual_people(weeks, everybody)
    assert not usual[:, :2].any()
    low, expected, high = usual[0, -1]
    assert expected == pytest.approx(20, abs=0.2)
    assert 12 <= low < expected < high <= 29


def test_a_week_in_which_nothing_has_changed_is_mostly_usual() -> None:
    weeks, everybody = steady(400, 5)
    usual = usual_people(weeks, everybody)
    inside = (weeks[:, -1] >= usual[:, -1, 0]) & (weeks[:, -1] <= usual[:, -1, 2])
    assert inside.mean() > 0.85
