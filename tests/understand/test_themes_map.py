"""Who speaks for a theme, and where it lies on the map."""

from __future__ import annotations

import numpy as np
import pytest

from gwidam.understand.heart.themes import (
    layout,
    speakers,
)
from tests.understand.clouds import DIMS, clouds


def test_speakers_are_near_the_middle_unlike_and_of_different_people() -> None:
    rows, _ = clouds([40], spread=0.8)
    lengths = [1] + [30] * 39
    people = ["kim"] * 20 + [None] * 20
    chosen = speakers(rows, lengths, people, list(range(40)))
    assert len(set(chosen)) == 3
    assert sum(people[at] == "kim" for at in chosen) <= 1
    assert 0 not in chosen
    assert speakers(rows, lengths, None, [1] * 40) == chosen[:1]
    assert speakers(rows[:0], [], None) == []


def test_a_map_is_the_same_twice_and_nothing_lies_upon_another() -> None:
    rows, _ = clouds([1] * 25)
    sizes = list(range(1, 26))
    points, radii = layout(rows, sizes, numbers=range(25), before={})
    again, _ = layout(rows, sizes, numbers=range(25), before={})
    assert np.array_equal(points, again)
    assert (points - radii[:, None] >= -1e-9).all()
    assert (points + radii[:, None] <= 1 + 1e-9).all()
    overlaps = radii[:, None] + radii[None, :] - np.linalg.norm(points[:, None] - points[None, :], axis=2)
    np.fill_diagonal(overlaps, 0)
    assert overlaps.max() < 0.25 * radii.max()


def test_near_themes_lie_near() -> None:
    middles, of = clouds([10, 10], spread=0.5)
    points, _ = layout(middles, [1.0] * 20, numbers=range(20), before={})
    apart = np.linalg.norm(points[:, None] - points[None, :], axis=2)
    same = of[:, None] == of[None, :]
    assert apart[same].mean() < 0.6 * apart[~same].mean()


def test_a_theme_stays_where_it_was() -> None:
    rows, _ = clouds([1] * 20)
    points, _ = layout(rows, [1.0] * 20, numbers=range(20), before={})
    before = {number: (float(x), float(y)) for number, (x, y) in enumerate(points[:18])}
    again, _ = layout(rows[::-1].copy(), [1.0] * 20, numbers=range(19, -1, -1), before=before)
    moved = [float(np.hypot(*(again[19 - number] - points[number]))) for number in range(18)]
    assert np.median(moved) < 0.1


@pytest.mark.parametrize("count", [0, 1, 2])
def test_small_maps(count: int) -> None:
    points, _ = layout(np.eye(count, DIMS, dtype=np.float32), [1.0] * count, numbers=range(count), before={})
    assert (points.shape, bool(((points >= 0) & (points <= 1)).all())) == ((count, 2), True)
