"""Hours, amounts and rosters as people write them down, and what is wrong with some."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwidam.core.hours import (
    ALWAYS,
    Amount,
    Hours,
    NeverOpen,
    WeekWindow,
    Window,
    add_open,
    add_open_days,
    due,
    gaps,
    next_open,
    open_between,
)

from .opening import NEVER, OFFICE, SEOUL, seoul

# --- amounts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "on_office", "on_always"),
    [
        (15, "seconds", seoul(11, 23, 9) + timedelta(seconds=15), seoul(11, 20, 18) + timedelta(seconds=15)),
        (30, "minutes", seoul(11, 23, 9, 30), seoul(11, 20, 18, 30)),
        (9, "hours", seoul(11, 24, 10), seoul(11, 21, 3)),
        (3, "days", seoul(11, 23, 18), seoul(11, 23, 18)),
        (3, "working_days", seoul(11, 25, 18), seoul(11, 24)),
    ],
)
def test_amounts_fall_due(value: int, unit: str, on_office: datetime, on_always: datetime):
    friday_evening = seoul(11, 20, 18)
    assert due(Amount(value, unit), friday_evening, OFFICE) == on_office
    assert due(Amount(value, unit), friday_evening, ALWAYS) == on_always


def test_an_amount_survives_json():
    assert Amount.from_dict(Amount(3, "working_days").to_dict()) == Amount(3, "working_days")


@pytest.mark.parametrize(
    ("shape", "sentence"),
    [
        (
            {"value": 3, "unit": "weeks"},
            "Unknown unit 'weeks'; allowed are seconds, minutes, hours, days, working_days.",
        ),
        ({"value": 0, "unit": "days"}, "An amount of time is a whole number from one."),
        ({"value": True, "unit": "days"}, "An amount of time is a whole number from one."),
        ({"value": "3", "unit": "days"}, "An amount of time is a whole number from one."),
        ({"value": 3661, "unit": "working_days"}, "An amount of time may be at most ten years."),
        ({"value": 10**30, "unit": "seconds"}, "An amount of time may be at most ten years."),
        ({"value": 3}, "An amount of time is an object of value and unit."),
        ([3, "days"], "An amount of time is an object of value and unit."),
    ],
)
def test_a_wrong_amount_is_refused_with_a_sentence(shape, sentence: str):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the sentence is compared whole
        Amount.from_dict(shape)
    assert str(refusal.value) == sentence


def test_working_days_have_no_length_of_their_own():
    assert Amount(2, "hours").length == timedelta(hours=2)
    with pytest.raises(ValueError, match="no length without a calendar"):
        _ = Amount(2, "working_days").length


# --- never open ------------------------------------------------------------------------------------------


def test_hours_without_a_window_never_open():
    for ask in (
        lambda: add_open(NEVER, seoul(11, 23), timedelta(seconds=1)),
        lambda: add_open_days(NEVER, seoul(11, 23), 1),
        lambda: next_open(NEVER, seoul(11, 23)),
    ):
        with pytest.raises(NeverOpen):
            ask()
    assert open_between(NEVER, seoul(1, 1), seoul(12, 31)) == timedelta()
    assert add_open(NEVER, seoul(11, 23), timedelta()) == seoul(11, 23)


def test_one_open_date_is_found_and_no_second_one():
    hours = Hours("Asia/Seoul", ((),) * 7, opened=((date(2027, 12, 31), (Window(540, 600),)),))
    assert next_open(hours, seoul(1, 2)) == seoul(12, 31, 9, year=2027)
    assert add_open(hours, seoul(1, 2), timedelta(hours=1)) == seoul(12, 31, 10, year=2027)
    with pytest.raises(NeverOpen):
        add_open(hours, seoul(1, 2), timedelta(hours=1, microseconds=1))
    with pytest.raises(NeverOpen):
        add_open_days(hours, seoul(1, 2), 2)


def test_time_is_not_added_backwards():
    with pytest.raises(ValueError, match="backwards"):
        add_open(OFFICE, seoul(11, 23), timedelta(seconds=-1))
    with pytest.raises(ValueError, match="from one"):
        add_open_days(OFFICE, seoul(11, 23), 0)


# --- as people write it down -----------------------------------------------------------------------------


def test_the_json_shape_is_the_documented_one():
    hours = Hours(
        "Asia/Seoul",
        ((Window(540, 720), Window(780, 1080)), *((),) * 5, (Window(1320, 1800),)),
        region="KR",
        closed=frozenset({date(2026, 10, 2)}),
        opened=((date(2026, 10, 3), (Window(0, 1440),)),),
    )
    assert hours.to_dict() == {
        "zone": "Asia/Seoul",
        "weekly": {"mon": [["09:00", "12:00"], ["13:00", "18:00"]], "sun": [["22:00", "06:00"]]},
        "region": "KR",
        "closed": ["2026-10-02"],
        "open": {"2026-10-03": [["00:00", "24:00"]]},
    }
    assert Hours.from_dict(hours.to_dict()) == hours


def test_equal_hours_are_one_key():
    assert hash(Hours.from_dict(OFFICE.to_dict())) == hash(OFFICE)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"zone": "Seoul"}, "Unknown time zone 'Seoul'; use a name such as 'Asia/Seoul'."),
        ({"zone": "../etc"}, "Unknown time zone '../etc'; use a name such as 'Asia/Seoul'."),
        ({"zone": None}, "zone: a text is needed."),
        ({"region": "XX"}, "Unknown holiday region 'XX'; use a code such as 'KR' or 'DE-BY'."),
        ({"region": 82}, "The region must be a code such as 'KR'."),
        ({"weekly": {"월": []}}, "Unknown weekday '월'; allowed are mon, tue, wed, thu, fri, sat, sun."),
        (
            {"weekly": {"mon": [["9:00", "18:00"]]}},
            "mon: '9:00' is not a time of day between 00:00 and 24:00.",
        ),
        ({"weekly": {"mon": [["24:00", "06:00"]]}}, "mon: A window must start between 00:00 and 23:59."),
        (
            {"weekly": {"mon": [["24:30", "06:00"]]}},
            "mon: '24:30' is not a time of day between 00:00 and 24:00.",
        ),
        ({"weekly": {"mon": [["09:00"]]}}, "mon: a window is a pair such as ['09:00', '18:00']."),
        ({"weekly": {"mon": [["09:00", "12:00"], ["11:00", "13:00"]]}}, "mon: two windows overlap."),
        ({"weekly": []}, "weekly: an object is needed."),
        ({"closed": "2026-10-02"}, "closed: a list is needed."),
        ({"closed": ["2026-02-30"]}, "closed: '2026-02-30' is not a date such as 2026-10-03."),
        (
            {"closed": ["2026-10-02"], "open": {"2026-10-02": [["09:00", "10:00"]]}},
            "2026-10-02 cannot be both closed and open.",
        ),
        ({"holidays": []}, "Unknown key 'holidays'; allowed are zone, weekly, region, closed, open."),
    ],
)
def test_wrong_hours_are_refused_with_a_sentence(changes, sentence: str):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the sentence is compared whole
        Hours.from_dict({"zone": "Asia/Seoul", "weekly": {}} | changes)
    assert str(refusal.value) == sentence


# --- rosters ---------------------------------------------------------------------------------------------


def test_three_shifts_a_day_cover_every_minute():
    shifts = [
        WeekWindow.on(day, *hours)
        for day in range(7)
        for hours in (("07:00", "15:00"), ("15:00", "23:00"), ("23:00", "07:00"))
    ]
    assert gaps(ALWAYS, shifts) == []
    assert gaps(ALWAYS, shifts[:-1]) == [WeekWindow.on(6, "23:00", "07:00")]


def test_gaps_are_merged_across_midnight_and_across_sunday():
    days = [WeekWindow.on(day, "09:00", "18:00") for day in range(5)]
    missing = gaps(ALWAYS, days)
    assert missing[0] == WeekWindow.on(0, "18:00", "09:00")
    assert missing[-1].shown == ((4, "18:00"), (0, "09:00"))
    assert len(missing) == 5


def test_an_empty_roster_misses_the_whole_week():
    assert gaps(ALWAYS, []) == [WeekWindow(0, 7 * 1440)]
    assert gaps(NEVER, []) == []


def test_only_needed_time_can_be_a_gap():
    mornings = [WeekWindow.on(day, "08:00", "12:30") for day in range(5)]
    assert gaps(OFFICE, mornings) == [WeekWindow.on(day, "13:00", "18:00") for day in range(5)]


@given(
    st.lists(st.tuples(st.integers(0, 10079), st.integers(1, 10080)), max_size=6),
    st.lists(st.tuples(st.integers(0, 10079), st.integers(1, 4000)), max_size=6),
)
def test_gaps_are_the_needed_minutes_without_a_shift(needed, covered):
    def minutes(pairs) -> set[int]:
        return {minute % 10080 for start, length in pairs for minute in range(start, start + length)}

    found = gaps(
        [WeekWindow(start, start + length) for start, length in needed],
        [WeekWindow(start, start + length) for start, length in covered],
    )
    assert minutes((gap.start, gap.end - gap.start) for gap in found) == minutes(needed) - minutes(covered)


def test_a_shift_covers_its_minutes_on_the_clocks_of_its_zone():
    night = WeekWindow.on(6, "22:00", "06:00")
    assert night.covers(seoul(11, 22, 22), SEOUL)
    assert night.covers(seoul(11, 23, 5, 59), SEOUL)
    assert not night.covers(seoul(11, 23, 6), SEOUL)
    assert not night.covers(seoul(11, 22, 21, 59), SEOUL)
