"""What names a person in words that somebody else typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gwidam.core.text import apart, squeezed

SHORTEST_NAME = 2  # letters; one letter stands in nearly every word
SURE_NAME = 3  # Korean letters that hardly stand within another word
TAIL = 4  # last figures of a phone number, by which customers are looked up
SHORTEST_NUMBER = 8  # figures; a shorter number is many people's
_BETWEEN_FIGURES = re.compile(r"(?<=\d)[\s\-.·()]+(?=\d)")
_FIGURES = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Traces:
    """What stands for one person.

    names: their name, their address, their handle, as written. numbers: figures alone, of phones and receipts.
    tails: the last four figures of their phones.
    """

    names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    tails: frozenset[str] = frozenset()

    @classmethod
    def of(cls, *, names: Iterable[str], phones: Iterable[str], receipts: Iterable[str]) -> Traces:
        """The traces of a person; `phones` in any of the ways they are written."""
        plain = {figures for phone in phones if len(figures := _figures_of(phone)) >= SHORTEST_NUMBER}
        return cls(
            frozenset(each for each in names if len(squeezed(each)) >= SHORTEST_NAME),
            frozenset({*plain, *receipts}),
            frozenset(figures[-TAIL:] for figures in plain),
        )

    def stand_in(self, words: str) -> bool:
        """Whether words name the person.

        However they are spaced, spelt wide or dashed. The tail of a phone counts where nothing but numbers is looked
        for.
        """
        asked = apart(words)
        if any(_is_called(name, asked) for name in self.names):
            return True
        joined = _BETWEEN_FIGURES.sub("", unicodedata.normalize("NFKC", words))
        figures = _FIGURES.findall(joined)
        if any(number in found for found in figures for number in self.numbers):
            return True
        return bool(asked) and all(word.isdigit() for word in asked) and not self.tails.isdisjoint(asked)


def _is_called(name: str, asked: Sequence[str]) -> bool:
    """A Korean name of three letters and more is one wherever it stands, a shorter one where a word begins with it
    (이수 stands in 정이수리 as well); of one in other letters all words are there (Lee stands in sleep)."""
    whole = squeezed(name)
    if whole.isascii() or len(whole) < SURE_NAME:
        begins = not whole.isascii() and any(word.startswith(whole) for word in asked)
        return begins or whole in asked or set(apart(name)) <= set(asked)
    return whole in "".join(asked)


def _figures_of(number: str) -> str:
    return "".join(_FIGURES.findall(unicodedata.normalize("NFKC", number)))
