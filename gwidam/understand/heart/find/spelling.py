"""Where each letter of a text stood, before its width, case and spacing were evened."""

from __future__ import annotations

from typing import NamedTuple

from gwidam.core.text import evened
from gwidam.core.text.clean import is_plain


class Squeezed(NamedTuple):
    """Letters and digits of a text without anything between them.

    places: for each of them the index of the letter in the text it came from, and behind the last one the
        length of that text; so letters i to j came from text[places[i] : places[j - 1] + 1].
    """

    letters: str
    places: list[int]


def squeezed_with_places(text: str) -> Squeezed:
    """As `core.text.squeezed`, letter by letter, with the places; several times slower, meant for what is shown."""
    lowered = text.lower()
    if is_plain(text):
        kept = [place for place, letter in enumerate(lowered) if letter.isalnum()]
        return Squeezed("".join([lowered[place] for place in kept]), [*kept, len(text)])
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for plain in evened(letter):
            if plain.isalnum():
                letters.append(plain)
                places.append(place)
    places.append(len(text))
    return Squeezed("".join(letters), places)
