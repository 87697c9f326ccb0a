"""Plots: exact geometry for small inputs, nothing unescaped, calm words where there is nothing to draw."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from django.utils.html import conditional_escape

from gwidam.core.plots import (
    Bar,
    Caption,
    Day,
    Markup,
    Pair,
    age_histogram,
    bar_list,
    ping_pong,
    ring,
    sparkline,
    stacked_bars,
    week_heat,
)
from gwidam.core.plots.frame import grouped, nice_step
from gwidam.core.plots.heat import shade
from gwidam.core.plots.svg import number, share, tag

NASTY = '<script>alert("1")</script>&'
CAPTION = Caption("제목", "한 문장", "표로 보기", "그릴 것이 없습니다")
WEEKDAYS = tuple("월화수목금토일")


def parsed(drawn: Markup) -> ET.Element:
    """The markup as a tree: it is well-formed or this raises."""
    return ET.fromstring(drawn)  # noqa: S314 - our own markup, just drawn


def marks(drawn: Markup, kind: str, *names: str) -> list[tuple[str | None, ...]]:
    """The given attributes of every element of a kind in the drawing, legend and table left out."""
    tree = parsed(drawn)
    canvas = tree if tree.tag == "svg" else next(child for child in tree if child.tag == "svg")
    return [tuple(mark.get(name) for name in names) for mark in canvas.iter(kind)]


def cells(drawn: Markup) -> list[list[str]]:
    """The table under a plot, row by row."""
    return [["".join(cell.itertext()) for cell in row] for row in parsed(drawn).iter("tr")]


def quiet_week() -> list[list[int]]:
    return [[0] * 24 for _ in range(7)]


def stacked(days: list[Day], caption: Caption = CAPTION) -> Markup:
    return stacked_bars(days, caption, day="날짜", kept="지킴", broken="어김")


def heat(voices: list[list[int]], on_duty: list[list[int]]) -> Markup:
    return week_heat(voices, on_duty, CAPTION, weekdays=WEEKDAYS, spoken="말씀", duty="근무", gap="빈자리")


def test_a_tag_escapes_words_and_attributes_but_not_markup() -> None:
    assert tag("text", "a<b", tag("b", "c"), class_="x", data_x='"&') == (
        '<text class="x" data-x="&quot;&amp;">a&lt;b<b>c</b></text>'
    )


def test_a_tag_leaves_out_what_is_none_and_keeps_svgs_capitals() -> None:
    assert tag("svg", view_box="0 0 1 1", role=None) == '<svg viewBox="0 0 1 1"></svg>'


def test_templates_take_markup_as_it_is() -> None:
    assert conditional_escape(tag("b", "<")) == "<b>&lt;</b>"


@pytest.mark.parametrize(
    ("value", "said"), [(3.0, "3"), (12.5, "12.5"), (1 / 3, "0.33"), (100.0, "100"), (0.0, "0")]
)
def test_numbers_are_short(value: float, said: str) -> None:
    assert number(value) == said


def test_a_share_of_nothing_is_nothing() -> None:
    assert (share(1, 4), share(1, 0)) == ("25%", "0%")


@pytest.mark.parametrize(
    ("top", "step"), [(1, 1), (3, 1), (4, 2), (7, 5), (26, 10), (60, 20), (61, 50), (301, 200)]
)
def test_value_lines_are_round_numbers(top: int, step: int) -> None:
    assert nice_step(top) == step


def test_counts_are_grouped() -> None:
    assert grouped(12034) == "12,034"


def test_kept_promises_stand_on_broken_ones() -> None:
    drawn = stacked([Day("1일", 3, 1), Day("2일", 2, 0)])
    # the step is 2, the scale reaches 4: 120 pixels, 30 a promise; a slot is (100 - 7) / 2 percent
    assert marks(drawn, "rect", "x", "y", "width", "height", "class") == [
        ("13.51%", "106", "33.48%", "30", "m-late"),
        ("13.51%", "16", "33.48%", "90", "m-kept"),
        ("60.01%", "76", "33.48%", "60", "m-kept"),
    ]


def test_the_value_lines_stand_at_their_values() -> None:
    drawn = stacked([Day("1일", 3, 1)])
    assert marks(drawn, "line", "y1", "class") == [("136", "p-base"), ("76", "p-grid"), ("16", "p-grid")]


def test_only_some_days_are_labelled_and_the_last_always_is() -> None:
    drawn = stacked([Day(f"{day}일", 1, 0) for day in range(1, 31)])
    labels = re.findall(r'class="p-label mid">(\d+일)<', drawn)
    assert labels == ["2일", "6일", "10일", "14일", "18일", "22일", "26일", "30일"]


def test_the_same_figures_are_there_as_a_table() -> None:
    drawn = stacked([Day("1일", 1200, 1)])
    assert cells(drawn) == [["날짜", "지킴", "어김"], ["1일", "1,200", "1"]]


def test_a_plot_is_named_and_described() -> None:
    tree = parsed(stacked([Day("1일", 1, 0)]))
    svg = next(child for child in tree if child.tag == "svg")
    assert (svg.get("role"), svg.get("aria-label")) == ("img", "제목. 한 문장")
    assert [svg[0].text, svg[1].text] == ["제목", "한 문장"]


@pytest.mark.parametrize(
    "drawn",
    [
        stacked([]),
        stacked([Day("1일", 0, 0)]),
        age_histogram([], CAPTION, band="나이", count="건수"),
        bar_list([Bar("가", 0)], CAPTION, label="흐름", count="건수"),
        ping_pong([], CAPTION, sender="넘긴 곳", receiver="받은 곳", count="건수"),
        heat(quiet_week(), quiet_week()),
    ],
    ids=["no days", "quiet days", "no ages", "all zero", "no pairs", "a silent week"],
)
def test_nothing_to_draw_is_said_in_words(drawn: Markup) -> None:
    assert drawn == (
        '<figure class="plot"><figcaption>제목</figcaption><p class="plot-empty">그릴 것이 없습니다</p></figure>'
    )


def test_ages_are_bars_whose_numbers_stand_at_their_ends() -> None:
    drawn = age_histogram([Bar("하루", 4, "safe"), Bar("한 주", 1, "late")], CAPTION, band="나이", count="건수")
    assert marks(drawn, "rect", "x", "y", "width", "height", "class") == [
        ("26%", "6", "62%", "18", "m-safe"),
        ("26%", "36", "15.5%", "18", "m-late"),
    ]
    assert marks(drawn, "text", "x", "y", "class")[1::2] == [("88%", "19", "p-value"), ("41.5%", "49", "p-value")]


def test_a_list_with_links_can_be_reached_inside() -> None:
    drawn = bar_list([Bar("가", 2, url="/a?b=1&c=2"), Bar("나", 1)], CAPTION, label="흐름", count="건수")
    tree = parsed(drawn)
    assert [link.get("href") for link in tree.iter("a")] == ["/a?b=1&c=2"]
    assert [svg.get("role") for svg in tree if svg.tag == "svg"] == ["group"]
    assert marks(drawn, "rect", "y", "width", "class") == [
        ("0", "100%", None),  # what makes the whole line a link
        ("25", "100%", "p-rail"),
        ("25", "100%", "m-ink"),
        ("65", "100%", "p-rail"),
        ("65", "50%", "m-ink"),
    ]


@pytest.mark.parametrize(("count", "step"), [(0, 0), (1, 1), (25, 1), (26, 2), (50, 2), (51, 3), (100, 4)])
def test_hours_are_shaded_in_four_equal_steps(count: int, step: int) -> None:
    assert shade(count, 100) == step


def test_an_hour_without_anybody_there_is_framed() -> None:
    voices, on_duty = quiet_week(), quiet_week()
    voices[0][9], on_duty[0][9] = 8, 2
    voices[6][20] = 2
    drawn = heat(voices, on_duty)
    squares = [square for square in marks(drawn, "rect", "x", "y", "class") if square[2] not in ("h0", "p-duty")]
    assert squares == [("41.88%", "18", "h4"), ("84.5%", "186", "h1 p-gap")]
    assert marks(drawn, "rect", "x", "y", "height", "class").count(("41.88%", "39", "5", "p-duty")) == 1
    assert [key.text for key in parsed(drawn).iter("b")] == ["1"]


def test_a_week_with_people_but_no_voices_is_drawn() -> None:
    on_duty = quiet_week()
    on_duty[2][3] = 1
    assert [bar for bar in marks(heat(quiet_week(), on_duty), "rect", "class") if bar != ("h0",)] == [("p-duty",)]


@pytest.mark.parametrize("shape", [[], [[0] * 24] * 6, [[0] * 23] * 7])
def test_a_week_of_another_shape_is_refused(shape: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="a week is 7 rows of 24 hours"):
        heat(shape, quiet_week())


def test_the_busiest_way_has_the_thickest_arrow() -> None:
    drawn = ping_pong([Pair("가", "나", 10, 4)], CAPTION, sender="넘긴 곳", receiver="받은 곳", count="건수")
    assert marks(drawn, "line", "x1", "x2", "y1", "stroke-width", "class") == [
        ("36%", "63%", "20", "5", "p-route"),
        ("64%", "37%", "32", "2", "p-route"),
        ("0", "100%", "51.5", None, "p-grid"),
    ]
    assert cells(drawn)[1:] == [["가", "나", "10"], ["나", "가", "4"]]


def test_a_way_nobody_took_is_dotted() -> None:
    drawn = ping_pong([Pair("가", "나", 1, 0)], CAPTION, sender="", receiver="", count="")
    assert [line[0] for line in marks(drawn, "line", "class")] == ["p-route", "p-none", "p-grid"]


def test_a_long_name_is_shortened_and_still_told_in_full() -> None:
    name = "수도권남부네트워크운용본부장실"
    drawn = ping_pong([Pair(name, "나", 1, 1)], CAPTION, sender="", receiver="", count="")
    text = next(parsed(drawn).iter("text"))
    assert ("".join(text.itertext()), text[0].text) == (name + "수도권남부네트워크운용본부…", name)


def test_a_sparkline_runs_from_low_to_high() -> None:
    drawn = sparkline([1, 3, 2], "세 날")
    assert marks(drawn, "polyline", "points") == [("3,21 48,3 93,12",)]
    assert marks(drawn, "circle", "cx", "cy") == [("93", "12")]


def test_a_flat_or_single_sparkline_is_a_line_at_the_bottom() -> None:
    assert marks(sparkline([5, 5], "x"), "polyline", "points") == [("3,21 93,21",)]
    assert marks(sparkline([5], "x"), "polyline", "points") == [("3,21",)]


def test_no_values_no_sparkline() -> None:
    assert sparkline([], "x") == ""


def test_a_ring_says_its_share() -> None:
    drawn = ring(3, 4, "지킴")
    assert marks(drawn, "circle", "class", "stroke-dasharray") == [
        ("ring-whole", None),
        ("ring-part s-kept", "75 100"),
    ]
    assert parsed(drawn).get("aria-label") == "지킴: 75%"


def test_a_ring_of_nothing_is_a_dash() -> None:
    drawn = ring(0, 0, "지킴")
    assert (len(marks(drawn, "circle", "r")), parsed(drawn).get("aria-label")) == (1, "지킴: –")


@pytest.mark.parametrize(
    "drawn",
    [
        stacked_bars([Day(NASTY, 1, 1)], Caption(NASTY, NASTY, NASTY), day=NASTY, kept=NASTY, broken=NASTY),
        age_histogram([Bar(NASTY, 1)], Caption(NASTY), band=NASTY, count=NASTY),
        bar_list([Bar(NASTY, 1, url=NASTY, note=NASTY)], Caption(NASTY), label=NASTY, count=NASTY),
        week_heat(
            [[1] * 24] * 7,
            quiet_week(),
            Caption(NASTY),
            weekdays=(NASTY,) * 7,
            spoken=NASTY,
            duty=NASTY,
            gap=NASTY,
        ),
        ping_pong([Pair(NASTY, NASTY, 1, 1)], Caption(NASTY), sender=NASTY, receiver=NASTY, count=NASTY),
        sparkline([1, 2], NASTY),
        ring(1, 2, NASTY),
    ],
    ids=["stacked", "ages", "list", "heat", "routes", "sparkline", "ring"],
)
def test_no_word_can_become_markup(drawn: Markup) -> None:
    assert [element.tag for element in parsed(drawn).iter() if element.tag == "script"] == []
    assert NASTY in "".join(parsed(drawn).itertext())
