"""Text of headers: RFC 2047 as it is meant, as it is really sent, and bytes without any encoding at all."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from typing import NamedTuple

from ..problems import Notebook

_LONGEST_WORD = 4000  # characters; the standard allows 75, whole subjects in one word are common
_WORD = re.compile(
    rf"=\?([^?\s=]{{1,60}})\?([BbQq])\?((?:[^?]|\?(?!=)){{0,{_LONGEST_WORD}}})(?:\?=|\Z)",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"=([0-9A-Fa-f]{2})")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]+")
_FOLD = re.compile(r"[\r\n]+[ \t]*")
_CONTROLS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f]")


class _Piece(NamedTuple):
    """A run of bytes of one declared charset; "" for what stood there unencoded."""

    raw: bytes
    charset: str


def header_text(value: str, notebook: Notebook, *, where: str, hint: str = "") -> str:
    """Decode a header's raw value, in which bytes beyond ASCII stand as surrogate escapes.

    Encoded words that follow each other in one charset are joined before they are decoded, since many senders cut
    them within a character. `hint` is the charset of the body, by which unencoded bytes are judged.
    """
    value = _FOLD.sub(" ", value)
    if "=?" not in value and value.isascii():
        return visible(value).strip()
    pieces = _joined(_pieces(value))
    text = "".join(notebook.decode(piece.raw, piece.charset or hint, where) for piece in pieces)
    return visible(text).strip()


def visible(text: str) -> str:
    """Without what no header may hold: controls, and halves of characters."""
    text = _FOLD.sub(" ", text)
    text = _CONTROLS.sub("", text).replace("\t", " ")
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def octets(value: str) -> bytes:
    """The bytes of a raw header or body as the parser of the standard library hands it on."""
    return value.encode("utf-8", "surrogateescape")


def _pieces(value: str) -> Iterator[_Piece]:
    end = 0
    unfinished = ""  # base64 that stopped within a group of four; its rest stands in the next word
    found = list(_WORD.finditer(value))
    for number, word in enumerate(found):
        between = value[end : word.start()]
        if between.strip() or (between and not end):
            yield _Piece(octets(between), "")
        charset, kind, text = word[1].partition("*")[0].lower(), word[2].lower(), word[3]
        end = word.end()
        if kind == "q":
            yield _Piece(_quoted(text), charset)
            continue
        text = unfinished + _NOT_BASE64.sub("", text)
        unfinished = ""
        if len(text) % 4 and "=" not in word[3] and _goes_on(value, word, found[number + 1 : number + 2]):
            cut = len(text) - len(text) % 4
            text, unfinished = text[:cut], text[cut:]
        yield _Piece(unpadded(text), charset)
    if value[end:]:
        yield _Piece(octets(value[end:]), "")


def _goes_on(value: str, word: re.Match[str], following: list[re.Match[str]]) -> bool:
    return bool(following) and (
        following[0][1].lower() == word[1].lower()
        and following[0][2].lower() == "b"
        and not value[word.end() : following[0].start()].strip()
    )


def _joined(pieces: Iterator[_Piece]) -> Iterator[_Piece]:
    held: _Piece | None = None
    for piece in pieces:
        if held is not None and held.charset == piece.charset and piece.charset not in _WITH_STATE:
            held = _Piece(held.raw + piece.raw, held.charset)
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held


def _quoted(text: str) -> bytes:
    raw = octets(text).replace(b"_", b" ")
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), raw)


def unpadded(text: str) -> bytes:
    """Decode base64 letters whatever is missing at their end."""
    if len(text) % 4 == 1:
        text = text[:-1]
    return binascii.a2b_base64(text + "=" * (-len(text) % 4))


# Each word of these begins in ASCII again, so words are decoded one by one.
_WITH_STATE = {"iso-2022-kr", "iso-2022-jp", "iso-2022-jp-2", "iso-2022-cn", "utf-7", "hz-gb-2312", "utf-16"}
