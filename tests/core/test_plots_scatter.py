"""Two measures against each other: points where they belong, each a link, the same figures as a table."""

from __future__ import annotations

import re

import pytest

from gwidam.core.plots import Caption, Point, scatter

CAPTION = Caption("가치와 품", "한 문장", "표로 보기", "그릴 것이 없습니다")
WORDS = {"label": "개선", "across": "품", "up": "가치"}


def places(drawn):
    return re.findall(r'<circle cx="([\d.]+)%" cy="([\d.]+)"', drawn)


def test_points_stand_where_their_measures_are():
    drawn = scatter([Point("G-1", 4, 10, "/a", "하나"), Point("G-2", 2, 5, "/b", "둘")], CAPTION, **WORDS)
    assert places(drawn) == [("95", "18"), ("51", "143")]


@pytest.mark.parametrize(("top", "end"), [(0.8, "0.8"), (3, "3"), (7, "8"), (95, "100"), (640, "800")])
def test_an_axis_ends_at_a_round_number_at_or_above_the_highest(top, end):
    drawn = scatter([Point("G-1", top, 1, "/a", "하나")], CAPTION, **WORDS)
    assert f'class="p-label mid">{end}</text>' in drawn


def test_every_point_is_a_link_that_says_what_it_is():
    drawn = scatter([Point("G-1", 1, 1, "/improvements/G-1", "밤에도 <끊김> 없이")], CAPTION, **WORDS)
    assert '<a href="/improvements/G-1" aria-label="G-1: 밤에도 &lt;끊김&gt; 없이">' in drawn


def test_labels_that_would_lie_on_one_another_are_left_to_the_title():
    drawn = scatter([Point(f"G-{n}", 1, 1, "/a", "같은 곳") for n in range(3)], CAPTION, **WORDS)
    assert drawn.count("p-name") == 1


def test_the_same_figures_are_a_table():
    drawn = scatter([Point("G-1", 2.5, 12, "/a", "하나")], CAPTION, **WORDS)
    assert '<th scope="row">G-1 하나</th><td class="num">2.5</td><td class="num">12</td>' in drawn


def test_nothing_is_said_in_words():
    drawn = scatter([], CAPTION, **WORDS)
    assert ("그릴 것이 없습니다" in drawn, "<svg" in drawn) == (True, False)
