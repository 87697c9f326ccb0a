"""Transfer encodings: base64, quoted-printable and uuencode, and what is left of them after careless programs."""

from __future__ import annotations

import binascii
import re

from ..problems import Notebook
from .encoded_words import unpadded

_MOST_FILES = 100  # uuencoded in one text; the rest stays in it
_IDENTITY = {"", "7bit", "8bit", "binary", "7-bit", "8-bit", "8bits", "7bits", "plain", "none"}
_UU = {"x-uuencode", "uuencode", "x-uue", "uue"}
_NAME = re.compile(r"[a-z0-9-]+")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_BETWEEN_WORDS = re.compile(rb"[^ \t\r\n] [^ \t\r\n]")
_GROUP = re.compile(rb"[^=]+")
_BEGIN = re.compile(rb"(?m)^begin [ \t]*([0-7]{3,4})[ \t]+([^\r\n]{1,255})\r?\n")
_END = re.compile(rb"(?m)^end[ \t]*\r?$\n?")


def transferred(raw: bytes, encoding: str, notebook: Notebook, *, where: str) -> bytes:
    """The bytes a part carries; damaged encodings give what can be saved, unknown ones the bytes as they are."""
    found = _NAME.search(encoding.lower())
    name = found[0] if found else ""
    if name in _IDENTITY:
        return raw
    if name in ("base64", "base-64", "b64", "b"):
        return _from_base64(raw, notebook, where)
    if name in ("quoted-printable", "quotedprintable", "quoted", "qp", "q"):
        return binascii.a2b_qp(raw)
    if name in _UU:
        files, rest = uuencoded_files(raw)
        return files[0][1] if files else rest
    notebook.note("transfer", name)
    return raw


def _from_base64(raw: bytes, notebook: Notebook, where: str) -> bytes:
    packed = raw.translate(None, b" \t\r\n")
    try:
        return binascii.a2b_base64(packed, strict_mode=True)
    except binascii.Error:
        return _saved_from_base64(raw, packed, notebook, where)


def _saved_from_base64(raw: bytes, packed: bytes, notebook: Notebook, where: str) -> bytes:
    letters = _NOT_BASE64.sub(b"", packed)
    foreign = len(packed) - len(letters) - packed.count(b"=")
    if foreign * 5 > len(packed) or len(_BETWEEN_WORDS.findall(raw)) * 20 > len(packed):
        notebook.note("base64", where)
        return raw  # it only says that it is base64
    if foreign or len(letters) % 4 == 1:
        notebook.note("base64", where)
    # Some programs encode piece by piece, each with its own padding.
    return b"".join(unpadded(_NOT_BASE64.sub(b"", piece).decode("ascii")) for piece in _GROUP.findall(packed))


def uuencoded_files(raw: bytes) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """Files written into a text between `begin` and `end`, as (raw name, content), and the text without them."""
    files: list[tuple[bytes, bytes]] = []
    if b"begin " not in raw:
        return files, raw
    rest = b""
    place = 0
    while len(files) < _MOST_FILES and (begin := _BEGIN.search(raw, place)):
        end = _END.search(raw, begin.end())
        if end is None:
            break
        content = _uu_rows(raw[begin.end() : end.start()])
        rest += raw[place : begin.start()] if content is not None else raw[place : end.end()]
        if content is not None:
            files.append((begin[2].strip(), content))
        place = end.end()
    return files, rest + raw[place:]


def _uu_rows(block: bytes) -> bytes | None:
    """The content of the rows, or None when they are not uuencoded at all."""
    content = []
    for row in block.splitlines():
        try:
            content.append(binascii.a2b_uu(row))
        except binascii.Error:
            length = (((row[0] - 32) & 63) * 4 + 5) // 3 if row else 0
            try:  # some encoders write the wrong number of characters
                content.append(binascii.a2b_uu(row[:length]))
            except binascii.Error:
                return None
    return b"".join(content)
