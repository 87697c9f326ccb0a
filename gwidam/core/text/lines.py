"""Small questions about a text: which language it is in, and what fits on one line."""

from __future__ import annotations

import re
from typing import Literal

from .graphemes import cut_before

_SAMPLE = 20_000
_HANGUL = re.compile("[\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff\uffa1-\uffdc]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_WORD = re.compile(r"\S+")
# A syllable says as much as two or three letters, and Korean is full of foreign product names ("iPhone 15 안됨"),
# while English holds little more than a Korean name.
_LETTERS_PER_SYLLABLE = 6


def language_of(text: str) -> Literal["ko", "en"]:
    """The language to answer in: Korean unless Latin letters clearly outweigh Hangul.

    A text without letters counts as Korean. Looks at the first 20,000 characters.
    """
    sample = text[:_SAMPLE]
    hangul, latin = len(_HANGUL.findall(sample)), len(_LATIN.findall(sample))
    return "ko" if hangul * _LETTERS_PER_SYLLABLE >= latin else "en"


def summary(text: str, width: int = 140) -> str:
    """The beginning of a text on one line of at most `width` characters, an ellipsis included when cut.

    Cuts after a word; within one only if it would fill more than a third of the line, and never within what
    a reader sees as one character.
    """
    line = ""
    for word in _WORD.finditer(text):
        line = f"{line} {word[0]}" if line else word[0]
        if len(line) > width:
            return f"{_cut(line, width - 1)}…"
    return line


def _cut(line: str, width: int) -> str:
    space = line.rfind(" ", 0, width + 1)
    if space * 3 >= width * 2:
        return line[:space]
    return line[: cut_before(line, width)].rstrip()
