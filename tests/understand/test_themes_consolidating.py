"""A night altogether: sorted, named, drawn."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from gwidam.understand.heart.themes import (
    Rows,
    Texts,
    consolidated,
    consolidating,
    layout,
    layout_of_largest,
)
from tests.understand.clouds import DIMS, clouds


def test_a_night_sorts_names_and_draws() -> None:
    rows, of = clouds([40, 30, 20])
    topics = [["요금", "청구"], ["기사", "방문"], ["해지", "위약금"]]
    texts = [f"{' '.join(topics[topic])} 이야기를 조금 길게 합니다 {at}" for at, topic in enumerate(of)]
    night = consolidated(texts, rows, lambda read: [text.split()[:2] for text in read])
    assert [theme.voices for theme in night.themes] == [40, 30, 20]
    assert [theme.name for theme in night.themes] == ["요금 청구", "기사 방문", "해지 위약금"]
    assert [len(theme.speakers) for theme in night.themes] == [3, 3, 3]
    assert all(night.groups[at] == theme.group for theme in night.themes for at in theme.speakers)
    assert all(one.radius >= other.radius for one, other in pairwise(night.themes))


def test_copies_go_with_the_first_and_weigh_nothing() -> None:
    rows, of = clouds([40, 30])
    firsts = list(range(70)) + [0] * 500
    many = np.vstack([rows, np.repeat(rows[:1], 500, axis=0)])
    texts = ["요금" if topic else "기사" for topic in of] + ["광고"] * 500
    night = consolidated(texts, many, lambda read: [[text] for text in read], firsts=firsts)
    assert set(night.groups[70:].tolist()) == {int(night.groups[0])}
    assert sorted(theme.originals for theme in night.themes) == [30, 40]
    assert "광고" not in [word for theme in night.themes for word in theme.words]
    lean = consolidated(texts, rows, lambda read: [[text] for text in read], firsts=firsts)
    assert (lean.groups.tolist(), lean.themes) == (night.groups.tolist(), night.themes)


def test_nothing_is_sorted_into_nothing() -> None:
    assert consolidated([], np.zeros((0, DIMS), np.float32), lambda _: []).themes == ()


def test_texts_are_asked_for_only_where_a_theme_is_named_after_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consolidating, "NAMED_BY_ALTOGETHER", 30)
    monkeypatch.setattr(consolidating, "TOGETHER", 8)
    rows, of = clouds([40, 30, 4])
    words = ["요금", "기사", "해지"]
    asked: list[list[int]] = []

    def told(places: list[int]) -> list[str]:
        asked.append(list(places))
        return [words[of[at]] for at in places]

    night = consolidated(
        Texts(np.full(len(of), 20, np.int32), told), Rows.of(rows), lambda read: [[t] for t in read]
    )
    assert [theme.name for theme in night.themes] == words
    assert [len(some) for some in asked] == [8, 8, 8, 6]
    shown = np.bincount(of[[at for some in asked for at in some]])
    assert shown.tolist() == [13, 13, 4]


def test_the_largest_themes_are_laid_out_and_the_others_lie_with_the_nearest() -> None:
    rows, _ = clouds([1] * 12)
    rows[11] = rows[3]
    sizes = list(range(24, 0, -2))
    points, radii = layout_of_largest(rows, sizes, numbers=range(12), before={}, most=8)
    largest, circles = layout(rows[:8], sizes[:8], numbers=range(8), before={})
    assert np.array_equal(points[:8], largest)
    assert np.array_equal(points[11], points[3])
    assert radii[8:].tolist() == pytest.approx((circles[0] * np.sqrt(np.array(sizes[8:]) / sizes[0])).tolist())
