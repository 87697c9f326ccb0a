"""How long X takes a text to be: its weighted length (twitter-text, configuration version 3), never less than that."""

from __future__ import annotations

import re
import unicodedata

from gwidam.core.text.graphemes import characters

MOST = 280  # of a post
MOST_MESSAGE = 10_000  # characters of a direct message
A_LINK = 23

_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))  # code points that weigh one; others weigh two
# Names of servers count as links also without https://, where X knows their ending; here any ending may be known.
_LINK = re.compile(
    r"https?://[^\s<>\"'{}]+|(?<![\w@#$.])(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[^\s<>\"'{}]*)?", re.IGNORECASE | re.ASCII
)
_EMOJI = ((0x1F000, 0x1FAFF), (0x2190, 0x2BFF), (0x3030, 0x303D), (0x3297, 0x3299))


def weight(text: str) -> int:
    """Composed (NFC) first. A link weighs 23, an emoji of however many parts two."""
    composed, count, end = unicodedata.normalize("NFC", text), 0, 0
    for found in _LINK.finditer(composed):
        as_text, as_link = _plain(found[0]), A_LINK
        count += _plain(composed[end : found.start()])
        count += as_link if found[0].lower().startswith("http") else max(as_text, as_link)
        end = found.end()
    return count + _plain(composed[end:])


def _plain(text: str) -> int:
    return len(text) if text.isascii() else sum(_of(each) for each in characters(text))


def _of(character: str) -> int:
    if _is_in(ord(character[0]), _EMOJI) and len(character) > 1:
        return 2
    return sum(1 if _is_in(ord(each), _LIGHT) else 2 for each in character)


def _is_in(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)
