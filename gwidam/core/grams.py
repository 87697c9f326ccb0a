"""Search keys that find Korean: pairs of neighbouring characters as integers.

Korean glues particles to nouns (요금이, 요금은) and nouns to one another (요금청구서), and many of its words
have two syllables, too few for trigrams. So the keys are pairs of characters. Writers also disagree about
spaces, so a text gives

- every pair within a word: 인터넷 -> 인터, 터넷;
- the pair across a gap of one character: 인터넷 해지 -> 넷해 too, so that asking for 인터넷해지 finds both
  spellings;

and a question asks only for the pairs within its words, so that asking for 인터넷 해지 finds both as well.

Meant for a GIN index on `int[]`, asked with `@>`. A text with the words always has the pairs; one with the
pairs need not have the words, so whoever wants exactly those looks at the rows found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from struct import unpack_from

from .text import evened

MOST_GRAMS = 20_000

_ONE_CHARACTER_GAP = re.compile(r"(?<=[^\W_])[\W_](?=[^\W_])")
_SPACE = 0x20
_GAP = re.compile(r"[\W_]+")


def grams(text: str, limit: int = MOST_GRAMS) -> list[int]:
    """The keys of a text: sorted, distinct, signed 32-bit, at most `limit`, those met first.

    Spelling is evened out first: width and other compatibility forms (NFKC), case. The same in every process
    and release, as stored keys are compared with later ones. Linear in the length of the text.
    """
    return sorted(islice(_keys(_ONE_CHARACTER_GAP.sub("", evened(text))), limit))


def query_grams(words: str | Iterable[str]) -> list[int]:
    """The keys that a text with these words must have; sorted and distinct.

    Words of one character have none. A question of nothing else gives an empty list, which every text
    contains: the caller says so, or looks by other means.
    """
    return sorted(_keys(evened(words if isinstance(words, str) else " ".join(words))))


def _keys(text: str) -> Iterator[int]:
    """Every two neighbours within a word, once, in order: the first one's UTF-16 code above the second's."""
    units = _GAP.sub(" ", text).encode("utf-16-be")
    count = len(units) // 2 - 1
    if count < 1:
        return iter(())
    pairs = [0] * count
    pairs[::2] = unpack_from(f">{(count + 1) // 2}i", units)
    pairs[1::2] = unpack_from(f">{count // 2}i", units, 2)
    return (pair for pair in dict.fromkeys(pairs) if pair >> 16 != _SPACE and pair & 0xFFFF != _SPACE)
