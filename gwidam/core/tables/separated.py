"""Tables whose cells are separated by a character: CSV, TSV and their cousins."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from .cells import RAW_LIMIT, Dialect, Rows, Split
from .encoding import Encoding, read_lines
from .reasons import Reason, Refused, Row

DELIMITERS = (",", "\t", ";", "|")
SAMPLE_ROWS = 200
MAX_NAME = 200  # characters of a heading
_ONE_COLUMN = "\0"
_EXCEL_HINT = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)  # Excel's own first line
# A heading is never an address, a phone number or a day: then the file has no heading line.
_NO_HEADING = re.compile(
    r"[^@\s]+@[^@\s]+\.\w+|\+?\d[\d\s().-]{7,}\d|\d{4}\s?[-./]\s?\d{1,2}\s?[-./]\s?\d{1,2}\b.*",
)


@dataclass(frozen=True, slots=True)
class Heading:
    """The names of the columns, and the line they stand on; rows begin below it."""

    names: tuple[str, ...]
    line: int
    is_made_up: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """What has to be known before the first row of a separated file can be read."""

    dialect: Dialect
    heading: Heading


def column_names(cells: Sequence[str]) -> tuple[str, ...]:
    """Names that differ: empty headings become `#3`, a repeated one `내용 (2)`."""
    names: list[str] = []
    taken: set[str] = set()
    for at, cell in enumerate(cells, start=1):
        stem = name = " ".join(cell.replace("\ufeff", "").split())[:MAX_NAME] or f"#{at}"
        count = 1
        while name in taken:
            count += 1
            name = f"{stem} ({count})"
        taken.add(name)
        names.append(name)
    return tuple(names)


def find_heading(rows: Sequence[tuple[int, Sequence[str]]]) -> Heading:
    """The heading among the first rows: below a title line, if there is one; made up if there is none."""
    filled = [(line, cells) for line, cells in rows if any(map(str.strip, cells))]
    if not filled:
        return Heading((), rows[0][0] if rows else 0)
    line, cells = _below_title(filled)
    width = max(_length(row) for _, row in filled)
    if any(_NO_HEADING.fullmatch(cell.strip()) for cell in cells):
        return Heading(tuple(f"#{at}" for at in range(1, width + 1)), line - 1, is_made_up=True)
    return Heading(column_names(cells[:width]), line)


def _below_title(rows: Sequence[tuple[int, Sequence[str]]]) -> tuple[int, Sequence[str]]:
    """Offices write "2026년 11월 접수 현황" into the first cell and the headings two lines below."""
    for at, (line, cells) in enumerate(rows):
        if _filled(cells) > 1 or not any(_filled(below) > 2 for _, below in rows[at + 1 :]):
            return line, cells
    return rows[0]


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _length(cells: Sequence[str]) -> int:
    """Number of cells up to the last one that holds something."""
    return max((at for at, cell in enumerate(cells, start=1) if cell.strip()), default=0)


def sniff_layout(sample: str, *, is_whole: bool) -> Layout:
    """Delimiter, quoting and heading from the beginning of a file."""
    if hint := _EXCEL_HINT.match(sample):
        return _layout(sample, hint[1], is_whole, skip=1)
    ranked: list[tuple[float, int, int, Layout]] = []
    for delimiter in DELIMITERS:
        layout = _layout(sample, delimiter, is_whole)
        if len(layout.heading.names) > 1:
            fit = _fit(sample, layout, is_whole)
            ranked.append((fit, -layout.heading.line, len(layout.heading.names), layout))
    # Commas in the text of a one-column file make no table: its heading has none, its rows have some.
    likely = [entry for entry in ranked if entry[1] >= -1 or entry[0] >= 0.8]
    if not likely:
        return _layout(sample, _ONE_COLUMN, is_whole)
    return max(likely, key=lambda entry: entry[:3])[3]


def _layout(sample: str, delimiter: str, is_whole: bool, skip: int = 0) -> Layout:
    dialect = Dialect(delimiter, is_quoted=delimiter != "\t" or not _quotes_are_text(sample))
    rows = [(split.line, split.cells) for split in _sample(sample, dialect, is_whole)[skip:]]
    return Layout(dialect, find_heading(rows))


def _sample(sample: str, dialect: Dialect, is_whole: bool) -> list[Split]:
    rows = list(islice(Rows(io.StringIO(sample, newline=""), dialect), SAMPLE_ROWS + 1))
    if not is_whole and len(rows) > 1:
        rows.pop()  # may be cut in the middle
    return [row for row in rows if not row.reason]


def _fit(sample: str, layout: Layout, is_whole: bool) -> float:
    """Share of rows as wide as the heading, in tenths: a smaller difference says nothing."""
    width = len(layout.heading.names)
    below = [s for s in _sample(sample, layout.dialect, is_whole) if s.line > layout.heading.line]
    if not below:
        return 1.0
    fitting = sum(len(split.cells) >= width >= _length(split.cells) for split in below)
    return round(fitting / len(below), 1)


def _quotes_are_text(sample: str) -> bool:
    """Whether a tab-separated file was written without quoting, so that a quote is only a quote.

    Whoever quotes, quotes every cell that holds a quote, and doubles it.
    """
    bare = quoted = 0
    for line in sample.split("\n")[: SAMPLE_ROWS * 5]:
        for cell in line.rstrip("\r").split("\t") if '"' in line else ():
            single = cell.replace('""', "").count('"')
            if single == 2 and cell[0] == cell[-1] == '"':
                quoted += '""' in cell
            elif single == 1 and '"' in (cell[0], cell[-1]):
                quoted += 1  # opens or ends a cell of several lines
            else:
                bare += single > 0
    return bare > quoted


def read_separated(raw: BinaryIO, encoding: Encoding, layout: Layout) -> Iterator[Row | Refused]:
    """Rows of a separated file below its heading, one at a time, whatever its size."""
    rows = Rows(read_lines(raw, encoding), layout.dialect)
    names = layout.heading.names
    width = rows.width = len(names)
    heading_line = layout.heading.line
    heading = () if layout.heading.is_made_up else names
    for line, cells, reason, text in rows:
        if line <= heading_line:
            continue
        if reason:
            yield Refused(line, reason, text)
            continue
        if len(cells) != width:
            if _length(cells) > width:
                raw_row = layout.dialect.delimiter.join(cells)[:RAW_LIMIT]
                yield Refused(line, Reason.TOO_MANY_CELLS, raw_row, tuple(cells))
                continue
            cells += [""] * (width - len(cells))
        if not any(cells):
            yield Refused(line, Reason.EMPTY_ROW, layout.dialect.delimiter.join(cells))
            continue
        if cells[0] == names[0] and tuple(cells) == heading:
            yield Refused(line, Reason.REPEATED_HEADING, layout.dialect.delimiter.join(cells))
            continue
        yield Row(line, dict(zip(names, cells, strict=False)))
