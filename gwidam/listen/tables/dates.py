"""When something was said, in the spellings people use.

`22-04-15` and `4/8/2015` can each be several days: the order is decided for a whole column, from a sample,
and the decision says whether it was certain, so that a clearer column beside it can be preferred.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import Enum
from functools import lru_cache

MAX_LENGTH = 80  # characters; nobody needs more for a moment, and what was read is remembered
FIRST_YEAR, LAST_YEAR = 1970, 2199  # whatever lies outside is a slip of the pen
_EXCEL_EPOCH = date(1899, 12, 30)  # Excel believes in 29 February 1900

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
_NUMERIC = re.compile(r"(\d{1,4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,4})(?!\d)\s*[일.]?")
_DAY_FIRST = re.compile(
    r"(?:[a-z]{3,9},?\s+)?(\d{1,2})(?:st|nd|rd|th)?[-\s./]*([a-z]{3,9})\.?[-\s.,/]*(\d{4}|\d{2})(?!\d)"
)
_MONTH_FIRST = re.compile(r"(?:[a-z]{3,9},\s+)?([a-z]{3,9})\.?\s*(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_COMPACT = re.compile(r"(\d{4}|\d{2})(\d{2})(\d{2})(?:[\sT_-]?(\d{2})(\d{2})(\d{2})?)?")
_SERIAL = re.compile(r"(\d{5})(\.\d+)?")
_EPOCH = re.compile(r"1\d{9}(?:\.\d+)?|1\d{12}")
_WEEKDAY = re.compile(
    r"[\s,]*(?:\(?[월화수목금토일](?:요일)?\)?(?=[\s,]|$)|\(?(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\)?)?[\s,t]*"
)
_CLOCK = re.compile(
    r"(?P<before>오전|오후|[ap]\.?m\.?)?\s*(?P<hour>\d{1,2})\s*"
    r"(?:[:](?P<minute>\d{1,2})(?:[:](?P<second>\d{1,2})(?:[.,]\d+)?)?"
    r"|시\s*(?:(?P<minute_ko>\d{1,2})\s*분)?\s*(?:(?P<second_ko>\d{1,2})\s*초)?)?"
    r"\s*(?P<after>오전|오후|[ap]\.?m\.?)?"
    r"\s*(?P<offset>z|utc|[+-]\d{2}:?\d{2})?"
)


class Order(Enum):
    """Which of three numbers is the year, the month and the day."""

    YMD = (0, 1, 2)
    DMY = (2, 1, 0)
    MDY = (2, 0, 1)


@dataclass(frozen=True, slots=True)
class DateStyle:
    """How a column writes days: `short` for 22-04-15, `long` for 4/8/2015."""

    short: Order = Order.YMD
    long: Order = Order.MDY
    is_certain: bool = True


def style_of(samples: Iterable[str]) -> DateStyle:
    """Decide the order of a column's numbers from some of its cells."""
    short: list[tuple[int, int, int]] = []
    long: list[tuple[int, int, int]] = []
    dashed = 0
    for sample in samples:
        cell = _plain(sample[:MAX_LENGTH])
        if (found := _NUMERIC.match(cell)) and len(found[1]) <= 2:
            triple = (int(found[1]), int(found[2]), int(found[3]))
            (long if len(found[3]) == 4 else short).append(triple)
            dashed += "/" not in found[0]
    is_slashed = dashed * 2 <= len(short) + len(long)  # the American habit
    short_order, short_certain = _order(short, tuple(Order), Order.MDY if short and is_slashed else Order.YMD)
    long_order, long_certain = _order(long, (Order.DMY, Order.MDY), Order.MDY if is_slashed else Order.DMY)
    return DateStyle(short_order, long_order, short_certain and long_certain)


def _order(triples: list[tuple[int, int, int]], orders: tuple[Order, ...], usual: Order) -> tuple[Order, bool]:
    """The order that makes most triples real days; among equals the one whose year varies least."""
    if not triples:
        return usual, True

    def rank(order: Order) -> tuple[int, int]:
        real = sum(_day(triple, order) is not None for triple in triples)
        return real, -len({triple[order.value[0]] for triple in triples})

    ranks = {order: rank(order) for order in orders}
    best = max(ranks.values())
    winners = [order for order in orders if ranks[order] == best]
    if len(winners) == 1:
        rivals = [ranks[order] for order in orders if order not in winners]
        return winners[0], all(_is_clearly_below(rival, best) for rival in rivals)
    return (usual if usual in winners else winners[0]), False


def _is_clearly_below(rival: tuple[int, int], best: tuple[int, int]) -> bool:
    return rival[0] < best[0] or rival[1] <= best[1] * 3


def _day(triple: tuple[int, int, int], order: Order) -> date | None:
    year, month, day = (triple[at] for at in order.value)
    return _date(year, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    if year < 100:
        year += 2000 if year < 70 else 1900  # the pivot of POSIX
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _plain(text: str) -> str:
    text = text.strip().strip("'")
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).strip()
    return text.lower()


@lru_cache(maxsize=8192)
def read_day(text: str, style: DateStyle) -> tuple[date, str] | None:
    """(the day, what stands behind it), or None if this is no day that ever was.

    >>> read_day("2026. 11. 22. 오후 3:05", DateStyle())
    (datetime.date(2026, 11, 22), '오후 3:05')
    """
    cell = _plain(text)
    if found := _NUMERIC.match(cell):
        day = _numeric(found, style)
    elif found := _DAY_FIRST.match(cell):
        day = _named(found[3], found[2], found[1])
    elif found := _MONTH_FIRST.match(cell):
        day = _named(found[3], found[1], found[2])
    else:
        return None
    if day is None:
        return None
    rest = cell[found.end() :]
    blank = _WEEKDAY.match(rest)
    return day, rest[blank.end() :] if blank else rest


def _numeric(found: re.Match[str], style: DateStyle) -> date | None:
    first, second, third = int(found[1]), int(found[2]), int(found[3])
    if len(found[1]) > 2:
        return _date(first, second, third) if first > 99 else None
    if len(found[3]) < 3:
        return _day((first, second, third), style.short)
    triple = (first, second, third)
    if third < 100:
        return None
    other = Order.DMY if style.long is Order.MDY else Order.MDY
    # 22/04/2015 in a column of months first is still only one day.
    return _day(triple, style.long) or _day(triple, other)


def _named(year: str, month: str, day: str) -> date | None:
    number = _MONTHS.get(month[:3])
    return _date(int(year), number, int(day)) if number else None


def read_clock(text: str) -> tuple[time, str] | None:
    """(time of day, UTC offset as written or ''), or None.

    >>> read_clock("3:53:50 PM")
    (datetime.time(15, 53, 50), '')
    """
    found = _CLOCK.match(_plain(text))
    if not found:
        return None
    marker = (found["before"] or found["after"] or "").replace(".", "")
    has_hour_word = "시" in found[0]
    if found["minute"] is None and not has_hour_word and not marker:
        return None
    hour = int(found["hour"])
    if marker in ("오후", "pm") and hour < 12:
        hour += 12
    elif marker in ("오전", "am") and hour == 12:
        hour = 0
    minute = int(found["minute"] or found["minute_ko"] or 0)
    second = int(found["second"] or found["second_ko"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return time(hour, minute, second), found["offset"] or ""


def read_moment(text: str, style: DateStyle, zone: tzinfo, clock: str = "") -> datetime | None:
    """A moment in `zone` (or in the offset it was written with); midnight where no time is given.

    `clock` is the cell of a separate column of times. None if the cell is empty or no real day.
    """
    if len(text) > MAX_LENGTH or len(clock) > MAX_LENGTH:
        return None
    if iso := _iso(text):
        return _placed(iso.replace(tzinfo=iso.tzinfo or zone), clock, has_time=len(text.strip()) > 10)
    if split := read_day(text, style):
        day, rest = split
        read = read_clock(rest) or (read_clock(clock) if clock else None)
        if read is None:
            return datetime.combine(day, time(), zone)
        return datetime.combine(day, read[0], _offset(read[1]) or zone)
    numbered = _numbered(_plain(text), zone)
    return numbered and _placed(numbered, clock, has_time=numbered.time() != time())


def _iso(text: str) -> datetime | None:
    text = text.strip()
    if len(text) < 10 or text[4] != "-":
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else None


def _placed(moment: datetime, clock: str, *, has_time: bool) -> datetime:
    if clock and not has_time and (read := read_clock(clock)):
        return datetime.combine(moment.date(), read[0], _offset(read[1]) or moment.tzinfo)
    return moment


def _offset(written: str) -> tzinfo | None:
    if not written:
        return None
    return datetime.strptime(written if written[0] in "+-" else "+0000", "%z").tzinfo


def _numbered(cell: str, zone: tzinfo) -> datetime | None:
    """Days written as one number: 20261122, Excel's 46348.5, seconds since 1970."""
    if found := _COMPACT.fullmatch(cell):
        day = _date(int(found[1]), int(found[2]), int(found[3]))
        hour, minute, second = (int(part or 0) for part in found.groups()[3:])
        if day and hour < 24 and minute < 60 and second < 60:
            return datetime.combine(day, time(hour, minute, second), zone)
    if _EPOCH.fullmatch(cell):
        seconds = float(cell)
        return datetime.fromtimestamp(seconds / 1000 if seconds > 1e12 else seconds, UTC)
    if found := _SERIAL.fullmatch(cell):
        seconds = round(float(found[2] or 0) * 86_400)
        day = _EXCEL_EPOCH + timedelta(days=int(found[1]))
        if FIRST_YEAR <= day.year < 2100:
            return datetime.combine(day, time(), zone) + timedelta(seconds=seconds)
    return None
