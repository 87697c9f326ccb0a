"""The words that tell a theme from the others, and a name that does not change without a reason.

Class-based tf-idf with the weighting of BM25 (Grootendorst 2022): a theme is read as one long text, and a word
counts the more often it is there and the rarer it is elsewhere. Every word counts once for each voice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np

from gwidam.core.text import apart

from ..tiers import Analyser, Morpheme
from ..tiers.words import content_word

WORDS = 10  # kept of a theme
IN_NAME = 3
STAYS = 2  # words of a name that must still be among the theme's words
_SHORTEST = 2
_READ = 2_000  # letters of a voice
_NOUNS = ("NNG", "NNP", "XR", "SH")
# English words that hold a sentence together and tell nothing, also as they stand in contractions.
_HOLDING = """
about after again all also am an and any are as at back be because been before being both but by can could did do
does doesn don down each even ever every for from get gets getting go going got had has have having he her here
him his how if in into is isn it its just know let like ll made make many may me more most much must my need no
not now of off on once one only or other our out over own please re really said same say says see she should so
some still such take tell than thank thanks that the their them then there these they this those time to told
too two under until up us use used very via want was wasn way we well were what when where which while who why
will with without won would ve yes yet you your
"""
_TELL_NOTHING = frozenset(_HOLDING.split())
# The commonest particles, longest first; what is cut wrongly is cut alike in all voices.
_PARTICLES = re.compile(
    "(?<=[가-힣]{2})(?:에서는|으로는|이라고|에서|으로|까지|부터|에게|한테|처럼|보다|이나|라고|하고|은|는|이|가|을|를|에|의|도|로|만|와|과|요)$"
)


def words_in(texts: Sequence[str], analyser: Analyser | None) -> list[list[str]]:
    """The words of each text by which themes are told: nouns where there is an analyser, else words as written.

    Latin words are always taken as written: an analyser of Korean cuts them where it likes.
    """
    read = [text[:_READ] for text in texts]
    written = [[word for word in apart(text) if _tells(word)] for text in read]
    if analyser is None:
        return [[_PARTICLES.sub("", word) for word in words] for words in written]
    return [
        [word for word in words if word.isascii()] + [word for word in map(_noun, found) if _tells(word)]
        for words, found in zip(written, analyser.morphemes(read), strict=True)
    ]


def telling_words(words: Sequence[Collection[str]], groups: Sequence[int], most: int = WORDS) -> list[list[str]]:
    """For each theme from 0 its telling words, most telling first; [] for a theme of voices without words."""
    count = max(groups, default=-1) + 1
    inside: list[Counter[str]] = [Counter() for _ in range(count)]
    for found, group in zip(words, groups, strict=True):
        inside[group].update(set(found))
    everywhere: Counter[str] = sum(inside, Counter())
    average = everywhere.total() / max(count, 1)
    return [_best(counts, everywhere, average, most) for counts in inside]


def name_of(words: Sequence[str]) -> str:
    """A name made of the first words that do not say the same."""
    chosen: list[str] = []
    for word in words:
        if not any(word in other or other in word for other in chosen):
            chosen.append(word)
        if len(chosen) == IN_NAME:
            break
    return " · ".join(chosen)


def kept_name(before: str, words: Sequence[str]) -> str:
    """The old name while it still fits, so that people find a theme again; else a new one."""
    old = before.split(" · ") if before else []
    still = sum(word in words for word in old)
    return before if old and still >= min(STAYS, len(old)) else name_of(words)


def _noun(morpheme: Morpheme) -> str:
    return content_word(morpheme) if morpheme.tag.startswith(_NOUNS) else ""


def _tells(word: str) -> bool:
    return len(word) >= _SHORTEST and not word.isdecimal() and word not in _TELL_NOTHING


def _best(counts: Counter[str], everywhere: Counter[str], average: float, most: int) -> list[str]:
    if not counts:
        return []
    # What one voice alone says does not tell what many say.
    found = sorted(word for word in counts if counts[word] > 1) or sorted(counts)
    here = np.array([counts[word] for word in found], np.float64)
    all_ = np.array([everywhere[word] for word in found], np.float64)
    rarity = np.log1p(np.maximum((average - all_ + 0.5) / (all_ + 0.5), 0))
    # A theme that is all there is has only words that are no rarer elsewhere.
    scores = here * (rarity if rarity.any() else 1)
    order = np.lexsort((-here, -scores))  # of equals the first in the alphabet
    return [found[at] for at in order[:most] if scores[at] > 0]
