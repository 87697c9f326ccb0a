"""The words of a text by which meaning is compared: dictionary forms without particles and endings."""

from __future__ import annotations

from collections.abc import Sequence

from .ports import Analyser, Morpheme

_WHOLE = ("N", "MA", "MM", "IC", "XR", "SN", "W")  # nouns, adverbs, roots, numbers, addresses: as they stand
_STEMS = ("V",)  # verbs and adjectives: as a dictionary prints them
_FOREIGN = ("SL", "SH")


def content_words(texts: Sequence[str], analyser: Analyser) -> list[list[str]]:
    """Return the words of each text that carry its meaning, in order; verbs end in 다, Latin ones are lower."""
    return [
        [word for morpheme in found if (word := content_word(morpheme))] for found in analyser.morphemes(texts)
    ]


def content_word(morpheme: Morpheme) -> str:
    """Return the word a morpheme stands for, or an empty string for particles, endings and signs."""
    if morpheme.tag.startswith(_FOREIGN):
        return morpheme.form.lower()
    if morpheme.tag.startswith(_WHOLE):
        return morpheme.form
    if morpheme.tag.startswith(_STEMS):
        return f"{morpheme.form}다"
    return ""
