"""Small pictures that customers attach, drawn here point by point."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

Colour = tuple[int, int, int]
PAPER: Colour = (250, 249, 245)
INK: Colour = (60, 64, 72)
FAINT: Colour = (214, 214, 208)
RED: Colour = (196, 60, 48)
SKY: Colour = (206, 222, 234)
WALL: Colour = (222, 206, 184)


@dataclass(slots=True)
class Picture:
    """A file as a form gives it: a name, and bytes in pieces."""

    name: str | None
    png: bytes

    def chunks(self) -> Iterator[bytes]:
        yield self.png


class Canvas:
    """A sheet of points, `width` by `height`, with the origin at the top left."""

    def __init__(self, width: int, height: int, ground: Colour) -> None:
        self.width, self.height = width, height
        self.rows = [bytearray(bytes(ground) * width) for _ in range(height)]

    def box(self, x: int, y: int, width: int, height: int, colour: Colour) -> None:
        """Fill a rectangle; what lies outside of the sheet is left out."""
        left, right = max(0, x), min(self.width, x + width)
        for row in self.rows[max(0, y) : max(0, y + height)]:
            row[left * 3 : right * 3] = bytes(colour) * max(0, right - left)

    def png(self) -> bytes:
        """The sheet as a PNG file (ISO/IEC 15948): 8 bits a colour, no alpha."""
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        points = zlib.compress(b"".join(b"\x00" + bytes(row) for row in self.rows), 9)
        chunks = ((b"IHDR", header), (b"IDAT", points), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def measurement() -> Picture:
    """A week of speed measurements: fine by day, far too low in the evenings."""
    sheet = Canvas(480, 270, PAPER)
    for line in range(5):
        sheet.box(40, 40 + line * 45, 410, 1, FAINT)
    for place, height in enumerate((168, 160, 52, 171, 158, 44, 165, 163, 38, 170, 161, 47, 166, 57, 49)):
        sheet.box(52 + place * 26, 220 - height, 16, height, RED if height < 60 else INK)
    sheet.box(40, 220, 410, 2, INK)
    return Picture("속도측정_일주일.png", sheet.png())


def bill() -> Picture:
    """A bill with the line in question framed."""
    sheet = Canvas(300, 400, PAPER)
    sheet.box(30, 30, 120, 14, INK)
    for line in range(9):
        sheet.box(30, 80 + line * 28, 140 - (line * 37) % 60, 6, FAINT)
        sheet.box(220, 80 + line * 28, 46, 6, FAINT)
    for x, y, width, height in ((22, 182, 252, 3), (22, 208, 252, 3), (22, 182, 3, 29), (271, 182, 3, 29)):
        sheet.box(x, y, width, height, RED)
    sheet.box(30, 350, 236, 2, INK)
    sheet.box(200, 362, 66, 9, INK)
    return Picture("청구서.png", sheet.png())


def cable() -> Picture:
    """A window, and a cable hanging across it."""
    sheet = Canvas(400, 300, WALL)
    sheet.box(120, 60, 180, 170, INK)
    sheet.box(128, 68, 78, 154, SKY)
    sheet.box(214, 68, 78, 154, SKY)
    for x in range(400):
        sag = ((x - 230) ** 2) // 260
        sheet.box(x, 205 - sag, 1, 4, INK)
    return Picture("창문앞_전선.png", sheet.png())
