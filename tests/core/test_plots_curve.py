"""The curve of coverage against accuracy: points where they belong, the same figures as a table."""

from __future__ import annotations

from gwidam.core.plots import Caption, Rate, coverage_curve

CAPTION = Caption("제목", "한 문장", "표로 보기", "그릴 것이 없습니다")
WORDS = {"coverage": "쓴 비율", "accuracy": "맞음", "threshold": "확신"}


def test_points_stand_where_their_shares_are():
    drawn = coverage_curve([Rate(1.0, 0.5, 0.1), Rate(0.5, 1.0, 0.8)], CAPTION, **WORDS)
    assert '<circle cx="54%" cy="16" r="3.5" class="m-ink">' in drawn
    assert '<circle cx="100%" cy="86" r="3.5" class="m-ink">' in drawn
    assert drawn.count("<circle") == 2


def test_the_same_figures_are_a_table():
    drawn = coverage_curve([Rate(1.0, 0.5, 0.1), Rate(0.5, 1.0, 0.8)], CAPTION, **WORDS)
    assert '<th scope="row">50%</th><td class="num">100%</td><td class="num">80%</td>' in drawn


def test_nothing_known_is_said_in_words():
    drawn = coverage_curve([], CAPTION, **WORDS)
    assert "그릴 것이 없습니다" in drawn
    assert "<svg" not in drawn
