"""The map of circles: sizes, places, words that do not lie upon one another."""

from __future__ import annotations

import math
import re
from itertools import combinations

import pytest

from gwidam.core.plots import Bubble, Caption, Usual, bubble_map, usual_columns
from gwidam.core.plots.bubbles import circles_of, width_of

CAPTION = Caption("Map", summary="Where they lie.", empty="Nothing.")


def bubbles(*counts, words=("요금", "청구")):
    return [
        Bubble(words, count, (at * 0.37) % 1, (at * 0.61) % 1, 1 + at % 4, f"/themes/{at}", "said")
        for at, count in enumerate(counts)
    ]


def drawn(found):
    return bubble_map(found, CAPTION, label="Theme", count="People", said="More")


@pytest.mark.parametrize(("width", "height"), [(1000, 560), (358, 560)])
def test_circles_do_not_overlap_and_stay_on_the_map(width, height):
    circles = circles_of(bubbles(*range(1, 31)), width, height)
    for one, other in combinations(circles, 2):
        assert math.hypot(one.x - other.x, one.y - other.y) > one.r + other.r - 1
    assert all(c.r <= c.x <= width - c.r + 1e-9 and c.r <= c.y <= height - c.r + 1e-9 for c in circles)


def test_areas_are_as_the_counts():
    large, small = circles_of(bubbles(20, 5, *[5] * 40), 1000, 560)[:2]
    assert large.r / small.r == pytest.approx(2)


def test_circles_at_the_same_place_are_pushed_apart():
    same = [Bubble(("a",), 10, 0.5, 0.5, 1, "/", "") for _ in range(6)]
    circles = circles_of(same, 1000, 560)
    assert len({(round(c.x), round(c.y)) for c in circles}) == 6


def test_every_circle_is_a_link_that_says_what_it_is():
    shown = drawn(bubbles(30, 5))
    assert shown.count('<a href="/themes/0" aria-label="요금 · 청구: 30. said">') == 2
    assert "<title>요금 · 청구: 5. said</title>" in shown


def test_words_stand_inside_where_they_fit_else_beside_else_nowhere():
    inside = drawn(bubbles(30))
    assert re.findall(r'class="p-name mid on-h1">(.*?)<', inside) == ["요금", "청구"] * 2
    beside = drawn(bubbles(1000, 1, words=("설치기사방문약속",)))
    assert re.findall(r'class="p-name (?:start|end|mid)">(.*?)<', beside) == ["설치기사방문약속"] * 2
    nowhere = drawn(bubbles(1000, 1, words=("아" * 40,)))
    assert "p-name" not in nowhere


def test_words_beside_circles_do_not_lie_upon_one_another():
    shown = drawn(bubbles(400, *[1] * 30, words=("로밍요금안내", "해지")))
    wide = re.search(r'is-wide".*?</svg>', shown, re.DOTALL)[0]
    boxes = []
    for x, y, anchor, said in re.findall(
        r'<text x="([\d.]+)" y="([\d.]+)" class="p-name (start|end|mid)">(.*?)<', wide
    ):
        wide_, left = width_of(said), float(x)
        left -= {"start": 0, "end": wide_, "mid": wide_ / 2}[anchor]
        boxes.append((left, float(y), left + wide_))
    assert len(boxes) > 5
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or abs(one[1] - other[1]) >= 15.9


def test_words_are_escaped():
    assert "<script>" not in drawn(bubbles(30, words=("<script>",)))


def test_a_map_of_nothing_says_so():
    assert "Nothing." in drawn([])


def test_columns_stand_before_what_was_to_be_expected():
    shown = usual_columns(
        [Usual("1", 5), Usual("2", 6, 2, 5, 9), Usual("3", 20, 2, 5, 9)],
        CAPTION,
        label="Week",
        count="People",
        usual="usual",
        above="more",
    )
    drawing = shown[shown.rindex("<svg") : shown.rindex("</svg>")]
    marks = re.findall(r'class="(m-ink|h4|p-usual)"', drawing)
    assert marks == ["m-ink", "p-usual", "m-ink", "p-usual", "h4"]
    assert '<td class="num">2–9</td>' in shown
    assert "<title>3: 20 (usual 2–9)</title>" in shown


def test_a_marked_circle_has_a_dot_on_each_map():
    plain, marked = (
        drawn([Bubble(("a",), 10, 0.5, 0.5, 1, "/", "", is_marked=is_marked)]) for is_marked in (False, True)
    )
    assert (plain.count("p-mark"), marked.count("p-mark"), marked.count("<circle")) == (
        0,
        2,
        plain.count("<circle") + 2,
    )
