"""What to ask the database, or an index, for a question; strictest first, until there is enough to rank."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gwidam.core.grams import Sought, query_grams, sought
from gwidam.core.text import apart, squeezed

from .keyboard import hangul, latin
from .ranking import SHORTEST_STEM
from .weights import Weights

MOST_STAGES = 6


def sought_of(wanted: Sequence[str], seek: Callable[[str], Sought] = sought) -> Sought:
    """What texts with these words and phrases have; a phrase of words of one letter is sought as if it were one
    word. `seek`: how a word is sought, where texts have keys from before."""
    whole = Sought()
    for part in wanted:
        whole |= seek(part) or seek(squeezed(part))
    return whole


def stages(wanted: Sequence[str], weights: Weights) -> list[list[str]]:
    """Words to ask for, in turn: all, then without the least telling ones, then their stems; at last the most
    telling word without its beginning, which may be what was mistyped.

    Whoever has enough voices after one need not ask the next. Empty where no word has keys that it must have.
    """
    words = [word for part in wanted for word in apart(part) if len(word) >= SHORTEST_STEM]
    words = sorted(dict.fromkeys(words), key=lambda word: -_telling(word, weights))
    stems = [word[: max(SHORTEST_STEM, len(word) - 1)] for word in words]
    asked = [words[:count] for count in range(len(words), 0, -1)][: MOST_STAGES // 2]
    asked += [stems[:count] for count in range(len(stems), 0, -1)][: MOST_STAGES // 2]
    asked += [[word[1:]] for word in words[:1] if len(word) > SHORTEST_STEM]
    keys = [query_grams(each) for each in asked]
    return [words for at, words in enumerate(asked) if keys[at] and keys[at] not in keys[:at]]


def retyped(words: Sequence[str], is_known: Callable[[str], bool]) -> list[str]:
    """The words as they were meant where they were typed on the wrong keyboard.

    is_known: whether any text has a word. A word that some text has is left alone, and so is one that makes no
    known word on the other keyboard either.
    """
    return [word if is_known(word) else _other(word, is_known) or word for word in words]


def _other(word: str, is_known: Callable[[str], bool]) -> str:
    if len(word) < SHORTEST_STEM:
        return ""
    others = (hangul(word), hangul(word.lower()), latin(word))  # the second: the shift lock was on
    return next((each for each in others if len(each) >= SHORTEST_STEM and is_known(each)), "")


def _telling(word: str, weights: Weights) -> float:
    return max((weights.of_key(key) for key in query_grams(word)), default=0.0)
