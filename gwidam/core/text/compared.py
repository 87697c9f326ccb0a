"""Text as it is compared: one width, one case, and where wished nothing between the letters."""

from __future__ import annotations

import re
import unicodedata

from .clean import bound_marks, is_plain

_NOT_LETTERS = re.compile(r"[\W_]+")
# Compatibility forms would turn typed jamo into conjoining ones and join them: ㅋㅠㅠ into 큐ㅠ.
_TYPED_JAMO = re.compile("([\u3131-\u318e]+)")


def evened(text: str) -> str:
    """The text in one width (NFKC) and case; punctuation and typed jamo stay."""
    if is_plain(text):
        return text.lower()
    parts = _TYPED_JAMO.split(bound_marks(text))
    parts[::2] = [unicodedata.normalize("NFKC", part) for part in parts[::2]]
    return "".join(parts).casefold()


def squeezed(text: str) -> str:
    """Letters and digits alone, so that spacing does not part what belongs together."""
    return _NOT_LETTERS.sub("", evened(text))


def apart(text: str) -> list[str]:
    """The words of a text, punctuation gone, in order."""
    return _NOT_LETTERS.sub(" ", evened(text)).split()
