"""Opening a file of rows: what it is, by its content first and its name second."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from .cells import RAW_LIMIT
from .encoding import Encoding, read_lines, sniff_encoding
from .objects import names_in_objects, read_objects
from .reasons import Reason, Refused, Row
from .separated import Heading, Layout, find_heading, read_separated, sniff_layout

if TYPE_CHECKING:
    from .workbook import Cells

HEAD = 256 * 1024  # bytes looked at before the first row is read
SAMPLE = 200
MAX_COLUMNS = 1_000

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"  # .xls, and every workbook with a password
_NEVER_TABLES = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x7fELF",
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))


class Kind(Enum):
    """What a file turned out to be."""

    SEPARATED = "separated"
    WORKBOOK = "workbook"
    OBJECTS = "objects"
    NOTHING = "nothing"


@dataclass(slots=True)
class Table:
    """Rows of one file. Iterating reads it from the start, as a stream; twice gives the same twice."""

    path: Path
    kind: Kind
    header: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    refused: Reason | None = None
    size: int = 0
    has_heading: bool = True
    _encoding: Encoding | None = field(default=None, repr=False)
    _layout: Layout | None = field(default=None, repr=False)
    _heading: Heading | None = field(default=None, repr=False)
    _reading: BinaryIO | None = field(default=None, repr=False)

    def __iter__(self) -> Iterator[Row | Refused]:
        if self.refused:
            return iter([Refused(1, self.refused, self.path.name)])
        if self.kind is Kind.WORKBOOK:
            return self._sheet()
        return self._text()

    def sample(self, limit: int = SAMPLE) -> list[Row]:
        """The first rows that can be read, for guessing columns and for a dry run."""
        return list(islice((row for row in self if isinstance(row, Row)), limit))

    @property
    def share_read(self) -> float | None:
        """How far the reading under way has come, 0 to 1; None where that is not known."""
        if self._reading is None or self._reading.closed or not self.size:
            return None
        return min(self._reading.tell() / self.size, 1.0)

    def _text(self) -> Iterator[Row | Refused]:
        with self.path.open("rb") as raw:
            self._reading = raw
            assert self._encoding is not None
            if self.kind is Kind.OBJECTS:
                yield from read_objects(raw, self._encoding)
            elif self._layout is not None:
                yield from read_separated(raw, self._encoding, self._layout)

    def _sheet(self) -> Iterator[Row | Refused]:
        assert self._heading is not None
        names, heading_line = self._heading.names, self._heading.line
        line = heading_line
        from .workbook import sheet_rows  # openpyxl, a tenth of a second that only workbooks pay

        for found in sheet_rows(self.path):
            if isinstance(found, Reason):
                yield Refused(line + 1, found, "")
                return
            line, cells = found
            if line > heading_line:
                yield _sheet_row(line, cells, names)


def _sheet_row(line: int, cells: list[str], names: tuple[str, ...]) -> Row | Refused:
    if len(cells) > len(names):
        return Refused(line, Reason.TOO_MANY_CELLS, "\t".join(cells)[:RAW_LIMIT], tuple(cells))
    return Row(line, dict(zip(names, cells + [""] * (len(names) - len(cells)), strict=True)))


def open_table(path: str | os.PathLike[str]) -> Table:
    """Find out what a file is. Raises OSError if it cannot be read at all, and nothing for its content."""
    table = _open(Path(path))
    if len(table.header) > MAX_COLUMNS:
        return _nothing(table.path, table.size, Reason.TOO_MANY_COLUMNS)
    return table


def _open(path: Path) -> Table:
    with path.open("rb") as raw:
        head = raw.read(HEAD)
        size = raw.seek(0, io.SEEK_END)
    if head.startswith(_ZIP):
        return _open_workbook(path, size)
    if head.startswith(_OLE):
        return _nothing(path, size, Reason.OLD_OR_LOCKED_WORKBOOK)
    encoding = sniff_encoding(head[: HEAD // 4])
    if _is_no_text(head, encoding):
        return _nothing(path, size, Reason.NOT_A_TABLE)
    is_whole = len(head) >= size
    sample = "".join(read_lines(io.BytesIO(head), encoding))
    start = sample.lstrip("\ufeff \t\r\n")
    if start.startswith("[") and path.suffix.lower() in {".json", ".ndjson", ".jsonl"}:
        return _nothing(path, size, Reason.JSON_ARRAY)
    if _is_objects(start, path):
        return _open_objects(path, size, encoding)
    if start[:200].lower().startswith(("<!doctype", "<html", "<table", "<?xml")):
        return _nothing(path, size, Reason.NOT_A_TABLE)  # web pages saved as .xls
    return _open_separated(path, size, encoding, sniff_layout(sample, is_whole=is_whole))


def _nothing(path: Path, size: int, reason: Reason) -> Table:
    return Table(path, Kind.NOTHING, refused=reason, size=size)


def _is_no_text(head: bytes, encoding: Encoding) -> bool:
    if head.startswith(_NEVER_TABLES):
        return True
    if encoding.is_wide:
        return False
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls * 10 > len(head)


def _is_objects(start: str, path: Path) -> bool:
    if path.suffix.lower() in {".ndjson", ".jsonl"}:
        return True
    if not start.startswith("{"):
        return False
    try:
        return isinstance(json.loads(start.partition("\n")[0]), dict)
    except (ValueError, RecursionError):
        return path.suffix.lower() == ".json"


def _open_objects(path: Path, size: int, encoding: Encoding) -> Table:
    table = Table(path, Kind.OBJECTS, encoding=encoding.name, size=size, _encoding=encoding)
    table.header = names_in_objects(iter(table), SAMPLE)
    return table


def _open_separated(path: Path, size: int, encoding: Encoding, layout: Layout) -> Table:
    return Table(
        path,
        Kind.SEPARATED,
        header=layout.heading.names,
        encoding=encoding.name,
        delimiter=layout.dialect.delimiter.replace("\0", ""),
        size=size,
        has_heading=not layout.heading.is_made_up,
        _encoding=encoding,
        _layout=layout,
    )


def _open_workbook(path: Path, size: int) -> Table:
    from .workbook import danger_in, sheet_rows

    if danger := danger_in(path):
        return _nothing(path, size, danger)
    first: list[Cells] = []
    for found in islice(sheet_rows(path), SAMPLE):
        if isinstance(found, Reason):
            if not first:
                return _nothing(path, size, found)
            break
        first.append(found)
    heading = find_heading(first)
    return Table(
        path,
        Kind.WORKBOOK,
        header=heading.names,
        size=size,
        has_heading=not heading.is_made_up,
        _heading=heading,
    )
