"""Words on their way in and out: HTML and notes into text, and long answers into parts that a service takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from gwidam.core.text import squeezed
from gwidam.core.text.graphemes import cut_before

from ..mail.parsing.html import sanitise
from ..mail.parsing.html import text_of as text_of_html
from .shapes import CannotSay

# Why words cannot be said there; kept beside what services say themselves, so that each is in both languages.
TOO_LONG = "여덟 개로 나누어도 너무 깁니다. · Too long, also in eight parts."
NO_WORDS = "쓴 말이 없습니다. · There are no words."
NAMES_OTHERS = "한 사람에게만 가는 답이 다른 계정(@)을 부릅니다. · To one person alone, but it names others (@)."
NOT_HERE = "고객이 쓴 곳에서 이렇게는 답할 수 없습니다. · Not possible where the customer wrote."

MOST_PARTS = 8  # of one answer; what is longer is a letter, and belongs into one
LONGEST_HTML = 200_000  # characters; the longest status has a hundredth of that

_ENDS = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?。！？…])[ \t]+"),
    re.compile(r"\s+"),
)  # fmt: skip
_LINK = re.compile(r"https?://[^\s<>\"'(){}\[\]]*[^\s<>\"'(){}\[\].,;:!?…]", re.IGNORECASE)


def plain(source: str) -> str:
    """What a piece of HTML says, line by line, without its marks."""
    return text_of_html(sanitise(source[:LONGEST_HTML]).without_notes)


def told(words: str, *, warning: str = "", media: Sequence[tuple[str, str, str]] = ()) -> str:
    """What was said with its content warning before it and what it shows after it.

    media: kind, what the person says it shows (alt text), and address.
    """
    shown = [_noted(*each) for each in media]
    parts = (f"CW: {warning.strip()}" if warning.strip() else "", words.strip(), "\n".join(shown))
    return "\n\n".join(part for part in parts if part)


def alike(text: str) -> str:
    """The letters of a text, by which it is known again after a service made links of what is in it."""
    return squeezed(text) or text.strip()


def links(text: str) -> list[tuple[int, int]]:
    """Where addresses of the web stand in a text: places of code points, the second one excluded."""
    return [found.span() for found in _LINK.finditer(text)]


def parted(text: str, fits: Callable[[str], bool], *, opening: str = "") -> tuple[str, ...]:
    """The text in as few parts as it needs, each beginning with `opening`; several are numbered: `… (2/3)`.

    Cut between paragraphs, else lines, else sentences, else words; only a word that fits nowhere is cut, between two
    visible characters. Nothing but white space at a cut is left out. Raises CannotSay.
    """
    words = text.strip()
    if not words:
        raise CannotSay(NO_WORDS)
    if fits(f"{opening}{words}"):
        return (f"{opening}{words}",)
    for count in range(2, MOST_PARTS + 1):
        parts = _cut(words, count, fits, opening)
        if parts:
            return parts
    raise CannotSay(TOO_LONG)


def _cut(words: str, count: int, fits: Callable[[str], bool], opening: str) -> tuple[str, ...]:
    """The text in exactly this many parts; empty where it needs more."""
    parts: list[str] = []
    rest = words
    for number in range(1, count + 1):
        ending = f" ({number}/{count})"
        end = _furthest(rest, lambda part, ending=ending: fits(f"{opening}{part.strip()}{ending}"))  # type: ignore[misc]
        if not end:
            return ()
        parts.append(f"{opening}{rest[:end].strip()}{ending}")
        rest = rest[end:].strip()
        if not rest:
            return tuple(parts) if number == count else ()
    return ()


def _furthest(rest: str, fits: Callable[[str], bool]) -> int:
    """The best place to cut before which everything fits; 0 where not even one character does."""
    low, high = 0, len(rest)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(rest[:middle]) else (low, middle - 1)
    if low == len(rest):
        return low
    return next((place for place in _places(rest, low) if fits(rest[:place])), 0)


def _places(rest: str, most: int) -> Iterator[int]:
    """Where the text may be cut at or before `most`, the best place first."""
    for ends in _ENDS:
        found = [match.start() for match in ends.finditer(rest, 0, most + 1) if match.start() <= most]
        # A cut that leaves most of the room empty reads worse than one between sentences or words.
        if found and found[-1] * 2 > most:
            yield found[-1]
    yield next((start for start, end in links(rest) if 0 < start < most < end), 0) or cut_before(rest, most)


def _noted(kind: str, alt: str, url: str) -> str:
    note = f"[{kind}: {alt.strip()}]" if alt.strip() else f"[{kind}]"
    return f"{note} {url}" if url else note
