"""Excel workbooks (XLSX), which are zipped XML and can be weapons: looked through before they are opened.

openpyxl reads them row by row; defusedxml, which it uses when present, refuses entities once more.
"""

from __future__ import annotations

import lzma
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from .reasons import Reason

MAX_PARTS = 2_000
MAX_UNPACKED = 256 * 2**20  # bytes of all parts together: shared texts are held in memory
MAX_RATIO = 100  # real sheets pack 5 to 30 times
RATIO_FROM = 4 * 2**20  # bytes; small parts may pack as tight as they like
MAX_SHEET_ROWS = 300_000
MAX_SHEET_CELLS = 6_000_000

_BLOCK = 2**20
# Document types and entities, in UTF-8 and UTF-16; no office writes either.
_DOCTYPE = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)", re.IGNORECASE)
# Whatever openpyxl raises on a damaged file; DefusedXmlException is a ValueError.
_ERRORS = (
    ParseError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    OSError,
    EOFError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    InvalidFileException,
)

Cells = tuple[int, list[str]]


def danger_in(path: Path) -> Reason | None:
    """Why a workbook may not be opened; nothing is unpacked beyond the caps to find out."""
    try:
        with zipfile.ZipFile(path) as packed:
            return _danger_outside(packed.infolist()) or _danger_inside(packed)
    except _ERRORS:
        return Reason.BROKEN_WORKBOOK


def _danger_outside(parts: Sequence[zipfile.ZipInfo]) -> Reason | None:
    """What the directory of the archive tells."""
    if len(parts) > MAX_PARTS:
        return Reason.WORKBOOK_TOO_MANY_PARTS
    if not any(part.filename.lstrip("/") == "[Content_Types].xml" for part in parts):
        return Reason.NOT_A_TABLE
    if not any(part.filename.lstrip("/").startswith("xl/") for part in parts):
        return Reason.NOT_A_TABLE
    if any(
        part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts
    ):
        return Reason.WORKBOOK_TOO_DENSE
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        return Reason.WORKBOOK_TOO_LARGE
    return None


def _danger_inside(packed: zipfile.ZipFile) -> Reason | None:
    """What one pass over the XML tells. A part never unpacks to more than the directory said."""
    for part in packed.infolist():
        if part.filename.lower().endswith((".xml", ".rels", ".vml")):
            with packed.open(part) as xml:
                if danger := _danger_in_part(xml):
                    return danger
    return None


def _danger_in_part(xml: IO[bytes]) -> Reason | None:
    rows = cells = 0
    tail = b""
    while block := xml.read(_BLOCK):
        window = tail + block
        if (b"<!" in window or b"<\0!" in window) and _DOCTYPE.search(window):
            return Reason.WORKBOOK_WITH_ENTITIES
        cut = max(window.rfind(b"<"), len(window) - 64)  # a tag may go on in the next block
        tail, window = window[cut:], window[:cut]
        rows += window.count(b"<row") + window.count(b":row ")
        cells += window.count(b"<c ") + window.count(b"<c>") + window.count(b":c ")
        if rows > MAX_SHEET_ROWS or cells > MAX_SHEET_CELLS:
            return Reason.SHEET_TOO_LONG
    return None


def sheet_rows(path: Path) -> Iterator[Cells | Reason]:
    """(row number, cells as text) of the first sheet that holds something; a Reason where reading ended."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions, which carry no text
        try:
            book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        except _ERRORS:
            yield Reason.BROKEN_WORKBOOK
            return
    try:
        yield from _first_filled(book)
    finally:
        book.close()


def _first_filled(book: Any) -> Iterator[Cells | Reason]:
    for sheet in book.worksheets:
        if not isinstance(sheet, ReadOnlyWorksheet) or sheet.sheet_state != "visible":
            continue
        is_empty = True
        for found in _rows_of(sheet):
            is_empty = False
            yield found
        if not is_empty:
            return


def _rows_of(sheet: ReadOnlyWorksheet) -> Iterator[Cells | Reason]:
    """Rows that hold something, with the caps enforced again: a sheet may say `row 999999999`."""
    sheet.reset_dimensions()  # what exporters write there is often wrong
    rows = sheet.iter_rows(values_only=True)
    number = held = 0
    while True:
        try:
            values = next(rows, None)
        except _ERRORS:
            yield Reason.BROKEN_WORKBOOK
            return
        if values is None:
            return
        number += 1
        held += len(values)
        if number > MAX_SHEET_ROWS or held > MAX_SHEET_CELLS:
            yield Reason.SHEET_TOO_LONG
            return
        cells = [_text(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, cells


def _text(value: object) -> str:
    """A cell as people would write it: ISO for days and times, no `.0` behind whole numbers."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        is_day = not (value.hour or value.minute or value.second or value.microsecond)
        return value.date().isoformat() if is_day else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, time):
        return value.isoformat(timespec="seconds")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
