"""The words of a text by which meaning is compared: dictionary forms without particles and endings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .ports import Analyser, Morpheme

_WHOLE = ("N", "MA", "MM", "IC", "XR", "SN", "W")  # nouns, adverbs, roots, numbers, addresses: as they stand
_STEMS = ("V",)  # verbs and adjectives: as a dictionary prints them
_FOREIGN = ("SL", "SH")
_LATIN = re.compile(r"[a-zà-öø-ÿ]+", re.IGNORECASE)


def content_words(texts: Sequence[str], analyser: Analyser) -> list[list[str]]:
    """Return the words of each text that carry its meaning, in order; verbs end in 다, Latin ones are lower."""
    return [words_of(text, found) for text, found in zip(texts, analyser.morphemes(texts), strict=True)]


def words_of(text: str, morphemes: Sequence[Morpheme]) -> list[str]:
    """Return the words of one text that has been analysed.

    Latin words end where their letters end: an analyser of Korean cuts them as it likes ("eek." of "a week.").
    """
    latin = [(match.start(), match[0].lower()) for match in _LATIN.finditer(text)]
    others = [
        (morpheme.start, word)
        for morpheme in morphemes
        if (word := content_word(morpheme)) and not _LATIN.search(word)
    ]
    return [word for _, word in sorted(latin + others, key=lambda placed: placed[0])]


def content_word(morpheme: Morpheme) -> str:
    """Return the word a morpheme stands for, or an empty string for particles, endings and signs."""
    if morpheme.tag.startswith(_FOREIGN):
        return morpheme.form.lower()
    if morpheme.tag.startswith(_WHOLE):
        return morpheme.form
    if morpheme.tag.startswith(_STEMS):
        return f"{morpheme.form}다"
    return ""
