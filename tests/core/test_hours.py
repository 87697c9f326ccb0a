"""Opening hours: open time added up, days as they are, holidays, clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwidam.core.hours import (
    ALWAYS,
    Hours,
    Window,
    add_open,
    add_open_days,
    always,
    is_open,
    next_open,
    open_between,
)

from .opening import NIGHT_SHOP, OFFICE, SEOUL, daily, seoul

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")


# --- any hours, any moment -------------------------------------------------------------------------------

moments = st.datetimes(
    min_value=datetime(2027, 10, 1),  # noqa: DTZ001 - Hypothesis adds the zone
    max_value=datetime(2028, 6, 30),  # noqa: DTZ001 - the same
    timezones=st.just(UTC),
)
lengths = st.timedeltas(min_value=timedelta(), max_value=timedelta(days=40))


@st.composite
def windows(draw: st.DrawFn) -> tuple[Window, ...]:
    edges = sorted(draw(st.lists(st.integers(0, 1439), min_size=0, max_size=6, unique=True)))
    day = [Window(start, end) for start, end in zip(edges[::2], edges[1::2], strict=False)]
    if len(edges) % 2:
        day.append(Window(edges[-1], draw(st.integers(edges[-1] + 1, 1440 + edges[-1]))))
    return tuple(day)


open_hours = st.builds(
    Hours,
    zone=st.sampled_from(["Asia/Seoul", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]),
    weekly=st.tuples(*[windows()] * 7).filter(any),
    region=st.sampled_from([None, "KR", "DE-BY", "US"]),
    closed=st.frozensets(st.dates(date(2027, 10, 1), date(2028, 6, 30)), max_size=5),
)


@given(open_hours, moments, lengths)
def test_added_open_time_is_the_open_time_between(hours: Hours, start: datetime, amount: timedelta):
    assert open_between(hours, start, add_open(hours, start, amount)) == amount


@given(open_hours, moments, lengths)
def test_open_time_ends_at_the_first_moment_it_is_used_up(hours: Hours, start: datetime, amount: timedelta):
    end = add_open(hours, start, amount)
    assert end == start if not amount else open_between(hours, start, end - timedelta.resolution) < amount


@given(open_hours, moments, moments, lengths, lengths)
def test_a_later_start_or_a_larger_amount_never_ends_earlier(hours, one, other, little, much):
    first, last = sorted([one, other])
    less, more = sorted([little, much])
    assert add_open(hours, first, less) <= add_open(hours, last, less)
    assert add_open(hours, first, less) <= add_open(hours, first, more)


@given(open_hours, moments, moments, st.integers(1, 30))
def test_a_later_start_or_more_working_days_never_end_earlier(hours, one, other, days):
    first, last = sorted([one, other])
    assert add_open_days(hours, first, days) <= add_open_days(hours, last, days)
    assert add_open_days(hours, first, days) <= add_open_days(hours, first, days + 1)


@given(open_hours, moments, moments, moments)
def test_open_time_adds_up_and_stays_within_wall_time(hours, one, two, three):
    a, b, c = sorted([one, two, three])
    assert open_between(hours, a, b) + open_between(hours, b, c) == open_between(hours, a, c)
    assert timedelta() <= open_between(hours, a, c) <= c - a
    assert open_between(hours, c, a) == timedelta()


@given(open_hours, moments)
def test_the_next_open_moment_is_open_and_nothing_before_it_was(hours, at):
    opens = next_open(hours, at)
    assert is_open(hours, opens)
    assert open_between(hours, at, opens) == timedelta()
    assert (opens == at) == is_open(hours, at)


@given(moments, moments, lengths)
def test_always_is_the_wall_clock(start, other, amount):
    first, last = sorted([start, other])
    assert add_open(ALWAYS, start, amount) == start + amount
    assert open_between(ALWAYS, first, last) == last - first
    assert is_open(ALWAYS, start)
    assert next_open(ALWAYS, start) == start


@given(open_hours)
def test_hours_survive_json(hours):
    assert Hours.from_dict(hours.to_dict()) == hours


# --- days as they are ------------------------------------------------------------------------------------


def test_lunch_is_not_open_time():
    assert not is_open(OFFICE, seoul(11, 23, 12, 30))
    assert open_between(OFFICE, seoul(11, 23), seoul(11, 24)) == timedelta(hours=8)
    assert add_open(OFFICE, seoul(11, 23, 11, 30), timedelta(hours=1)) == seoul(11, 23, 13, 30)


def test_a_window_holds_its_first_moment_and_not_its_last():
    assert is_open(OFFICE, seoul(11, 23, 9))
    assert not is_open(OFFICE, seoul(11, 23, 12))


def test_time_used_up_at_closing_ends_at_closing():
    assert add_open(OFFICE, seoul(11, 23, 16), timedelta(hours=2)) == seoul(11, 23, 18)
    assert add_open(OFFICE, seoul(11, 23, 16), timedelta(hours=2, seconds=1)) == seoul(11, 24, 9) + timedelta(
        seconds=1
    )


def test_a_window_across_midnight_belongs_to_the_day_it_starts_on():
    shut_on_monday = Hours(NIGHT_SHOP.zone, NIGHT_SHOP.weekly, closed=frozenset({date(2026, 11, 23)}))
    assert is_open(shut_on_monday, seoul(11, 23, 1))  # Sunday's night
    assert not is_open(shut_on_monday, seoul(11, 23, 20))
    assert not is_open(shut_on_monday, seoul(11, 24, 1))
    assert add_open_days(NIGHT_SHOP, seoul(11, 22, 20), 1) == seoul(11, 24, 2)


def test_a_short_day_after_a_longer_night_ends_with_that_night():
    day_and_night, early = (Window.of("10:00", "10:00"),), (Window.of("05:00", "06:00"),)
    hours = Hours("Asia/Seoul", (day_and_night, early, *((),) * 5))
    assert add_open_days(hours, seoul(11, 22), 1) == seoul(11, 24, 10)
    assert add_open_days(hours, seoul(11, 22), 2) == seoul(11, 24, 10)


def test_a_night_across_new_year_is_one_night():
    assert open_between(NIGHT_SHOP, seoul(12, 31, 18), seoul(1, 1, 2, year=2027)) == timedelta(hours=8)
    assert is_open(NIGHT_SHOP, seoul(1, 1, 1, year=2027))
    assert add_open(NIGHT_SHOP, seoul(12, 31, 23), timedelta(hours=4)) == seoul(1, 1, 19, year=2027)


def test_extra_dates_replace_what_else_holds():
    hours = Hours.from_dict(
        OFFICE.to_dict() | {"closed": ["2026-11-24"], "open": {"2026-12-25": [["10:00", "11:00"]]}}
    )
    assert open_between(hours, seoul(11, 24), seoul(11, 25)) == timedelta()
    assert open_between(hours, seoul(12, 25), seoul(12, 26)) == timedelta(hours=1)
    assert open_between(OFFICE, seoul(12, 25), seoul(12, 26)) == timedelta()


def test_29_february_is_a_day_like_others():
    start, end = seoul(2, 28, 17, year=2028), seoul(3, 2, year=2028)  # Monday; 1 March is a holiday
    assert open_between(OFFICE, start, end) == timedelta(hours=9)
    assert add_open_days(OFFICE, start, 1) == seoul(2, 29, 18, year=2028)


# --- Korean holidays -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 2, 16), "the day before Seollal"),
        (date(2026, 2, 17), "Seollal"),
        (date(2026, 2, 18), "the day after Seollal"),
        (date(2026, 3, 2), "substitute for 1 March, a Sunday"),
        (date(2026, 5, 25), "substitute for Buddha's birthday, a Sunday"),
        (date(2026, 8, 17), "substitute for 15 August, a Saturday"),
        (date(2026, 9, 24), "the day before Chuseok"),
        (date(2026, 9, 25), "Chuseok"),
        (date(2026, 10, 5), "substitute for 3 October, a Saturday"),
        (date(2025, 10, 8), "substitute for Chuseok, which met a Sunday"),
    ],
)
def test_korean_holidays_are_closed(day: date, why: str):
    midnight = datetime(day.year, day.month, day.day, tzinfo=SEOUL)
    assert open_between(OFFICE, midnight, midnight + timedelta(days=1)) == timedelta(), why


def test_three_working_days_run_around_chuseok():
    # Tuesday; then Wednesday, and Thursday to Sunday off, Monday, Tuesday
    assert add_open_days(OFFICE, seoul(9, 22, 8), 3) == seoul(9, 29, 18)


def test_the_first_day_does_not_count_however_early_and_the_last_counts_to_its_end():
    assert add_open_days(OFFICE, seoul(11, 23, 0, 1), 1) == seoul(11, 24, 18)
    assert add_open_days(OFFICE, seoul(11, 23, 23, 59), 1) == seoul(11, 24, 18)
    assert add_open_days(OFFICE, seoul(11, 21, 12), 1) == seoul(11, 23, 18)  # from a Saturday


def test_working_days_are_those_of_the_zone_of_the_hours():
    late_in_london = datetime(2026, 11, 23, 16, tzinfo=UTC)  # Tuesday 01:00 in Seoul
    assert add_open_days(OFFICE, late_in_london, 1) == seoul(11, 25, 18)


# --- summer time -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "spring", "autumn"),
    [
        (BERLIN, date(2026, 3, 29), date(2026, 10, 25)),
        (NEW_YORK, date(2026, 3, 8), date(2026, 11, 1)),
    ],
)
def test_days_of_clock_changes_have_23_and_25_hours(zone: ZoneInfo, spring: date, autumn: date):
    hours = always(zone.key)
    for day, length in ((spring, 23), (autumn, 25)):
        start, end = (datetime.combine(it, time(), zone) for it in (day, day + timedelta(days=1)))
        assert open_between(hours, start, end) == timedelta(hours=length)
        assert add_open(hours, start, timedelta(hours=length)) == end
        assert add_open_days(hours, start - timedelta(hours=12), 1) == end


def test_opening_time_follows_the_clock_on_the_wall():
    shop = daily("Europe/Berlin", "09:00", "18:00")
    friday_evening = datetime(2026, 3, 27, 18, tzinfo=BERLIN)
    assert add_open(shop, friday_evening, timedelta(hours=10)) == datetime(2026, 3, 29, 8, tzinfo=UTC)
    assert next_open(shop, friday_evening) == datetime(2026, 3, 28, 8, tzinfo=UTC)
    assert next_open(shop, datetime(2026, 3, 28, 18, tzinfo=BERLIN)) == datetime(2026, 3, 29, 7, tzinfo=UTC)


def test_a_window_that_the_clock_leaps_over_does_not_exist():
    hours = Hours.from_dict({"zone": "Europe/Berlin", "weekly": {"sun": [["02:00", "03:00"]]}})
    sunday = datetime(2026, 3, 29, tzinfo=BERLIN)
    assert open_between(hours, sunday, sunday + timedelta(days=1)) == timedelta()
    assert next_open(hours, sunday) == datetime(2026, 4, 5, 2, tzinfo=BERLIN)
