"""The words that tell a theme from the others, and a name that does not change without a reason.

Class-based tf-idf with the weighting of BM25 (Grootendorst 2022): a theme is read as one long text, and a word
counts the more often it is there and the rarer it is elsewhere. Every word counts once for each voice, and so does
every phrase; a phrase that many voices of a theme share says more than its words do one by one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import takewhile

import numpy as np

from gwidam.core.text import apart

from ..tiers import Analyser, Morpheme
from ..tiers.words import content_word

WORDS = 10  # kept of a theme
IN_NAME = 3
SAID_BY_ALL = 0.4  # of all voices
SAME_LETTERS = 0.65  # of the shorter of two English words, from the first on, by which they are forms of one
FEWEST_LETTERS = 4
LOUDER = (1.0, 2.5, 2.6)  # a word, a phrase of two, of three
CLOSE = 2  # places behind its first word in which a phrase is still the better name
STAYS = 2  # words of a name that must still be among the theme's words
_SHORTEST = 2
_READ = 2_000  # letters of a voice
_NOUNS = ("NNG", "NNP", "XR", "SH")
# English words that hold a sentence together and tell nothing, also as they stand in contractions.
_HOLDING = """
able about after again against all also am an and any are as at back be because been before being both but by can
could did didn do does doesn doing don done down each even ever every for from get gets getting go going got had has
hasn have haven having he help her here him his how if in into is isn it its just keep keeps know let like ll made
make many may me more most much must my need no not now of off on once one only or other our out over own please re
really said same say says see she should so some someone something still such take tell than thank thanks that the
their them then there these they this those time to told too tried try trying two under until up us use used using
ve very via want was wasn way we well were what when where which while who why will with without won would yes yet
you your
"""
_TELL_NOTHING = frozenset(_HOLDING.split())
# The commonest particles, longest first; what is cut wrongly is cut alike in all voices.
_PARTICLES = re.compile(
    "(?<=[가-힣]{2})(?:에서는|으로는|이라고|에서|으로|까지|부터|에게|한테|처럼|마다|밖에|보다|이나|라고|하고|은|는|이|가|을|를|에|의|도|로|만|와|과|요)$"
)


def words_in(texts: Sequence[str], analyser: Analyser | None) -> list[list[str]]:
    """The words of each text by which themes are told: nouns where there is an analyser, else words as written.

    Latin words are always taken as written: an analyser of Korean cuts them where it likes.
    """
    read = [text[:_READ] for text in texts]
    written = [[word for word in apart(text) if _tells(word)] for text in read]
    if analyser is None:
        return [[_PARTICLES.sub("", word) for word in words] for words in written]
    latin = [[word for word in words if word.isascii()] for words in written]
    analysed = [at for at, text in enumerate(read) if not text.isascii()]  # in the others there is no other word
    for at, found in zip(analysed, analyser.morphemes([read[at] for at in analysed]), strict=True):
        latin[at] += [word for word in map(_noun, found) if _tells(word)]
    return latin


def telling_words(
    words: Sequence[Collection[str]],
    groups: Sequence[int],
    phrases: Sequence[Collection[str]] | None = None,
    most: int = WORDS,
) -> list[list[str]]:
    """For each theme from 0 its telling words and phrases, most telling first; [] for voices without words.

    phrases: of each voice, see `phrases_in`. No two themes begin with what would give them the same name.
    """
    count = max(groups, default=-1) + 1
    inside: list[Counter[str]] = [Counter() for _ in range(count)]
    for found, group in zip(words, groups, strict=True):
        inside[group].update(set(found))
    for found, group in zip(phrases or (), groups, strict=phrases is not None):
        inside[group].update(set(found))
    sizes = np.bincount(np.asarray(groups, np.intp), minlength=count)
    everywhere: Counter[str] = Counter()
    for counts in inside:
        everywhere.update(counts)
    said_by_all = {word for word, voices in everywhere.items() if voices > SAID_BY_ALL * len(groups)}
    inside = [_of_its_own(counts, said_by_all) for counts in inside]
    return _unlike(
        [_best(counts, everywhere, size / len(groups), most) for counts, size in zip(inside, sizes, strict=True)]
    )


def name_of(words: Sequence[str]) -> str:
    """A name made of the first phrase, or of the first words that do not say the same; IN_NAME words at most.

    Where a phrase that has the first word follows close behind, it is the name: identity verification, not identity.
    """
    chosen: list[str] = []
    for word in [*_fuller(words), *words]:
        room = IN_NAME - sum(len(other.split()) for other in chosen)
        if len(word.split()) <= room and not any(_are_alike(word, other) for other in chosen):
            chosen.append(word)
        if " " in chosen[0]:
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


def _of_its_own(counts: Counter[str], said_by_all: set[str]) -> Counter[str]:
    """The counts without what leans on a word nearly everybody says, such as the company's name; all if that is all."""
    own = Counter({said: voices for said, voices in counts.items() if said_by_all.isdisjoint(said.split())})
    return own if own and max(own.values()) > 1 else counts


def _best(counts: Counter[str], everywhere: Counter[str], share: float, most: int) -> list[str]:
    """share: of all voices that are this theme's."""
    # What one voice alone says does not tell what many say.
    found = sorted(said for said in counts if counts[said] > 1) or sorted(
        said for said in counts if " " not in said
    )
    here = np.array([counts[said] for said in found], np.float64)
    all_ = np.array([everywhere[said] for said in found], np.float64)
    lifts = np.log(np.maximum(here / (share * all_), 1)) if share < 1 else np.ones(len(found))
    scores = here * lifts * np.array([LOUDER[said.count(" ")] for said in found])
    order = np.lexsort((-here, -scores))  # of equals the first in the alphabet
    return _once([found[at] for at in order if scores[at] > 0], most)


def _once(words: Sequence[str], most: int) -> list[str]:
    """The first words and phrases that say something that those before them do not."""
    chosen: list[str] = []
    said: set[str] = set()
    for word in words:
        parts = word.split()
        if not all(any(_is_form_of(part, other) for other in said) for part in parts):
            chosen.append(word)
            said.update(parts)
        if len(chosen) == most:
            break
    return chosen


def _fuller(words: Sequence[str]) -> list[str]:
    """The first phrase that has the first word, if it is among the next ones."""
    return [phrase for phrase in words[1 : CLOSE + 1] if " " in phrase and words[0] in phrase.split()][:1]


def _are_alike(one: str, other: str) -> bool:
    """Whether two words or phrases have a word in common, or one is in the other."""
    return (
        one in other
        or other in one
        or any(_is_form_of(part, another) for part in one.split() for another in other.split())
    )


def _is_form_of(one: str, other: str) -> bool:
    """Whether these are one word, or two English forms of it: charge, charging."""
    if one == other or not (one.isascii() and other.isascii()):
        return one == other
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return common >= max(FEWEST_LETTERS, SAME_LETTERS * min(len(one), len(other)))


def _unlike(telling: Sequence[list[str]]) -> list[list[str]]:
    """The same words in an order that gives each theme a name of its own, where there is one."""
    taken: set[str] = set()
    found = []
    for words in telling:
        turns = [[*words[at : at + 1], *words[:at], *words[at + 1 :]] for at in range(len(words))]
        own = next((turn for turn in turns if name_of(turn) not in taken), words)
        taken.add(name_of(own))
        found.append(own)
    return found
