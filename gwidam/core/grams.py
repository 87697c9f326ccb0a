"""Search keys that find Korean and Latin words: short rows of letters as integers.

Korean glues particles to nouns (요금이, 요금은) and nouns to one another (요금청구서), and many of its words
have two syllables, too few for three letters. So its keys are pairs of letters: 인터넷 -> 인터, 터넷. Two Latin
letters tell little, as there are few of them; their words have three letters a key: esim -> esi, sim.

Writers also disagree about spaces, so in a text what one character parts is joined, and 인터넷 해지 has the key
넷해 as well: asking for 인터넷해지 finds both spellings. A question asks only for the keys within its words, so
that asking for 인터넷 해지 finds both as well. In Latin letters a space does part words, or every English text
would be one word; but not behind one or two letters (e sim, wi fi) and not before a figure (iphone 15).

Meant for a GIN index on `int[]`, asked with `@>` and `&&` (`Sought`). A text with the words always has the keys; one
with the keys need not have the words, so whoever wants exactly those looks at the rows found.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from string import ascii_lowercase, digits
from struct import unpack_from
from typing import Final, NamedTuple

from .text import evened

MOST_GRAMS = 20_000

_LATIN: Final = ascii_lowercase + digits
_RUN = re.compile("[a-z0-9]{3,}")
_TWO = re.compile("(?<![^ ])[a-z0-9]{2}(?![^ ])")
_LATIN_ENDS = re.compile("[a-z0-9]{2,}")
_JOINING_GAP = re.compile(r"(?<=[^\W_])(?!(?<=[a-z0-9]{3})\s[a-z])[\W_](?=[^\W_])")
_ONE_CHARACTER_GAP = re.compile(r"(?<=[^\W_])[\W_](?=[^\W_])")
_SPACE = 0x20
_GAP = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Sought:
    """What the keys of a text with certain words have in common.

    every: keys that are all there, sorted and distinct. one_of: rows of keys; of each row one at least is there.
    """

    every: tuple[int, ...] = ()
    one_of: tuple[tuple[int, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.every or self.one_of)

    def __or__(self, other: Sought) -> Sought:
        """What a text has that is sought for both."""
        every = tuple(sorted({*self.every, *other.every}))
        return Sought(every, tuple(dict.fromkeys(self.one_of + other.one_of)))

    def fits(self, keys: Collection[int]) -> bool:
        """Whether a text with these keys may have the words; everything fits what seeks nothing."""
        there = keys if isinstance(keys, (set, frozenset)) else set(keys)
        return there.issuperset(self.every) and not any(there.isdisjoint(row) for row in self.one_of)

    @property
    def rows(self) -> list[tuple[int, ...]]:
        """The same as rows alone, of each of which one key is there."""
        return [*((key,) for key in self.every), *self.one_of]


class Piece(NamedTuple):
    """Letters of a word that have keys of their own, and from which letter of the word on they stand."""

    start: int
    letters: str
    keys: tuple[int, ...]


def grams(text: str, limit: int = MOST_GRAMS) -> list[int]:
    """The keys of a text: sorted, distinct, signed 32-bit, at most `limit`, of each kind those met first.

    Spelling is evened out first: width and other compatibility forms (NFKC), case. The same in every process
    and release, as stored keys are compared with later ones. Linear in the length of the text.
    """
    joined = _JOINING_GAP.sub("", evened(text))
    runs = _RUN.findall(joined)
    if not runs:
        return sorted(islice(_pairs(joined), limit))
    pairs = _pairs(_RUN.sub(_ends, joined))
    # Figures and letters without sense have forty thousand keys of three, and must not push out all others.
    return sorted(islice(chain(islice(_threes(runs), limit // 2), pairs), limit))


def sought(words: str | Iterable[str]) -> Sought:
    """What a text with these words has.

    Words of one letter are not sought. A Latin word of two may stand within a longer one (tv in iptv), which has
    no key for these two alone; so one of the keys is sought that any word with them has.
    """
    text = _GAP.sub(" ", evened(_as_text(words)))
    every = {*_threes(_RUN.findall(text)), *_pairs(_LATIN_ENDS.sub(_ends, text))}
    return Sought(tuple(sorted(every)), tuple(_with_two(two) for two in dict.fromkeys(_TWO.findall(text))))


def query_grams(words: str | Iterable[str]) -> list[int]:
    """The keys that a text with these words must have; sorted and distinct. See `sought` for those it may have."""
    return list(sought(words).every)


def pieces(word: str) -> list[Piece]:
    """The rows of letters whose keys stand for a word, in order; two letters of a short Latin word among them."""
    found = []
    for at in range(len(word) - 1):
        length = 2
        if _are_latin(word[at : at + 2]):
            if _are_latin(word[at : at + 3]) and at + 3 <= len(word):
                length = 3
            elif at and _are_latin(word[at - 1]):
                continue  # the end of a longer run
        letters = word[at : at + length]
        keys = tuple(_threes([letters])) if length == 3 else tuple(_pairs(letters))
        if keys:
            found.append(Piece(at, letters, keys))
    return found


def grams_of_pairs(text: str, limit: int = MOST_GRAMS) -> list[int]:
    """The keys that texts had before Latin words had keys of three letters: every two neighbours."""
    return sorted(islice(_pairs(_ONE_CHARACTER_GAP.sub("", evened(text))), limit))


def sought_by_pairs(words: str | Iterable[str]) -> Sought:
    """What a text with these words has whose keys are from then."""
    return Sought(tuple(sorted(_pairs(evened(_as_text(words))))))


def _as_text(words: str | Iterable[str]) -> str:
    return words if isinstance(words, str) else " ".join(words)


def _are_latin(letters: str) -> bool:
    return letters.isascii() and letters.isalnum()


def _ends(run: re.Match[str]) -> str:
    """A run by its two ends, so that it has pairs only with the letters around it."""
    return f"{run[0][0]} {run[0][-1]}"


def _threes(runs: Iterable[str]) -> Iterator[int]:
    """Every three neighbours within runs of ASCII letters, once, in order: seven bits each.

    Below any pair: the letter that a pair begins with stands in its upper half, and is "0" at least.
    """
    found: dict[int, None] = {}
    for run in runs:
        codes = run.encode()
        found |= dict.fromkeys(
            [one << 14 | two << 7 | three for one, two, three in zip(codes, codes[1:], codes[2:], strict=False)]
        )
    return iter(found)


def _pairs(text: str) -> Iterator[int]:
    """Every two neighbours within a word, once, in order: the first one's UTF-16 code above the second's."""
    units = _GAP.sub(" ", text).encode("utf-16-be")
    count = len(units) // 2 - 1
    if count < 1:
        return iter(())
    pairs = [0] * count
    pairs[::2] = unpack_from(f">{(count + 1) // 2}i", units)
    pairs[1::2] = unpack_from(f">{count // 2}i", units, 2)
    return (pair for pair in dict.fromkeys(pairs) if pair >> 16 != _SPACE and pair & 0xFFFF != _SPACE)


@lru_cache(maxsize=len(_LATIN) ** 2)
def _with_two(two: str) -> tuple[int, ...]:
    """The keys of which a text with these two Latin letters in a row has one; that of the word itself first."""
    return (*_pairs(two), *sorted({*_threes([each + two for each in _LATIN] + [two + each for each in _LATIN])}))
