"""Vectors by a table of words: the mean of what a larger model says of each word, rare words louder.

The table is distilled from multilingual-e5-small by `distil.py`. Weights of words after Arora, Liang, Ma,
"A Simple but Tough-to-Beat Baseline for Sentence Embeddings", 2017.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gwidam.core.text import clean

from .files import checked_beside
from .ports import Analyser, Missing, Vectors
from .words import content_words

PATH = Path(__file__).with_name("table.npz")


class Table:
    """A table of word vectors as an embedder; its words come from an analyser.

    Raises Missing when the file is missing or damaged.
    """

    name = "gwidam-table"

    def __init__(self, analyser: Analyser, path: Path = PATH) -> None:
        path, digest = checked_beside(path)
        self.version = digest[:12]
        self._analyser = analyser
        words, self._rows = _read(path)
        self._places = {word: place for place, word in enumerate(words)}
        self.dims = int(self._rows.shape[1])

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text: the mean of its words' rows, of length 1; zeros where no word is known."""
        return self.embed_words(content_words([clean(text).text for text in texts], self._analyser))

    def embed_words(self, words: Sequence[Sequence[str]]) -> Vectors:
        """The same for texts that have been cut into words (see `content_words`) already."""
        sums = np.zeros((len(words), self.dims), dtype=np.float32)
        for row, known in zip(sums, map(self._known, words), strict=True):
            if known:
                self._rows[known].sum(axis=0, out=row)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        return np.divide(sums, lengths, out=np.zeros_like(sums), where=lengths > 0)

    def _known(self, words: Sequence[str]) -> list[int]:
        return [place for word in words if (place := self._places.get(word)) is not None]


def write(path: Path, words: Sequence[str], rows: NDArray[np.float32]) -> None:
    """Write a table of `rows` (words, dims), each in 8-bit steps of its own, and its hash beside it."""
    from .files import sha256

    steps = np.maximum(np.abs(rows).max(axis=1, keepdims=True) / 127, 1e-12)
    with path.open("wb") as file:
        np.savez(
            file,
            words=np.frombuffer("\n".join(words).encode(), dtype=np.uint8),
            rows=np.rint(rows / steps).astype(np.int8),
            steps=steps.astype(np.float32),
        )
    path.with_name(f"{path.name}.sha256").write_text(f"{sha256(path)}  {path.name}\n")


def _read(path: Path) -> tuple[list[str], NDArray[np.float32]]:
    try:
        with np.load(path, allow_pickle=False) as file:
            words = file["words"].tobytes().decode().split("\n")
            rows = file["rows"].astype(np.float32) * file["steps"]
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as trouble:
        raise Missing(f"The table {path.name} cannot be read: {trouble}") from None
    if len(words) != len(rows):
        raise Missing(f"The table {path.name} has {len(rows)} rows for {len(words)} words.")
    return words, rows
