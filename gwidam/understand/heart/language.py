"""Which language a text is in, by its scripts alone; mixed sentences and other languages are told as such."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Language: TypeAlias = Literal["ko", "en", "mixed", "other", "none"]

_SAMPLE = 20_000
# A Hangul syllable says as much as two or three Latin letters.
_LETTERS_PER_SYLLABLE = 2.5
_MIXED_AT_LEAST = 0.25  # of what is said in the smaller script; below, it is names of products
_HANGUL = re.compile("[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")
_LATIN = re.compile("[A-Za-z]")
_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile("[a-z']+")
_ENGLISH_WORDS = """
    a about after again all am an and any are as at be because been but by can can't could did didn't do
    does doesn't don't for from get got had has have he help her him his how i i'm if in is isn't it
    it's just like me more my need new no not now of ok on one or our out please she so some thank
    thanks that the their them there they this time to too up us very want was way we were what when
    where which who why will with won't would yes you your yours hello hi hey good bad great never ever
    should want still my card account money pay
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_FOREIGN_WORDS = """
    le la les des une est pas que qui je vous nous avec pour dans sur und der die das ist nicht ich sie
    mit ein eine zu auf den von el los las por para con una como pero muy yo il di che non per sono
    questo het een van niet tidak saya yang dan untuk di ke ini não uma os você meu minha está och att
    det som jag på är
"""
_FOREIGN = frozenset(_FOREIGN_WORDS.split())


@dataclass(frozen=True, slots=True)
class Told:
    """The language of a text and how sure that is (0 to 1).

    language: "ko", "en", "mixed" (both say a good part), "other" (neither), or "none" (no letters at all).
    """

    language: Language
    confidence: float


def languages(texts: Sequence[str]) -> list[Told]:
    """Tell the language of each text."""
    return [language(text) for text in texts]


def language(text: str) -> Told:
    """Tell the language of a text by how much is said in each script; looks at the first 20,000 characters.

    Latin letters are English unless they are accented, or their small words are those of other languages.
    """
    sample = text[:_SAMPLE]
    letters = len(_LETTER.findall(sample))
    if not letters:
        return Told("none", 1.0)
    hangul, latin, accented = (len(script.findall(sample)) for script in (_HANGUL, _LATIN, _ACCENTED))
    if hangul + latin + accented < 0.5 * letters:
        return Told("other", 1 - (hangul + latin) / letters)
    korean = hangul * _LETTERS_PER_SYLLABLE
    share = korean / max(korean + latin + accented, 1)
    if share >= 1 - _MIXED_AT_LEAST:
        return Told("ko", share)
    if share > _MIXED_AT_LEAST:
        return Told("mixed", 1 - abs(2 * share - 1))
    return _latin(sample, accented, 1 - share)


def _latin(sample: str, accented: int, share: float) -> Told:
    words = _WORD.findall(sample.lower())
    english = sum(word in _ENGLISH for word in words)
    foreign = sum(word in _FOREIGN for word in words) + accented / 2
    if foreign > english and foreign >= 0.1 * len(words):
        return Told("other", min(1.0, 0.5 + (foreign - english) / max(len(words), 1)))
    return Told("en", share * (0.7 if foreign and not english else 1.0))
