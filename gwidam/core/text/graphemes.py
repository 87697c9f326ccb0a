"""Where a text may be cut without cutting a character that a reader sees as one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

JOINERS = "\u200c\u200d"

_FURTHEST_BACK = 64  # a longer "character" is nonsense; cut it


def cut_before(text: str, end: int) -> int:
    """The last place at or before `end` (in code points) that lies between two visible characters."""
    end = min(end, len(text))
    for place in range(end, max(end - _FURTHEST_BACK, 0), -1):
        if _is_between(text, place):
            return place
    return end


def characters(text: str) -> Iterator[str]:
    """The text in characters as a reader sees them: close to UAX 29, and where it differs with more of them."""
    start = 0
    for place in range(1, len(text) + 1):
        if _is_between(text, place):
            yield text[start:place]
            start = place


def _is_between(text: str, place: int) -> bool:
    if place in {0, len(text)}:
        return True
    before, after = text[place - 1], text[place]
    if _extends(after) or before in JOINERS:
        return False
    if _is_flag_letter(before) and _is_flag_letter(after):
        return _flag_letters_before(text, place) % 2 == 0
    return True


def _extends(character: str) -> bool:
    return (
        unicodedata.category(character).startswith("M")
        or character in JOINERS
        or "\u1160" <= character <= "\u11ff"  # Hangul vowels and finals that follow a consonant
        or "\ud7b0" <= character <= "\ud7ff"
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= character <= "\U000e007f"  # the letters of a regional flag
    )


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_letters_before(text: str, place: int) -> int:
    start = place
    while start and place - start < _FURTHEST_BACK and _is_flag_letter(text[start - 1]):
        start -= 1
    return place - start
