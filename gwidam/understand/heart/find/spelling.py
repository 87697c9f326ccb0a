"""Text as it is compared: width, case and spacing evened, and where each letter stood before."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from gwidam.core.text import bound_marks

_NOT_LETTERS = re.compile(r"[\W_]+")
# Compatibility forms would turn typed jamo into conjoining ones and join them: ㅋㅠㅠ into 큐ㅠ.
_TYPED_JAMO = re.compile("([\u3131-\u318e]+)")


class Squeezed(NamedTuple):
    """Letters and digits of a text without anything between them.

    places: for each of them the index of the letter in the text it came from, and behind the last one the
        length of that text; so letters i to j came from text[places[i] : places[j - 1] + 1].
    """

    letters: str
    places: list[int]


def evened(text: str) -> str:
    """The text in one width and case, punctuation kept; the spelling in which `core.grams` makes its keys."""
    if text.isascii():
        return text.lower()
    parts = _TYPED_JAMO.split(bound_marks(text))
    parts[::2] = [unicodedata.normalize("NFKC", part) for part in parts[::2]]
    return "".join(parts).casefold()


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared, punctuation gone, in order."""
    return _NOT_LETTERS.sub(" ", evened(text)).split()


def squeezed(text: str) -> str:
    """Letters and digits alone, so that spacing does not part what belongs together."""
    return _NOT_LETTERS.sub("", evened(text))


def squeezed_with_places(text: str) -> Squeezed:
    """The same letter by letter, with the places; some ten times slower, meant for what is shown."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for plain in evened(letter):
            if plain.isalnum():
                letters.append(plain)
                places.append(place)
    places.append(len(text))
    return Squeezed("".join(letters), places)
