"""Rows of a table -> what a voice needs, ready for the verb that hears it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, tzinfo
from typing import NamedTuple

from gwidam.core.tables import RAW_LIMIT, Refused, Row, SpokenReason, bare

from .columns import MAIL, Mapping
from .dates import read_moment
from .headings import FAMILY_NAMES, GIVEN_NAMES, Field

_HANGUL = re.compile(r"[가-힣]")
_BRACKETED_MAIL = re.compile(r"<([^@\s<>]+@[^@\s<>]+)>")
_LOST_ZERO = re.compile(r"1[016789]\d{7,8}")  # a spreadsheet took 010… for a number
_NOTHING = {
    "-",
    "--",
    ".",
    "x",
    "n/a",
    "na",
    "nan",
    "null",
    "none",
    "#n/a",
    "없음",
    "해당없음",
    "미상",
    "비공개",
}


_LONGEST_MAIL = 320  # 64 + @ + 255, RFC 5321

Reader = Callable[[dict[str, str]], str]


class VoiceReason(SpokenReason):
    """Why a readable row is no voice."""

    NO_TEXT = ("고객이 한 말이 비어 있어요.", "There is nothing the customer said.")


class Note(SpokenReason):
    """What could not be used of a row that was kept."""

    BAD_DATE = (
        "날짜를 읽을 수 없어 비워 두었어요.",
        "The date could not be read and was left empty.",
    )
    BAD_EMAIL = (
        "이메일 주소가 올바르지 않아 비워 두었어요.",
        "The mail address is not one and was left empty.",
    )
    BAD_PHONE = (
        "전화번호가 올바르지 않아 비워 두었어요.",
        "The phone number is not one and was left empty.",
    )


class VoiceRow(NamedTuple):
    """One voice as a table tells it. Empty fields are ''; `cells` is the row as it came."""

    line: int
    text: str
    name: str
    email: str
    phone: str
    handle: str
    product: str
    touchpoint: str
    channel: str
    address: str
    lat: float | None
    lon: float | None
    said_at: datetime | None
    external_id: str
    notes: tuple[Note, ...]
    cells: dict[str, str]


def read_voices(rows: Iterable[Row | Refused], mapping: Mapping, *, zone: tzinfo) -> Iterator[VoiceRow | Refused]:
    """Every row as a voice, or why it is none; `zone` is for times that name none."""
    read = voice_reader(mapping, zone=zone)
    for row in rows:
        yield row if isinstance(row, Refused) else read(row)


def voice_reader(mapping: Mapping, *, zone: tzinfo) -> Callable[[Row], VoiceRow | Refused]:
    """A function that reads one row; it is made once for a table, because it runs for every row."""
    text_columns, address_columns = mapping.columns(Field.TEXT), mapping.columns(Field.ADDRESS)
    name = _name_of(mapping.columns(Field.NAME))
    email, phone, handle = (_first_of(mapping.columns(f)) for f in (Field.EMAIL, Field.PHONE, Field.HANDLE))
    product, touchpoint, channel, external_id, lat, lon = (
        _first_of(mapping.columns(f))
        for f in (Field.PRODUCT, Field.TOUCHPOINT, Field.CHANNEL, Field.EXTERNAL_ID, Field.LAT, Field.LON)
    )
    day, clock = _first_of(mapping.columns(Field.SAID_AT)), _first_of(mapping.columns(Field.SAID_TIME))
    dates = mapping.dates

    def read(row: Row) -> VoiceRow | Refused:
        cells = row.cells
        text = _joined_text(cells, text_columns)
        if not text:
            return Refused(
                row.line, VoiceReason.NO_TEXT, "\t".join(cells.values())[:RAW_LIMIT], tuple(cells.values())
            )
        notes: list[Note] = []
        mail, number = _contacts(email(cells), phone(cells), notes)
        written = day(cells)
        said_at = read_moment(written, dates, zone, clock(cells)) if written else None
        if written and said_at is None:
            notes.append(Note.BAD_DATE)
        return VoiceRow(
            row.line,
            text,
            name(cells),
            mail,
            number,
            handle(cells),
            product(cells),
            touchpoint(cells),
            channel(cells),
            _joined_address(cells, address_columns),
            _degrees(lat(cells), 90),
            _degrees(lon(cells), 180),
            said_at,
            external_id(cells),
            tuple(notes),
            cells,
        )

    return read


def _name_of(columns: tuple[str, ...]) -> Reader:
    """Reads a name, which English tables cut into two columns."""
    parts = tuple(column for column in columns if bare(column) in GIVEN_NAMES | FAMILY_NAMES)
    if len(parts) < 2:
        return _first_of(columns)
    return lambda cells: " ".join(filter(None, (_cell(cells, column) for column in parts)))


def _first_of(columns: tuple[str, ...]) -> Reader:
    """Reads the first of some columns that is filled."""
    if not columns:
        return lambda _cells: ""
    if len(columns) == 1:
        only = columns[0]
        return lambda cells: _cell(cells, only)
    return lambda cells: next(filter(None, (_cell(cells, column) for column in columns)), "")


def _cell(cells: dict[str, str], column: str) -> str:
    """A cell without its blanks, its `="…"` armour and the many words for nothing."""
    cell = cells.get(column, "").strip()
    if not cell:
        return ""
    if cell[0] == "=" and cell.startswith('="') and cell.endswith('"'):
        cell = cell[2:-1].strip()
    if len(cell) <= 4 and cell.casefold() in _NOTHING:
        return ""
    return cell


def _joined_text(cells: dict[str, str], columns: tuple[str, ...]) -> str:
    """Title and content as one text, once where the content begins with the title."""
    if len(columns) == 1:
        return cells.get(columns[0], "").strip()
    text = ""
    for column in columns:
        part = cells.get(column, "").strip()
        if not part or part == text:
            continue
        text = part if not text or part.startswith(text) else f"{text}\n\n{part}"
    return text


def _joined_address(cells: dict[str, str], columns: tuple[str, ...]) -> str:
    parts = [part for part in (_cell(cells, column) for column in columns) if part]
    if len(parts) < 2:
        return "".join(parts)
    return (" " if _HANGUL.search("".join(parts)) else ", ").join(parts)


def _contacts(mail: str, phone: str, notes: list[Note]) -> tuple[str, str]:
    """(mail address, phone number), each moved to its place if it stands in the other's column."""
    if "@" in phone and not mail:
        mail, phone = phone, ""
    if len(mail) > _LONGEST_MAIL:
        notes.append(Note.BAD_EMAIL)
        mail = ""
    if mail and not MAIL.fullmatch(mail):
        found = _BRACKETED_MAIL.search(mail)
        if not found and not phone and _digits(mail) >= 8:
            mail, phone = "", mail
        elif not found:
            notes.append(Note.BAD_EMAIL)
        mail = found[1] if found else ""
    if phone:
        phone = phone.lstrip("'")
        if _LOST_ZERO.fullmatch(phone):
            phone = f"0{phone}"
        if not 7 <= _digits(phone) <= 20:
            notes.append(Note.BAD_PHONE)
            phone = ""
    return mail, phone


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _degrees(cell: str, most: float) -> float | None:
    try:
        degrees = float(cell)
    except ValueError:
        return None
    return degrees if -most <= degrees <= most else None
