"""The language of the search box."""

from __future__ import annotations

from datetime import date

import pytest

from gwidam.understand.heart.find import Filter, Question, Trouble, less, read
from gwidam.understand.heart.find.question import LONGEST, period

TODAY = date(2026, 11, 22)


def asked(typed: str) -> Question:
    return read(typed, today=TODAY)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", Question()),
        (' "" - -- "', Question()),
        ("요금이 청구", Question(words=("요금이", "청구"))),
        ("요금 요금", Question(words=("요금",))),
        ('"위약금  없이" 해지', Question(words=("해지",), phrases=("위약금 없이",))),
        ("“위약금 없이” 해지", Question(words=("해지",), phrases=("위약금 없이",))),
        ('"해지 안', Question(phrases=("해지 안",))),
        ('해지 -환불 -"두 번"', Question(words=("해지",), without=("환불", "두 번"))),
        ("5G-요금 wi-fi", Question(words=("5G-요금", "wi-fi"))),
        ("at:shop", Question(filters=(Filter("at", "shop"),))),
        ("AT:shop 접점:매장", Question(filters=(Filter("at", "shop"), Filter("at", "매장")))),
        ('at:"강남 직영점"', Question(filters=(Filter("at", "강남 직영점"),))),
        ("-tone:positive", Question(filters=(Filter("tone", "positive", is_not=True),))),
        ("10:30 http://gwidam.test/a?b=c", Question(words=("10:30", "http://gwidam.test/a?b=c"))),
        ("-http://gwidam.test", Question(without=("http://gwidam.test",))),
        ("since:2026-10", Question(since=date(2026, 10, 1))),
        ("부터:2026-10 까지:2026-10", Question(since=date(2026, 10, 1), until=date(2026, 11, 1))),
        ("since:2026-09 since:2026-10-05", Question(since=date(2026, 10, 5))),
        ("until:2026 until:2026.3.1", Question(until=date(2026, 3, 2))),
        ("since:7d", Question(since=date(2026, 11, 15))),
        ("부서:요금팀 지금:늦음", Question(filters=(Filter("department", "요금팀"), Filter("is", "늦음")))),
        ("창구:전화", Question(filters=(Filter("channel", "전화"),))),
    ],
)
def test_a_question_is_read(typed: str, meant: Question) -> None:
    found = asked(typed)
    assert (found, found.troubles) == (meant, ())


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [
        ("요금 since:soon", Trouble(3, 13, "date")),
        ("since:2026-13", Trouble(0, 13, "date")),
        ("-since:2026", Trouble(0, 11, "date")),
        ("at: 요금", Trouble(0, 3, "empty")),
        ("요금 colour:red", Trouble(3, 13, "field")),
        ("요" * (LONGEST + 5), Trouble(LONGEST, LONGEST + 5, "cut")),
    ],
)
def test_trouble_is_told_with_its_place(typed: str, trouble: Trouble) -> None:
    assert asked(typed).troubles == (trouble,)


def test_what_is_no_filter_is_still_a_word() -> None:
    assert asked("colour:red").words == ("colour:red",)


@pytest.mark.parametrize(
    ("typed", "dropped", "left"),
    [
        ("요금 tone:negative", Filter("tone", "negative"), "요금"),
        ('접점:"강남 직영점" "두 번"  -환불', Filter("at", "강남 직영점"), '"두 번" -환불'),
        ("tone:negative", Filter("tone", "negative", is_not=True), "tone:negative"),
        ("-tone:negative 요금", Filter("tone", "negative", is_not=True), "요금"),
    ],
)
def test_one_filter_is_taken_out_and_the_rest_stays(typed: str, dropped: Filter, left: str) -> None:
    assert less(typed, dropped) == left


def test_numbers_lose_their_dashes() -> None:
    assert asked("1234-5678 5678 １２３４ abc 12a").numbers == ("12345678", "5678", "1234")


@pytest.mark.parametrize("written", ["", "0000-01", "9999", "2026-2-30", "12", "2026-", "9999-12", "99999d"])
def test_what_is_no_period_is_none(written: str) -> None:
    assert period(written, today=TODAY) is None


@pytest.mark.parametrize(
    "typed", ["\0", "a" * 1_000_000, '"' * 9999, "-" * 9999, ":" * 9999, "😀 :😀", "at:at:at:"]
)
def test_nothing_typed_raises(typed: str) -> None:
    assert isinstance(asked(typed), Question)
