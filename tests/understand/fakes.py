"""Small stand-ins for what a tier brings: quick, exact, and wrong in no interesting way."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np

from gwidam.understand.heart.tiers import Morpheme, Tier, Vectors


class Splitter:
    """An analyser that holds every word for a noun."""

    name, version = "splitter", "1"

    def morphemes(self, texts: Sequence[str]) -> list[list[Morpheme]]:
        return [
            [Morpheme(word[0], "NNG", word.start(), len(word[0])) for word in re.finditer(r"\w+", text)]
            for text in texts
        ]


class Hasher:
    """An embedder that gives each word a direction of its own."""

    name, version, dims = "hasher", "1", 16

    def __init__(self) -> None:
        self.asked = 0

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.asked += len(texts)
        rows = np.zeros((len(texts), self.dims), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text):
                row += np.random.default_rng(zlib.crc32(word.encode())).standard_normal(self.dims)
            row /= max(np.linalg.norm(row), 1e-9)
        return rows


T0 = Tier("T0", None, None)


def t1() -> Tier:
    """A tier like T1, of fakes."""
    return Tier("T1", Splitter(), Hasher())
