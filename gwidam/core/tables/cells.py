"""Physical lines -> rows of cells, by the quoting rules of RFC 4180 and the ways people break them.

* A stray quote inside a quoted cell is text if the cell still closes on the same line.
* A quote that opens a cell and closes nowhere sensible is text too, if the line can be read without it.
* A quote that stays open may not swallow what follows: see `_give_up`.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .encoding import MAX_LINE
from .reasons import Reason

RAW_LIMIT = 32_767  # characters a spreadsheet cell can hold; the rest of a refused row is cut


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are told apart. NUL as delimiter means one column; it cannot occur in decoded text."""

    delimiter: str
    is_quoted: bool = True


class Split(NamedTuple):
    """The cells of one row, and why it is none (then `cells` is empty)."""

    line: int
    cells: list[str]
    reason: Reason | None = None
    raw: str = ""


class _Cells:
    """Cells of a row fed line by line; `is_open` while the last one waits for its closing quote."""

    __slots__ = ("_last_stray", "cells", "delimiter", "is_open", "is_stray", "parts")

    def __init__(self, delimiter: str) -> None:
        self.delimiter = delimiter
        self.cells: list[str] = []
        self.parts: list[str] = []
        self.is_open = False
        self.is_stray = False
        self._last_stray = -1

    def feed(self, line: str) -> None:
        """Take one physical line with its end. `is_stray`: a quote inside an open cell was no end of it."""
        body = line.rstrip("\r\n")
        at = 0
        self._last_stray = -1
        if self.is_open:
            at = self._close(line, body, 0)
        while 0 <= at <= len(body):
            at = self._next(line, body, at)

    def _next(self, line: str, body: str, at: int) -> int:
        opening = _after_blanks(body, at)  # `a, "b, c"` as people type it
        if body.startswith('"', opening) and opening >= self._last_stray:
            ended = self._open(line, body, opening + 1)
            if ended is not None:
                return ended
        end = body.find(self.delimiter, at)
        if end < 0:
            self.cells.append(body[at:])
            return -1
        self.cells.append(body[at:end])
        return end + 1

    def _open(self, line: str, body: str, at: int) -> int | None:
        """Read a quoted cell from behind its opening quote; None if the quote was only text."""
        end, stray = self._closing(body, at)
        if end < 0 and stray >= 0:
            self._last_stray = stray  # no quote before it can close either; looking again would be quadratic
            return None
        self.is_open = True
        return self._close(line, body, at, end)

    def _close(self, line: str, body: str, at: int, end: int | None = None) -> int:
        if end is None:
            end, stray = self._closing(body, at)
            self.is_stray = stray >= 0
        if end < 0:
            self.parts.append(line[at:])
            return -1
        self.parts.append(body[at:end])
        self.cells.append("".join(self.parts).replace('""', '"'))
        self.parts = []
        self.is_open = False
        after = body.find(self.delimiter, end + 1)
        return len(body) + 1 if after < 0 else after + 1

    def _closing(self, body: str, at: int) -> tuple[int, int]:
        """(place of the closing quote, place of the last quote before it that could not be it), -1 for none."""
        stray = -1
        at = body.find('"', at)
        while at >= 0:
            if body.startswith('""', at):
                at += 1
            else:
                rest = body[at + 1 : at + 2]
                if not rest or rest == self.delimiter or self._ends_after_blanks(body, at + 1):
                    return at, stray
                stray = at
            at = body.find('"', at + 1)
        return -1, stray

    def _ends_after_blanks(self, body: str, at: int) -> bool:
        end = _after_blanks(body, at)
        return end > at and (end == len(body) or body.startswith(self.delimiter, end))


_BLANKS = re.compile(" *")


def _after_blanks(body: str, at: int) -> int:
    blanks = _BLANKS.match(body, at)
    return blanks.end() if blanks else at


class Rows:
    """Iterator of `Split` over physical lines. `width`, once known, tells a row from a torn one."""

    def __init__(self, lines: Iterator[str], dialect: Dialect) -> None:
        self._source = lines
        self._again: deque[str] = deque()
        self._dialect = dialect
        self._line = 0
        self.width = 0

    def __iter__(self) -> Iterator[Split]:
        delimiter = self._dialect.delimiter
        is_quoted = self._dialect.is_quoted
        while (line := self._read()) is not None:
            body = line.rstrip("\r\n")
            if not body:
                continue
            if len(line) >= MAX_LINE:
                yield Split(self._line, [], Reason.TOO_LARGE, line[:RAW_LIMIT])
            elif is_quoted and '"' in body:
                yield self._quoted(line)
            else:
                yield Split(self._line, body.split(delimiter))

    def _read(self) -> str | None:
        line = self._again.popleft() if self._again else next(self._source, None)
        if line is not None:
            self._line += 1
        return line

    def _quoted(self, first: str) -> Split:
        start = self._line
        cells = _Cells(self._dialect.delimiter)
        cells.feed(first)
        taken = [first]
        size = len(first)
        while cells.is_open:
            line = self._read()
            if line is None:
                return self._give_up(start, taken)
            taken.append(line)
            size += len(line)
            cells.feed(line)
            if size >= MAX_LINE:
                return self._give_up(start, taken, is_too_large=True)
            if cells.is_stray and self._begins_row(line):
                return self._give_up(start, taken)
        if len(taken) > 1 and self._is_torn(cells.cells, taken):
            return self._give_up(start, taken)
        return Split(start, cells.cells)

    def _is_torn(self, cells: list[str], taken: list[str]) -> bool:
        """A row over several lines, of the wrong width, that holds a line which is a row by itself.

        Before the width is known, nothing is wrong with any.
        """
        return self.width not in (0, len(cells)) and any(map(self._begins_row, taken[1:]))

    def _begins_row(self, line: str) -> bool:
        """Whether a line, read by itself, is a full row or opens a quote.

        The second also keeps the reading linear: no quote can stay open past the next opening one.
        """
        fresh = _Cells(self._dialect.delimiter)
        fresh.feed(line)
        return fresh.is_open or len(fresh.cells) == self.width

    def _give_up(self, start: int, taken: list[str], *, is_too_large: bool = False) -> Split:
        """Refuse an open quote and read on: at the first taken line that begins a row, else at the next."""
        resume = next((at for at in range(1, len(taken)) if self._begins_row(taken[at])), None)
        reason = Reason.UNCLOSED_QUOTE
        if resume is None and is_too_large:
            resume, reason = len(taken), Reason.TOO_LARGE
        resume = resume or 1
        self._again.extendleft(reversed(taken[resume:]))
        self._line -= len(taken) - resume
        return Split(start, [], reason, "".join(taken[:resume])[:RAW_LIMIT].rstrip("\r\n"))
