"""Which column is what: by its heading where people wrote a clear one, by its cells where they did not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from zoneinfo import ZoneInfo

from gwidam.core.tables import Row, SpokenReason

from .dates import MAX_LENGTH, DateStyle, read_clock, read_day, read_moment, style_of
from .headings import Field, is_not_the_customers, is_title, likely_meaning, meaning

MAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]{2,}")
_PHONE = re.compile(r"\(?(?:\+|0)[\d\s().+-]{7,18}")
_ANY_ZONE = ZoneInfo("UTC")
_DAYS = (Field.SAID_AT, Field.SAID_TIME)  # decided by the cells as much as by the headings
_PARTLY = 1000  # rank of a heading that only ends in a known word
_MOST = 0.6  # share of the filled cells that settles what a column holds


class Why(SpokenReason):
    """Why a column was chosen."""

    TOLD = ("직접 고르셨어요.", "You chose it.")
    HEADING = ("제목 줄에 그렇게 적혀 있어요.", "Its heading says so.")
    PART_OF_HEADING = ("제목 줄의 낱말로 짐작했어요.", "A word of its heading suggests it.")
    CLEARER_DATE = (
        "옆 칸의 날짜는 여러 날로 읽힐 수 있는데, 이 칸은 하루로만 읽혀요.",
        "Its days can be read in one way only; those of the column beside it in several.",
    )
    CELLS = ("칸에 적힌 값의 모양으로 알아보았어요.", "What its cells look like says so.")
    LONGEST = ("가장 긴 글이 들어 있어요.", "It holds the longest text.")


@dataclass(frozen=True, slots=True)
class Choice:
    """The columns that fill one field, how sure the guess is (0 to 1), and why."""

    field: Field
    columns: tuple[str, ...]
    confidence: float
    why: Why


@dataclass(frozen=True, slots=True)
class Mapping:
    """Columns of a table -> fields of a voice. `unused` columns stay with the row as they came."""

    header: tuple[str, ...]
    choices: dict[Field, Choice] = field(default_factory=dict)
    dates: DateStyle = field(default_factory=DateStyle)

    def columns(self, wanted: Field) -> tuple[str, ...]:
        """The columns of a field; none if it has none."""
        choice = self.choices.get(wanted)
        return choice.columns if choice else ()

    @property
    def unused(self) -> tuple[str, ...]:
        used = {name for choice in self.choices.values() for name in choice.columns}
        return tuple(name for name in self.header if name not in used)

    def told(self, wanted: Field, columns: Iterable[str], sample: Sequence[Row] = ()) -> Mapping:
        """This mapping with one field set by a person; columns taken over are given up elsewhere.

        Raises KeyError for a column the table does not have. No columns: the field stays empty.
        """
        chosen = tuple(columns)
        if unknown := [name for name in chosen if name not in self.header]:
            raise KeyError(unknown[0])
        choices: dict[Field, Choice] = {}
        for kind, choice in self.choices.items():
            left = tuple(name for name in choice.columns if name not in chosen)
            if kind is not wanted and left:
                choices[kind] = replace(choice, columns=left)
        if chosen:
            choices[wanted] = Choice(wanted, chosen, 1.0, Why.TOLD)
        dates = self.dates
        if wanted is Field.SAID_AT and chosen:
            dates = style_of(row.cells.get(chosen[0], "") for row in sample)
        return Mapping(self.header, choices, dates)


class _Column:
    """What one column's sampled cells look like."""

    def __init__(self, name: str, place: int, cells: Sequence[str]) -> None:
        self.name = name
        self.place = place
        self.cells = [cell for cell in map(str.strip, cells) if cell]
        self.brief = [cell for cell in self.cells if len(cell) <= MAX_LENGTH]

    def _share(self, count: int) -> float:
        return count / len(self.cells) if self.cells else 0.0

    @cached_property
    def mails(self) -> float:
        return self._share(sum(bool(MAIL.fullmatch(cell)) for cell in self.brief))

    @cached_property
    def phones(self) -> float:
        return self._share(sum(bool(_PHONE.fullmatch(cell)) for cell in self.brief))

    @cached_property
    def style(self) -> DateStyle:
        return style_of(self.cells)

    @cached_property
    def moments(self) -> float:
        return self._share(sum(bool(read_moment(cell, self.style, _ANY_ZONE)) for cell in self.brief))

    @cached_property
    def days(self) -> float:
        """Days written as days, not as one number that might mean anything."""
        return self._share(sum(bool(read_day(cell, self.style)) for cell in self.brief))

    @cached_property
    def clocks(self) -> float:
        return self._share(sum(bool(read_clock(cell)) for cell in self.brief))

    @cached_property
    def length(self) -> float:
        return self._share(sum(map(len, self.cells)))

    @cached_property
    def is_distinct(self) -> bool:
        return len(set(self.cells)) == len(self.cells)


def guess_columns(header: Sequence[str], sample: Sequence[Row]) -> Mapping:
    """Guess the mapping from the headings and some rows (a few hundred are plenty)."""
    columns = [
        _Column(name, place, [row.cells.get(name, "") for row in sample]) for place, name in enumerate(header)
    ]
    guess = _Guess(columns)
    guess.by_heading()
    guess.by_cells()
    guess.said_at()
    guess.text()
    return Mapping(tuple(header), guess.choices, guess.dates)


class _Guess:
    """The mapping while it is being made: `free` columns have no field yet."""

    def __init__(self, columns: list[_Column]) -> None:
        self.columns = columns
        self.free = {column.name: column for column in columns}
        self.choices: dict[Field, Choice] = {}
        self.dates = DateStyle()

    def choose(self, wanted: Field, columns: Sequence[_Column], confidence: float, why: Why) -> None:
        names = tuple(column.name for column in columns)
        self.choices[wanted] = Choice(wanted, names, confidence, why)
        for name in names:
            self.free.pop(name, None)

    def by_heading(self) -> None:
        """Headings that are known words, then headings that end in one."""
        exact: dict[Field, list[tuple[int, _Column]]] = {}
        for column in self.columns:
            found = meaning(column.name)
            if found and _may_be(found[0], column):
                exact.setdefault(found[0], []).append((found[1], column))
        for wanted, ranked in exact.items():
            if wanted not in _DAYS:
                self.choose(wanted, _arranged(wanted, ranked), 0.95, Why.HEADING)
        for column in list(self.free.values()):
            likely = likely_meaning(column.name)
            if likely is None or likely in _DAYS or likely in self.choices:
                continue
            if _may_be(likely, column):
                self.choose(likely, [column], 0.7, Why.PART_OF_HEADING)

    def by_cells(self) -> None:
        """Columns nobody named, but whose cells are mail addresses or phone numbers."""
        for wanted, shares in ((Field.EMAIL, "mails"), (Field.PHONE, "phones")):
            fitting = [column for column in self.free.values() if getattr(column, shares) >= _MOST]
            fitting = [column for column in fitting if not is_not_the_customers(column.name)]
            if wanted not in self.choices and fitting:
                self.choose(wanted, fitting[:1], round(0.7 * getattr(fitting[0], shares), 2), Why.CELLS)

    def said_at(self) -> None:
        """The column of days: named so, preferring one that can be read in one way only."""
        named = sorted(filter(None, map(_named_day, self.free.values())))
        if not named:
            self._unnamed_day()
            return
        rank, place = named[0]
        column = self.columns[place]
        clear = [self.columns[place] for _, place in named if self.columns[place].style.is_certain]
        if not column.style.is_certain and clear:
            self._set_day(clear[0], 0.9, Why.CLEARER_DATE)
        elif rank >= _PARTLY:
            self._set_day(column, 0.7, Why.PART_OF_HEADING)
        else:
            self._set_day(column, 0.95 if column.style.is_certain else 0.6, Why.HEADING)

    def _unnamed_day(self) -> None:
        fitting = [c for c in self.free.values() if c.days >= 0.8 and not is_not_the_customers(c.name)]
        if fitting:
            best = max(fitting, key=lambda c: (c.style.is_certain, c.days, -c.place))
            self._set_day(best, 0.6 if best.style.is_certain else 0.4, Why.CELLS)

    def _set_day(self, column: _Column, confidence: float, why: Why) -> None:
        self.choose(Field.SAID_AT, [column], confidence, why)
        self.dates = column.style
        for other in list(self.free.values()):
            found = meaning(other.name)
            if found and found[0] is Field.SAID_TIME and other.clocks >= _MOST:
                self.choose(Field.SAID_TIME, [other], 0.95, Why.HEADING)
                return

    def text(self) -> None:
        """What was said, if no heading told: the longest column left."""
        chosen = set(self.choices[Field.TEXT].columns) if Field.TEXT in self.choices else set()
        if any(column.cells for column in self.columns if column.name in chosen):
            return
        rest = [c for c in self.free.values() if c.cells and not is_not_the_customers(c.name)]
        rest = rest or [c for c in self.free.values() if c.cells]
        if not rest:
            return
        longest, *others = sorted(rest, key=lambda c: c.length, reverse=True)
        is_clear = longest.length >= 8 and (not others or longest.length >= 2 * others[0].length)
        self.choose(Field.TEXT, [longest], 0.6 if is_clear else 0.3, Why.LONGEST)


def _named_day(column: _Column) -> tuple[int, int] | None:
    """(rank of the heading, place) of a column that is called a day and holds days."""
    if column.cells and column.moments < 0.5:
        return None
    found = meaning(column.name)
    if found and found[0] is Field.SAID_AT:
        return found[1], column.place
    if likely_meaning(column.name) is Field.SAID_AT:
        return _PARTLY, column.place
    return None


def _may_be(wanted: Field, column: _Column) -> bool:
    """Whether the cells do not speak against the heading."""
    if not column.cells:
        return True
    if wanted is Field.EMAIL:
        return column.mails > 0.2 or column.phones < _MOST
    if wanted in (Field.PHONE, Field.NAME, Field.HANDLE):
        is_phone = wanted is Field.PHONE
        return column.mails < _MOST and (is_phone or column.phones < _MOST)
    if wanted is Field.EXTERNAL_ID:
        return column.is_distinct
    return True


def _arranged(wanted: Field, ranked: list[tuple[int, _Column]]) -> list[_Column]:
    """Columns of one field: texts with the title first, places as they stand, else the best name first."""
    if wanted is Field.TEXT:
        ranked = sorted(ranked, key=lambda entry: (not is_title(entry[1].name), entry[1].place))
    elif wanted is not Field.ADDRESS:
        ranked = sorted(ranked, key=lambda entry: (entry[0], entry[1].place))
    if wanted is Field.EXTERNAL_ID:
        ranked = ranked[:1]
    return [column for _, column in ranked]
