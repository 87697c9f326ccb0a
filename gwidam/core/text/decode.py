"""From bytes to text: which encoding a mail or a spreadsheet is really in."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

_SAMPLE = 8192  # bytes or characters that are enough to judge by


class Decoded(NamedTuple):
    """Text, the encoding it was read in, and whether every byte had a meaning.

    encoding: Python's name; "mixed" when some lines are UTF-8 and others CP949.
    """

    text: str
    encoding: str
    lossless: bool


def decode(raw: bytes, declared: str | None = None) -> Decoded:
    """Read bytes of unknown honesty: by their mark, by what was declared, or by what they look like.

    Korean senders declare many names for one encoding, declare Latin-1, or declare nothing; so a declaration
    counts only as far as the bytes agree with it. Never raises: what fits nothing keeps its readable parts,
    with U+FFFD for the rest, and is not lossless.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            rest = raw[len(mark) :]
            return _read(rest, encoding) or Decoded(rest.decode(encoding, "replace"), encoding, lossless=False)
    named = codec_of(declared)
    if named not in _UNLIKE_ASCII:
        named = _announced(raw) or named
    for encoding in _likely(raw, named):
        if read := _read(raw, encoding):
            return read
    return _line_by_line(raw)


def _announced(raw: bytes) -> str | None:
    """The seven-bit encoding whose escapes stand in the bytes and lead to letters, whatever it is called."""
    for escape, encoding in _ESCAPES:
        if escape in raw[:_SAMPLE] and (read := _read(raw, encoding)) and not read.text.isascii():
            return encoding
    return None


def _likely(raw: bytes, named: str | None) -> Iterator[str]:
    """Encodings to try in order; the first that fits every byte is taken."""
    if named in _UNLIKE_ASCII:
        yield named
    elif named is None and b"\0" in raw[:_SAMPLE]:
        yield from _utf16(raw)
    if _is_utf8(raw, named):
        yield "utf-8"
    if named is not None and named not in _FIT_ANY_BYTES:
        yield named
    if _is_korean(raw, named):
        yield "cp949"
    yield from _utf16(raw)
    if named is not None:
        yield named
    elif not (_is_korean(raw) or _is_mostly_utf8(raw)):
        yield "cp1252"


def _read(raw: bytes, encoding: str) -> Decoded | None:
    if encoding == "cp949" and _SPELT_OUT in raw and (read := _read(raw, "euc_kr")):
        return read
    try:
        return Decoded(raw.decode(encoding), encoding, lossless=True)
    except UnicodeError:
        return None


def _patched(raw: bytes, encoding: str) -> Decoded:
    text = raw.decode(encoding, "replace")
    return Decoded(text, encoding, lossless="\ufffd" not in text)


def _line_by_line(raw: bytes) -> Decoded:
    """For files glued together from two programs, and for those that are broken somewhere."""
    lines = [_line(line) for line in raw.split(b"\n")]
    used = {line.encoding for line in lines if not line.text.isascii()}
    return Decoded(
        "\n".join(line.text for line in lines),
        used.pop() if len(used) == 1 else "mixed",
        all(line.lossless for line in lines),
    )


def _line(raw: bytes) -> Decoded:
    if read := _read(raw, "utf-8"):
        return read
    return min((_patched(raw, name) for name in ("utf-8", "cp949")), key=lambda it: it.text.count("\ufffd"))


def _is_utf8(raw: bytes, named: str | None) -> bool:
    """Whether it is UTF-8 in spite of another name.

    A few Hangul of CP949 can pass for two-byte UTF-8; only Hangul of UTF-8, of three bytes, speak against
    a name that fits as well.
    """
    read = _read(raw, "utf-8")
    if read is None:
        return False
    return named is None or named in _FIT_ANY_BYTES or any(character > "\u07ff" for character in read.text)


def _is_mostly_utf8(raw: bytes) -> bool:
    text = raw[:_SAMPLE].decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    return sum(character > "\x7f" for character in text) > 2 * wrong


def _is_korean(raw: bytes, named: str | None = None) -> bool:
    """Whether it reads as CP949, but for single bytes, with everyday characters in it.

    Western text with curly quotes reads as Hangul that nobody writes, and Cyrillic as Hanja; so everyday are
    those of the older standard, and against another name only its Hangul.
    """
    text = raw[:_SAMPLE].decode("cp949", "replace")
    foreign = [character for character in text if character > "\x7f"]
    everyday = sum(
        len(character.encode("euc_kr", "ignore")) == 2 and (named is None or "가" <= character <= "힣")
        for character in foreign
    )
    return 2 * everyday >= len(foreign)


def _utf16(raw: bytes) -> Iterator[str]:
    """UTF-16 without a mark, when nearly all of it is Hangul and ASCII."""
    sample = raw[:_SAMPLE]
    if len(raw) % 2:
        return
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        if text and len(_HANGUL_OR_ASCII.findall(text)) >= 0.9 * len(text):
            yield encoding


def codec_of(declared: str | None) -> str | None:
    """Python's name of a declared encoding, or None when it says nothing of use."""
    name = (declared or "").strip(" \t\r\n\"'").lower()
    if name in _KOREAN:
        return "cp949"
    if name in _JOHAB:
        return "johab"
    if not _NAME.fullmatch(name):
        return None
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        return None
    codec = _WIDER.get(codec, codec)
    return codec if codec in _KNOWN else None


_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like UTF-16, so it is asked for first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Designations of ISO 2022: KS X 1001 (RFC 1557), then JIS X 0208 in both years (RFC 1468).
_ESCAPES = ((b"\x1b$)C", "iso2022_kr"), (b"\x1b$B", "iso2022_jp"), (b"\x1b$@", "iso2022_jp"))
_HANGUL_OR_ASCII = re.compile("[\t\n\r -~\u3130-\u318f\uac00-\ud7a3]")
# EUC-KR spells Hangul it has no code for as four jamo after this one (KS X 1001, annex 3).
_SPELT_OUT = b"\xa4\xd4"
_NAME = re.compile(r"[a-z0-9][a-z0-9_.:-]{0,39}")

_KOREAN = {
    *("euc-kr", "euc_kr", "euckr", "ks_c_5601-1987", "ks_c_5601_1987", "ks_c_5601-1989", "ks_c_5601"),
    *("ksc5601", "ksc_5601", "ksc-5601", "ks_x_1001", "ksx1001", "korean", "iso-ir-149", "5601"),
    *("windows-949", "x-windows-949", "windows949", "ms949", "x-ms949", "cp949", "cp-949", "949", "uhc"),
    *("x-euc-kr", "cseuckr", "csksc56011987", "unknown-8bit"),
}
_JOHAB = {"x-johab", "ksc5601-1992", "ksc5601_1992", "ks_c_5601-1992", "ms1361", "cp1361", "windows-1361"}
# Senders who name the older standard use characters of the newer one; browsers read them so as well.
_WIDER = {
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
}
# Western and other single-byte encodings: they fit any bytes, so naming one proves nothing.
_FIT_ANY_BYTES = {
    *(f"iso8859-{part}" for part in range(2, 17)),
    *(f"cp125{page}" for page in range(9)),
    *("cp437", "cp850", "cp866", "cp874", "koi8-r", "koi8-u", "mac-roman"),
}
# Their bytes look like ASCII, or like nothing at all, to every other encoding.
_UNLIKE_ASCII = {
    *("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-7", "hz"),
    *("iso2022_kr", "iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_3", "iso2022_jp_ext"),
}
# Only these may be named: Python also offers codecs that unpack, execute escapes or take quadratic time.
_KNOWN = (
    {"utf-8", "cp949", "johab", "gb18030", "big5", "big5hkscs", "cp950", "shift_jis", "cp932", "euc_jp"}
    | {"shift_jisx0213", "euc_jisx0213", "shift_jis_2004", "euc_jis_2004"}
    | _FIT_ANY_BYTES
    | _UNLIKE_ASCII
)
