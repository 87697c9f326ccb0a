"""Days and times as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwidam.listen.tables.dates import DateStyle, Order, read_clock, read_day, read_moment, style_of

SEOUL = ZoneInfo("Asia/Seoul")
STYLE = DateStyle()


@pytest.mark.parametrize(
    ("text", "hour", "minute", "second"),
    [
        ("2026-11-22", 0, 0, 0),
        ("2026.11.22", 0, 0, 0),
        ("2026.11.22.", 0, 0, 0),
        ("2026. 11. 22.", 0, 0, 0),
        ("2026/11/22", 0, 0, 0),
        ("2026년 11월 22일", 0, 0, 0),
        ("2026년 11월 22일 (일)", 0, 0, 0),
        ("２０２６－１１－２２", 0, 0, 0),
        ("20261122", 0, 0, 0),
        ("261122", 0, 0, 0),
        ("26.11.22", 0, 0, 0),
        ("46348", 0, 0, 0),
        ("22-Nov-26", 0, 0, 0),
        ("22 November 2026", 0, 0, 0),
        ("Nov 22, 2026", 0, 0, 0),
        ("Sunday, November 22nd, 2026", 0, 0, 0),
        ("Sun, 22 Nov 2026", 0, 0, 0),
        ("11/22/2026", 0, 0, 0),
        ("22/11/2026", 0, 0, 0),
        ("2026. 11. 22. 오후 3:05", 15, 5, 0),
        ("2026.11.22 오전 12:05", 0, 5, 0),
        ("2026년 11월 22일 일요일 오후 3시", 15, 0, 0),
        ("2026년 11월 22일 15시 5분 7초", 15, 5, 7),
        ("2026-11-22 15:05", 15, 5, 0),
        ("2026-11-22T15:05:07", 15, 5, 7),
        ("2026-11-22 (일) 15:05", 15, 5, 0),
        ("2026/11/22 3:05:07 PM", 15, 5, 7),
        ("11/22/2026 3:05 p.m.", 15, 5, 0),
        ("22-Nov-26 15:05", 15, 5, 0),
        ("20261122 150507", 15, 5, 7),
        ("20261122150507", 15, 5, 7),
        ("202611221505", 15, 5, 0),
        ("46348.628541666665", 15, 5, 6),
    ],
)
def test_spellings_of_one_day(text: str, hour: int, minute: int, second: int) -> None:
    assert read_moment(text, STYLE, SEOUL) == datetime(2026, 11, 22, hour, minute, second, tzinfo=SEOUL)


@pytest.mark.parametrize(
    "text", ["2026-11-22T06:05:00Z", "2026-11-22 15:05:00+09:00", "2026.11.22 15:05 +0900", "1795327500"]
)
def test_written_offsets_win_over_the_zone(text: str) -> None:
    elsewhere = timezone(timedelta(hours=-5))
    assert read_moment(text, STYLE, elsewhere) == datetime(2026, 11, 22, 6, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "-", "없음", "2026-13-45", "2026-02-30", "30-Feb-26", "31/31/2026", "0001-01-01", "9999-12-31"],
)
def test_impossible_days_are_none(text: str) -> None:
    assert read_moment(text, STYLE, SEOUL) is None


@pytest.mark.parametrize(
    "text",
    ["1/1/0026", "3:05 PM", "11월 22일", "2026", "12345678901234", "99999", "Nov", "2026-11", "20261345"],
)
def test_no_day_is_none(text: str) -> None:
    assert read_moment(text, STYLE, SEOUL) is None


def test_clock_column_fills_days_without_time() -> None:
    assert read_moment("22-Apr-15", STYLE, SEOUL, "3:53:50 PM") == datetime(2015, 4, 22, 15, 53, 50, tzinfo=SEOUL)
    assert read_moment("2026-11-22", STYLE, SEOUL, "09:30") == datetime(2026, 11, 22, 9, 30, tzinfo=SEOUL)
    assert read_moment("20261122", STYLE, SEOUL, "오후 1시") == datetime(2026, 11, 22, 13, tzinfo=SEOUL)
    assert read_moment("2026-11-22 08:00", STYLE, SEOUL, "09:30") == datetime(2026, 11, 22, 8, tzinfo=SEOUL)


@pytest.mark.parametrize("text", ["25:00", "12:60", "3", "", "오후"])
def test_no_clock_is_none(text: str) -> None:
    assert read_clock(text) is None


@pytest.mark.parametrize(
    ("samples", "style"),
    [
        (["2026-11-22", "2026.11.23"], DateStyle(Order.YMD, Order.MDY, True)),
        (["22-04-15", "26-06-15", "13-05-15", "30-06-15"], DateStyle(Order.DMY, Order.DMY, True)),
        (["26.11.01", "26.11.14", "26.12.30", "26.11.22"], DateStyle(Order.YMD, Order.DMY, True)),
        (["4/8/2015", "4/25/2015"], DateStyle(Order.YMD, Order.MDY, True)),
        (["4/8/2015", "25/4/2015"], DateStyle(Order.YMD, Order.DMY, True)),
        (["4/8/2015", "5/6/2015"], DateStyle(Order.YMD, Order.MDY, False)),
        (["4.8.2015"], DateStyle(Order.YMD, Order.DMY, False)),
        (["10.11.12"], DateStyle(Order.YMD, Order.DMY, False)),
        ([], DateStyle(Order.YMD, Order.MDY, True)),
    ],
)
def test_order_is_decided_for_the_column(samples: list[str], style: DateStyle) -> None:
    assert style_of(samples) == style


def test_day_that_fits_only_the_other_order_is_still_read() -> None:
    style = style_of(["4/25/2015", "4/26/2015"])
    assert read_day("22/04/2015", style) == (date(2015, 4, 22), "")


@given(
    st.dates(date(1970, 1, 1), date(2199, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y. %m. %d.", "%Y년 %m월 %d일"]),
)
def test_any_day_reads_back(day: date, form: str) -> None:
    moment = read_moment(day.strftime(form), STYLE, UTC)
    assert moment is not None
    assert moment.date() == day


@given(st.text(max_size=30), st.text(max_size=10))
def test_no_text_raises(text: str, other: str) -> None:
    found = read_moment(text, style_of([text, other]), SEOUL, other)
    assert found is None or found.tzinfo is not None
