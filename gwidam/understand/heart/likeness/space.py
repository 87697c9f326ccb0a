"""The space in which voices are compared: what a text means beside which letters it is written with.

Vectors of language models lie close together, so their mean is taken away first. The two halves are put side by
side, so that one index and one angle serve both; without a model the letters stand alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gwidam.core.grams import grams

from .sketch import Grams, Rarity, sketches

Vectors = NDArray[np.float32]

LETTERS = 384  # dimensions of the half that stands for letters, beside a model
LETTERS_ALONE = 512
SHARE = 0.4  # of a cosine that the letters have, beside a model
READ = 5_000  # letters of one text: what a voice says it says in its first pages


@dataclass(frozen=True, slots=True)
class Space:
    """Fixed by the texts it was fitted to; vectors of two spaces cannot be compared.

    mean: (dims,) of the model's vectors; (0,) without a model.
    """

    mean: NDArray[np.float32]
    rarity: Rarity

    @classmethod
    def fit(cls, grams: Grams, meanings: Vectors | None) -> Space:
        """The space for texts with these keys; `meanings` are a model's vectors of them, if there is one."""
        mean = np.zeros(0, np.float32) if meanings is None else _mean(meanings)
        return cls(mean, Rarity.of(grams))

    @property
    def dims(self) -> int:
        """Length of the vectors of this space; a multiple of 8."""
        return len(self.mean) + LETTERS if len(self.mean) else LETTERS_ALONE

    def place(self, grams: Grams, meanings: Vectors | None) -> Vectors:
        """Where these texts lie: (n, dims), rows of length 1; zero rows for texts without letters.

        grams: the keys of each text (`keys_of`), as the database keeps them.

        Raises ValueError where the model's vectors are missing, too many, or of another length.
        """
        letters = sketches(grams, self.rarity, self.dims - len(self.mean))
        if not len(self.mean):
            return letters
        if meanings is None or meanings.shape != (len(grams), len(self.mean)):
            raise ValueError(f"The space needs a vector of {len(self.mean)} numbers for each text.")
        halves = [_unit(_centred(meanings, self.mean)) * np.sqrt(1 - SHARE), letters * np.sqrt(SHARE)]
        return _unit(np.hstack(halves).astype(np.float32))

    def packed(self) -> bytes:
        """The space as bytes."""
        unknown = np.float64(self.rarity.unknown)
        file = BytesIO()
        np.savez(file, mean=self.mean, keys=self.rarity.keys, weights=self.rarity.weights, unknown=unknown)
        return file.getvalue()

    @classmethod
    def unpacked(cls, packed: bytes) -> Space:
        """Read what `packed` gave. Raises OSError or ValueError where it cannot be read."""
        with np.load(BytesIO(packed), allow_pickle=False) as file:
            rarity = Rarity(file["keys"], file["weights"], float(file["unknown"]))
            return cls(file["mean"], rarity)

    def place_letters(self, grams: Grams) -> Vectors:
        """Where texts lie of which only the letters are known: (n, dims); what they mean is left at zero, and
        whoever looks for neighbours of such a row looks by letters alone (`VectorIndex.search`)."""
        letters = sketches(grams, self.rarity, self.dims - len(self.mean))
        return np.hstack([np.zeros((len(grams), len(self.mean)), np.float32), letters])

    def place_meanings(self, meanings: Vectors) -> Vectors:
        """The same for vectors of which the letters are not to count."""
        if meanings.ndim != 2 or meanings.shape[1] != len(self.mean):
            raise ValueError(f"The space needs vectors of {len(self.mean)} numbers.")
        letters = np.zeros((len(meanings), self.dims - len(self.mean)), np.float32)
        return np.hstack([_unit(_centred(meanings, self.mean)).astype(np.float32), letters])

    def save(self, path: Path) -> None:
        """Write the space to one file."""
        path.write_bytes(self.packed())

    @classmethod
    def load(cls, path: Path) -> Space:
        """Read what `save` wrote. Raises OSError or ValueError where it cannot be read."""
        return cls.unpacked(path.read_bytes())


def keys_of(text: str) -> list[int]:
    """The keys by which a text is compared."""
    return grams(text[:READ])


def _mean(meanings: Vectors) -> NDArray[np.float32]:
    rows = meanings[np.any(meanings != 0, axis=1)]
    return rows.mean(axis=0) if len(rows) else np.zeros(meanings.shape[1], np.float32)


def _centred(meanings: Vectors, mean: NDArray[np.float32]) -> Vectors:
    """Less the mean; a text without a meaning stays without one."""
    return np.where(np.any(meanings != 0, axis=1, keepdims=True), meanings - mean, 0)


def _unit(rows: Vectors) -> Vectors:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
