"""Phrases that stand in texts: one to three telling words beside one another.

What people would call a theme by is mostly more than a word: exchange rate, lost card, 요금제 변경. Between the words
of a phrase may stand what a headline leaves out (my card becomes card, 요금제를 변경 becomes 요금제 변경), and in
English one word that joins (lost or stolen).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gwidam.core.text import apart

LONGEST = 3  # words
READ = 2_000  # letters of a voice
# Words that a headline leaves out, and words that may join two others.
_SMALL = "a an the my your our his her their its this that these those some any"
_BETWEEN = "of or and to from for by with in on at"
LEFT_OUT, JOINING = frozenset(_SMALL.split()), frozenset(_BETWEEN.split())
AFTER = frozenset(
    ("up", "down", "off", "out", "back")
)  # they make another word of the one before: top up, cut off
_SENTENCE = re.compile(r"[.!?,;:\n。…]+")
_LEADING_ON = frozenset(("", "을", "를", "의"))  # what may follow a Korean noun within a phrase: 요금제를 변경
# And what may follow the last one: a particle, or what makes a verb of a noun.
_CLOSING = re.compile(
    "(?:을|를|의|이|가|은|는|도|만|에|에서|로|으로|와|과)?|(?:하|해|했|한|할|함|합|되|된|될|돼|됐|됩).*"
)


class _Place(NamedTuple):
    """A written word: what it is called in a phrase, and whether the phrase may go on after it, or end there."""

    word: str
    goes_on: bool
    may_end: bool


def phrases_in(texts: Sequence[str], words: Sequence[Sequence[str]]) -> list[list[str]]:
    """The phrases of two and three words of each text, each once; `words` are those of it that tell something."""
    return [list(dict.fromkeys(_phrases(text, frozenset(told)))) for text, told in zip(texts, words, strict=True)]


def _phrases(text: str, telling: frozenset[str]) -> Iterator[str]:
    for sentence in _SENTENCE.split(text[:READ]):
        places = [_place(word, telling) for word in apart(sentence) if word not in LEFT_OUT]
        for start in range(len(places) - 1):
            yield from _from(places[start : start + LONGEST + 1], telling)


def _from(places: Sequence[_Place], telling: frozenset[str]) -> Iterator[str]:
    """The phrases that begin with the first of these places."""
    if places[0].word not in telling:
        return
    for end in range(2, min(len(places), LONGEST) + 1):
        *before, last = [place.word for place in places[:end]]
        if not places[end - 2].goes_on or not all(word in telling or word in JOINING | AFTER for word in before):
            return
        is_cut = len(places) > end and places[end].word in AFTER
        if places[end - 1].may_end and not is_cut and last in telling | AFTER and last not in before:
            yield " ".join([*before, last])


def _place(word: str, telling: frozenset[str]) -> _Place:
    """A Korean word is called by what it begins with, and goes on where only a particle follows that is left out."""
    if word in telling or word.isascii():
        return _Place(word, goes_on=True, may_end=True)
    stem = next((word[:end] for end in range(len(word) - 1, 1, -1) if word[:end] in telling), "")
    rest = word[len(stem) :]
    return _Place(stem, goes_on=rest in _LEADING_ON, may_end=bool(_CLOSING.fullmatch(rest)))
