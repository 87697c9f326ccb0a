"""Tiers of reading, each complete without the next, chosen by name.

T0 has no model. T1 adds Kiwi and a table of word vectors of our own. T2 has multilingual-e5-small for vectors.
T3 has the company's own server for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from .http import Remote
from .ports import Analyser, Embedder, Missing, Morpheme, Tier, TierName, Vectors
from .threads import one_thread
from .words import content_word, content_words, words_of

__all__ = [
    "Analyser",
    "Embedder",
    "Missing",
    "Morpheme",
    "Remote",
    "Tier",
    "TierName",
    "Vectors",
    "best_tier",
    "content_word",
    "content_words",
    "remote_tier",
    "tier",
    "vectors_of",
    "words_of",
]


@cache
def tier(name: str, words: tuple[str, ...] = ()) -> Tier:
    """Load a tier, once per process; `words` are names the analyser keeps whole.

    Raises Missing, with a sentence, when a package or a file is missing or has another hash than it should.
    """
    one_thread()
    if name == "T0":
        return Tier("T0", None, None)
    if name == "T1":
        from .table import Table

        analyser = _kiwi(words)
        return Tier("T1", analyser, Table(analyser))
    if name == "T2":
        return Tier("T2", _kiwi(words), _e5())
    if name == "T3":
        raise Missing("T3 needs the address of the company's embedder; make it with remote_tier.")
    raise ValueError(f"{name!r} is no tier; there are T0, T1, T2 and T3")


def remote_tier(embedder: Remote, words: tuple[str, ...] = ()) -> Tier:
    """T3: Kiwi here, vectors from the company's server."""
    return Tier("T3", _kiwi(words), embedder)


def best_tier(wanted: str, words: tuple[str, ...] = ()) -> tuple[Tier, tuple[str, ...]]:
    """Load `wanted`, or the next lower tier that is whole; return it with a sentence for each one that is not."""
    troubles: list[str] = []
    names = ("T2", "T1", "T0")
    for name in names[names.index(wanted) :] if wanted in names else names:
        try:
            return tier(name, words), tuple(troubles)
        except Missing as trouble:
            troubles.append(f"{name}: {trouble}")
    raise AssertionError("T0 needs nothing")


@cache
def _kiwi(words: tuple[str, ...]) -> Analyser:
    from .kiwi import Kiwi

    return Kiwi(words)


@cache
def _e5() -> Embedder:
    from .e5 import E5

    return E5()


def vectors_of(tier: Tier, texts: Sequence[str]) -> Vectors | None:
    """Return the tier's vectors of texts, or None at a tier without them."""
    return None if tier.embedder is None else tier.embedder.embed(texts)
