"""The same rows as XML or as JSON, as the specification writes either.

XML has a root and an element for each row; JSON is the array without the root's name, and `null` for what is empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import orjson
from django.http import HttpResponse

XML, JSON = "xml", "json"
MEDIA_TYPES = {XML: "text/xml; charset=utf-8", JSON: "application/json; charset=utf-8"}

Row = Mapping[str, Any]


class Names(NamedTuple):
    """What XML calls a list and each of its rows."""

    root: str
    row: str


SERVICES = Names("services", "service")
REQUESTS = Names("service_requests", "request")
UPDATES = Names("service_request_updates", "request_update")
ERRORS = Names("errors", "error")
# Lists inside a row, and what XML calls their rows.
INNER = {"attributes": "attribute", "values": "value", "endpoints": "endpoint", "formats": "format"}


def rows_as(form: str, names: Names, rows: Sequence[Row], *, status: int = 200) -> HttpResponse:
    """A list of rows."""
    if form == JSON:
        return _json([_plain(row) for row in rows], status)
    root = ET.Element(names.root)
    for row in rows:
        _fill(ET.SubElement(root, names.row), row)
    return _xml(root, status)


def row_as(form: str, name: str, row: Row) -> HttpResponse:
    """One thing that is not a list: a service definition, the discovery."""
    if form == JSON:
        return _json(_plain(row), 200)
    root = ET.Element(name)
    _fill(root, row)
    return _xml(root, 200)


def moment(at: datetime | None) -> str | None:
    """A W3C date and time in UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return None if value == "" else value


def _fill(element: ET.Element, row: Row) -> None:
    for name, value in row.items():
        inner = ET.SubElement(element, name)
        if isinstance(value, list | tuple):
            for each in value:
                below = ET.SubElement(inner, INNER[name])
                _fill(below, each) if isinstance(each, Mapping) else _write(below, each)
        else:
            _write(inner, value)


def _write(element: ET.Element, value: Any) -> None:
    if isinstance(value, bool):
        element.text = "true" if value else "false"
    elif value is not None:
        element.text = _allowed(str(value))


def _allowed(text: str) -> str:
    """Without what XML 1.0 has no way to write."""
    return "".join(letter for letter in text if _is_char(ord(letter)))


def _is_char(code: int) -> bool:
    """The production Char of XML 1.0, section 2.2."""
    return code in (0x9, 0xA, 0xD) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


def _json(value: Any, status: int) -> HttpResponse:
    return HttpResponse(orjson.dumps(value), status=status, content_type=MEDIA_TYPES[JSON])


def _xml(root: ET.Element, status: int) -> HttpResponse:
    written = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(written, status=status, content_type=MEDIA_TYPES[XML])
