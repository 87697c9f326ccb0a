"""Texts as a tier sees them: analysed and embedded once, whoever reads them afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .normal import LONGEST
from .tiers import Morpheme, Tier, Vectors, vectors_of, words_of
from .tiers.table import Table


@dataclass(frozen=True)
class Seen:
    """A batch of texts with what a tier's models say of them.

    morphemes: per text, or None without an analyser. vectors: (texts, dims), or None without an embedder.
    analyser, embedder: name and version of what made them, or "".
    """

    texts: tuple[str, ...]
    morphemes: tuple[Sequence[Morpheme], ...] | None = None
    vectors: Vectors | None = None
    analyser: str = ""
    embedder: str = ""

    def __len__(self) -> int:
        return len(self.texts)

    def words_only(self) -> Seen:
        """Return the same texts as T0 sees them."""
        return Seen(self.texts)


def see(texts: Sequence[str], tier: Tier, vectors: Vectors | None = None) -> Seen:
    """Look at texts with a tier; `vectors` are those of its embedder where they are at hand already."""
    texts = tuple(text[:LONGEST] for text in texts)
    analyser, embedder = tier.analyser, tier.embedder
    morphemes = None if analyser is None else tuple(analyser.morphemes(texts))
    if vectors is None and isinstance(embedder, Table) and morphemes is not None:
        vectors = embedder.embed_words(list(map(words_of, texts, morphemes)))
    if vectors is None:
        vectors = vectors_of(tier, texts)
    if vectors is not None and len(vectors) != len(texts):
        raise ValueError(f"{len(vectors)} vectors for {len(texts)} texts")
    return Seen(
        texts,
        morphemes,
        None if vectors is None else np.asarray(vectors, dtype=np.float32),
        "" if analyser is None else f"{analyser.name} {analyser.version}",
        "" if embedder is None else f"{embedder.name} {embedder.version}",
    )
