"""Why two texts are alike, in a line: the words of one that the other has as well."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from gwidam.core.grams import pieces, query_grams
from gwidam.core.text import evened

from .sketch import Rarity
from .space import READ

_WORD = re.compile(r"[^\W_]{2,40}")
_LATIN = re.compile(r"[\x00-\u024f]+")
LEAST_LATIN = 4  # letters; of shorter words half of a language is made


def shared_words(text: str, keys: Sequence[int], rarity: Rarity, most: int = 3) -> tuple[str, ...]:
    """The words of a text, at most `most`, that a voice with these keys has as well, the most telling first.

    Of a Korean word only what is shared is named (인터넷 of 인터넷이), two letters at least; of one in Latin
    letters the whole.
    """
    theirs = set(keys)
    found: dict[str, float] = {}
    for word in _WORD.findall(evened(text[:READ])):
        shared = _shared(word, theirs)
        if shared and shared not in found:
            found[shared] = float(rarity.of_keys(np.array(query_grams(shared), np.int32)).sum())
    order = sorted(found, key=lambda word: -found[word])
    whole = [word for at, word in enumerate(order) if not any(word in longer for longer in order[:at])]
    return tuple(whole[:most])


def _shared(word: str, theirs: set[int]) -> str:
    """The longest run of a word's letters whose keys are all among these; empty where there is none."""
    is_there = [False] * (len(word) - 1)
    for piece in pieces(word):
        if theirs.issuperset(piece.keys):
            is_there[piece.start : piece.start + len(piece.letters) - 1] = [True] * (len(piece.letters) - 1)
    if _LATIN.fullmatch(word):
        return word if len(word) >= LEAST_LATIN and all(is_there) else ""
    best = start = length = 0
    for at, there in enumerate([*is_there, False]):
        if there:
            continue
        if at - start > length:
            best, length = start, at - start
        start = at + 1
    return word[best : best + length + 1] if length else ""
