"""Which bytes are which letters: what Korean offices, Excel and old exports write.

The encoding is guessed from the beginning of a file, and every line that does not fit the guess is
decoded by itself, because people paste a CP949 export below a UTF-8 one and send both as one file.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

MAX_LINE = 2_000_000  # characters; a longer line is cut, and whoever reads it refuses it

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ISO_2022_KR = b"\x1b$)C"
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_EIGHT_BYTE_HANGUL = b"\xa4\xd4"  # KS X 1001 spells syllables outside its table as filler + three letters
_TABLE_BYTES = frozenset(b'\t\r\n ,;"0123456789')


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to decode a file: Python's name of the codec, and the older one its other lines are in, if seen."""

    codec: str
    legacy: str = ""

    @property
    def is_wide(self) -> bool:
        """Whether a letter is two or four bytes, so that lines cannot be decoded one by one."""
        return self.codec.startswith(("utf-16", "utf-32", "iso2022"))

    @property
    def name(self) -> str:
        return self.legacy or self.codec


def sniff_encoding(head: bytes) -> Encoding:
    """Guess from the first bytes of a file (64 kB are plenty)."""
    for mark, codec in _BOMS:
        if head.startswith(mark):
            return Encoding(codec)
    if wide := _wide_without_mark(head):
        return Encoding(wide)
    if _ISO_2022_KR in head:
        return Encoding("iso2022_kr")
    if _begins_as_utf8(head):
        return Encoding("utf-8")
    return Encoding("utf-8", legacy="cp1252" if _has_lone_high_bytes(head) else "cp949")


def _begins_as_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _wide_without_mark(head: bytes) -> str | None:
    """UTF-16 without a mark: separators, digits and line ends are then paired with a NUL each."""
    if b"\0" not in head:
        return None
    head = head[: len(head) & ~1]
    raw = sum(byte in _TABLE_BYTES for byte in head)
    best, codec = 0, None
    for letters, nuls, name in ((head[0::2], head[1::2], "utf-16-le"), (head[1::2], head[0::2], "utf-16-be")):
        paired = sum(low in _TABLE_BYTES and not high for low, high in zip(letters, nuls, strict=True))
        latin = sum(0x20 <= low < 0x7F and not high for low, high in zip(letters, nuls, strict=True))
        # Half, because the low halves of Hangul syllables look like separators now and then.
        if max(paired, latin) > best and paired >= 2 and paired * 2 >= raw:
            best, codec = max(paired, latin), name
    return codec


def _has_lone_high_bytes(raw: bytes) -> bool:
    """Western Windows text has one high byte between ASCII letters (don’t, café), Hangul has pairs."""
    return all(len(run) == 1 for run in _HIGH_RUN.findall(raw))


def decode_line(raw: bytes, legacy: str = "") -> str:
    """Decode one line that is no UTF-8: CP949, the long spelling of EUC-KR, or Western Windows.

    >>> decode_line("펲시콜라".encode("cp949"))
    '펲시콜라'
    """
    if legacy != "cp949" and _has_lone_high_bytes(raw):
        return raw.decode("cp1252", "replace")
    for codec in ("euc_kr", "cp949") if _EIGHT_BYTE_HANGUL in raw else ("cp949",):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return min((raw.decode(codec, "replace") for codec in ("utf-8", "cp949")), key=_lost)


def _lost(text: str) -> int:
    return text.count("\ufffd")


def read_lines(raw: BinaryIO, encoding: Encoding) -> Iterator[str]:
    """Physical lines with their ends (LF, CR LF or CR), decoded, without NUL, at most MAX_LINE long."""
    errors = "replace" if encoding.is_wide else "surrogateescape"
    text = io.TextIOWrapper(raw, encoding=encoding.codec, errors=errors, newline="")
    by_line = not encoding.is_wide
    try:
        while line := text.readline(MAX_LINE):
            if len(line) >= MAX_LINE and line[-1] not in "\r\n":
                _skip_line(text)
            if by_line and not line.isascii():
                line = _mend(line, encoding)
            yield line.replace("\0", "") if "\0" in line else line
    finally:
        text.detach()  # the file belongs to whoever opened it


def _skip_line(text: io.TextIOWrapper) -> None:
    while (more := text.readline(MAX_LINE)) and more[-1] not in "\r\n":
        pass


def _mend(line: str, encoding: Encoding) -> str:
    try:
        raw = line.encode()
    except UnicodeEncodeError:
        return decode_line(line.encode("utf-8", "surrogateescape"), encoding.legacy)
    line = line.lstrip("\ufeff")  # a second file was appended, mark and all
    # Two CP949 syllables can also be one Greek or accented letter each in UTF-8; Hangul itself never is.
    if encoding.legacy == "cp949" and max(line) < "\u0800":
        return decode_line(raw, encoding.legacy)
    return line
