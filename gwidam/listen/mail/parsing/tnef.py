"""Outlook's bundles (winmail.dat): the files in them, and nothing else. Source of the format: MS-OXTNEF.

Written here because the only library for it has had no release since 2021 and holds no bound on what it reads.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

_SIGNATURE = 0x223E9F78
_MOST_FILES = 200
_LEVEL_ATTACHMENT = 2
# Attributes of an attachment; the upper half of the number is the kind of the value.
_RENDERING = 0x9002
_TITLE = 0x8010
_CONTENT = 0x800F
_PROPERTIES = 0x9005
_LONG_NAME = 0x3707
_MIME_TYPE = 0x370E
_CONTENT_ID = 0x3712
_FIXED = {0x0002: 4, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x000A: 4, 0x000B: 4, 0x0014: 8}
_FIXED |= {0x0040: 8, 0x0048: 16}
_NARROW, _WIDE, _BINARY, _OBJECT = 0x001E, 0x001F, 0x0102, 0x000D
_SEVERAL = 0x1000
_NAMED = 0x8000


class Damaged(ValueError):
    """It is no TNEF stream, or it ends too soon; what was found before is in `files`."""

    def __init__(self, files: list[Bundled]) -> None:
        super().__init__("damaged TNEF")
        self.files = files


class Bundled(NamedTuple):
    """One file of a bundle; name and type are raw, because the bundle's code page is the sender's."""

    name: bytes
    wide_name: str
    type: str
    content: bytes


def bundled_files(raw: bytes) -> list[Bundled]:
    """The files of a TNEF stream; raises Damaged with those that came before the damage."""
    found: list[Bundled] = []
    try:
        for attributes in _attachments(raw):
            if len(found) == _MOST_FILES:
                break
            found.append(_bundled(attributes))
    except (struct.error, UnicodeError, IndexError):
        raise Damaged(found) from None
    return found


def _attachments(raw: bytes) -> Iterator[dict[int, bytes]]:
    """The attributes of each attachment, by number."""
    signature, _ = struct.unpack_from("<IH", raw, 0)
    if signature != _SIGNATURE:
        raise Damaged([])
    place = 6
    current: dict[int, bytes] | None = None
    while place + 9 <= len(raw):
        level, number, _, length = struct.unpack_from("<BHHI", raw, place)
        place += 9
        value = raw[place : place + length]
        if len(value) < length:
            if current:
                yield current
            raise struct.error
        place += length + 2  # a sum of two bytes, which mailers often get wrong
        if level != _LEVEL_ATTACHMENT:
            continue
        if number == _RENDERING:
            if current:
                yield current
            current = {}
        elif current is not None:
            current.setdefault(number, value)
    if current:
        yield current


def _bundled(attributes: dict[int, bytes]) -> Bundled:
    properties: dict[int, bytes | str] = {}
    try:
        properties = dict(_properties(attributes.get(_PROPERTIES, b"")))
    except (struct.error, UnicodeError):
        properties = {}  # the title and the content stand outside
    name = properties.get(_LONG_NAME, "")
    kind = properties.get(_MIME_TYPE, "")
    content = attributes.get(_CONTENT) or properties.get(0x3701, b"")
    return Bundled(
        name=name if isinstance(name, bytes) else attributes.get(_TITLE, b"").rstrip(b"\0"),
        wide_name=name if isinstance(name, str) else "",
        type=kind.decode("ascii", "replace") if isinstance(kind, bytes) else kind,
        content=content if isinstance(content, bytes) else b"",
    )


def _properties(raw: bytes) -> Iterator[tuple[int, bytes | str]]:
    """(number, value) of a list of MAPI properties; numbers and dates are passed over."""
    if not raw:
        return
    (count,) = struct.unpack_from("<I", raw, 0)
    place = 4
    for _ in range(min(count, 1000)):
        kind, number = struct.unpack_from("<HH", raw, place)
        place += 4
        if number >= _NAMED:
            place = _past_name(raw, place)
        values = 1
        if kind & _SEVERAL or kind in (_NARROW, _WIDE, _BINARY, _OBJECT):
            (values,) = struct.unpack_from("<I", raw, place)
            place += 4
        kind &= ~_SEVERAL
        for _ in range(min(values, 1000)):
            if kind in _FIXED:
                place += _FIXED[kind]
                continue
            (length,) = struct.unpack_from("<I", raw, place)
            value = raw[place + 4 : place + 4 + length]
            place += 4 + length + -length % 4
            if kind == _WIDE:
                yield number, value.decode("utf-16-le").rstrip("\0")
            elif kind == _NARROW:
                yield number, value.rstrip(b"\0")
            else:
                yield number, value


def _past_name(raw: bytes, place: int) -> int:
    """Where the value of a named property begins."""
    (is_string,) = struct.unpack_from("<I", raw, place + 16)
    if not is_string:
        return place + 24
    (length,) = struct.unpack_from("<I", raw, place + 20)
    return int(place + 24 + length + -length % 4)
