"""Tables with one JSON object a line (NDJSON, JSON Lines)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO, NoReturn

from .cells import RAW_LIMIT
from .encoding import MAX_LINE, Encoding, read_lines
from .reasons import Reason, Refused, Row
from .separated import MAX_NAME

MAX_COLUMNS = 500


def read_objects(raw: BinaryIO, encoding: Encoding) -> Iterator[Row | Refused]:
    """One row an object; what is nested becomes `customer.name`, what is no text is written as JSON."""
    for number, line in enumerate(read_lines(raw, encoding), start=1):
        body = line.strip().lstrip("\ufeff")
        if not body:
            continue
        yield _row(number, body) if len(line) < MAX_LINE else _refused(number, Reason.TOO_LARGE, body)


def names_in_objects(rows: Iterator[Row | Refused], limit: int) -> tuple[str, ...]:
    """Every name that occurs in the first rows, in the order of first use."""
    names: dict[str, None] = {}
    for row in islice(rows, limit):
        if isinstance(row, Row):
            names.update(dict.fromkeys(row.cells))
    return tuple(names)


def _row(line: int, body: str) -> Row | Refused:
    try:
        read = json.loads(body, parse_constant=_no_constant, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return _refused(line, Reason.BAD_JSON, body)
    if not isinstance(read, dict):
        return _refused(line, Reason.NOT_AN_OBJECT, body)
    cells: dict[str, str] = {}
    _flatten("", read, cells, depth=0)
    if len(cells) > MAX_COLUMNS:
        return _refused(line, Reason.TOO_MANY_CELLS, body)
    if not any(cells.values()):
        return _refused(line, Reason.EMPTY_ROW, body)
    return Row(line, cells)


def _refused(line: int, reason: Reason, body: str) -> Refused:
    return Refused(line, reason, body[:RAW_LIMIT])


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _flatten(prefix: str, read: dict[str, Any], cells: dict[str, str], depth: int) -> None:
    for name, value in read.items():
        path = _clean(f"{prefix}{name}")[:MAX_NAME]
        if isinstance(value, dict) and depth < 4:
            _flatten(f"{path}.", value, cells, depth + 1)
        else:
            cells[path] = _clean(_text(value))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ", ".join(value)
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return ""


def _clean(text: str) -> str:
    """Without NUL and lone surrogates, which JSON can spell and no database can store."""
    if text.isascii():
        return text.replace("\0", "") if "\0" in text else text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")
