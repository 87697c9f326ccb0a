"""Lists of addresses (RFC 5322, 3.4), groups, comments and what people write instead."""

from __future__ import annotations

import re

from ..mail import Address
from ..problems import Notebook
from .encoded_words import header_text

MOST = 1000  # addresses of one header
_TOKEN = re.compile(
    r"""(?P<word>=\?[^?\s]{1,60}\?[BbQq]\?[^?"<>]{0,1000}\?=)"""
    r"""|"(?P<quoted>(?:[^"\\]|\\.){0,1000})"|(?P<comment>\()|<(?P<angle>[^<>]*)>|(?P<sign>[,;:])"""
    r"""|(?P<letters>[^\s"(<,;:=]+|[\s"(<=])""",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ROUTE = re.compile(r"^@[^:]*:")
_COMMENT = re.compile(r"\([^()]*\)")
_BARE = re.compile(r"[^\s<>@]{1,256}@[^\s<>]{1,256}")


def parse_addresses(raw: str, notebook: Notebook, *, where: str, hint: str = "") -> tuple[Address, ...]:
    """All mailboxes of a header, groups opened; a name alone is an address without `address`."""
    found: list[Address] = []
    draft = _Draft()
    place = 0
    while place < len(raw) and len(found) < MOST:
        token = _TOKEN.match(raw, place)
        if token is None:
            place += 1
            continue
        place = token.end()
        if token["comment"]:
            place, comment = _comment(raw, place)
            draft.comments.append(comment)
        elif token["quoted"] is not None:
            draft.quoted(_ESCAPED.sub(r"\1", token["quoted"]), following=raw[place : place + 1])
        elif token["angle"] is not None:
            draft.angle = draft.angle or _plain(token["angle"])
        elif token["sign"] == ":" and not draft.angle:
            draft = _Draft()  # the name of a group
        elif token["sign"] and token["sign"] != ":":
            found += draft.done(notebook, where, hint)
            draft = _Draft()
        else:
            draft.words.append(token["word"] or token["letters"] or token["sign"])
    found += draft.done(notebook, where, hint)
    return tuple(found)


class _Draft:
    """One mailbox while its tokens come in."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.comments: list[str] = []
        self.angle = ""

    def quoted(self, text: str, following: str) -> None:
        """A quoted string is a local part when an @ follows it, else a name."""
        self.words.append(f'"{text}"' if following == "@" else text)

    def done(self, notebook: Notebook, where: str, hint: str) -> list[Address]:
        """What it came to: one address or none."""
        written = "".join(self.words).strip()
        address = self.angle
        if not address and (bare := _BARE.search(written)) and "=?" not in bare[0]:
            address = bare[0].strip("'\"") if '"@' not in bare[0] else bare[0]
            written = f"{written[: bare.start()]} {written[bare.end() :]}".strip()
        name = header_text(written or " ".join(self.comments), notebook, where=where, hint=hint)
        address = header_text(address, notebook, where=where, hint=hint)
        name = " ".join(name.split()).strip("'") if name.strip("'") else ""
        return [Address(name, address)] if name or address else []


def _plain(angle: str) -> str:
    """An address without the route (RFC 5322, 4.4) and the comments that may stand in it."""
    return _ROUTE.sub("", _COMMENT.sub("", angle).strip()).replace(" ", "")


def _comment(raw: str, place: int) -> tuple[int, str]:
    """The end of a comment that opened before `place`, and its text."""
    depth, start = 1, place
    while place < len(raw) and depth:
        letter = raw[place]
        depth += (letter == "(") - (letter == ")")
        place += 2 if letter == "\\" else 1
    return place, raw[start : place - 1 if not depth else place].strip()
