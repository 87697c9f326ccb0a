"""Korean morphemes by Kiwi, which knows spoken spelling and words that are written together."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from typing import Any

from .files import checked_package
from .ports import Missing, Morpheme

LONGEST = 20_000  # characters analysed of one text; the rest has no morphemes
_DICTIONARIES = "plain"  # part of the version: with others texts would be cut otherwise
_PRODUCT_SCORE = 3.0  # above any reading by smaller words


class Kiwi:
    """Kiwi as an analyser; takes some 300 MB, so that one process of a host holds it.

    words: names to keep whole, such as the company's products; a name of several words may have spaces.
    Raises Missing when the package or its model is missing or damaged.
    """

    name = "kiwi"

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.version = _version()
        self._kiwi = _load()
        for word in sorted({word.strip() for word in words} - {""}):
            self._kiwi.add_user_word(word, "NNP", _PRODUCT_SCORE)

    def morphemes(self, texts: Sequence[str]) -> list[list[Morpheme]]:
        """Return the morphemes of each text; what lies beyond its first `LONGEST` characters has none."""
        return [
            [
                Morpheme(token.form, token.tag, token.start, token.len)
                for token in self._kiwi.tokenize(text[:LONGEST], compatible_jamo=True)
            ]
            for text in texts
        ]


def _version() -> str:
    model = checked_package("kiwipiepy_model", (".mdl", ".dict", ".morph", ".txt"))
    program = checked_package("kiwipiepy", (".so", ".pyd"))
    return f"{program}/{model}/{_DICTIONARIES}"


def _load() -> Any:
    try:
        from kiwipiepy import Kiwi as Loaded

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # only says that 0 used to mean something else
            # No threads of its own: a process that is forked from this one has none of them, and would wait for ever.
            # Names of several words, mostly of people and films, would take 190 MB; the company's own are added.
            return Loaded(num_workers=0, load_multi_dict=False)
    except Exception as trouble:
        raise Missing(f"Kiwi cannot be loaded: {trouble}") from trouble
