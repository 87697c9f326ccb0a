"""Vectors of many voices, held in one byte a dimension and read some at a time.

A hundred thousand voices would be a quarter of a gigabyte as they are reckoned with. One byte a dimension moves a
cosine by less than a thousandth, which is less than two ways of saying the same differ by.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Places = NDArray[np.intp] | NDArray[np.int32] | NDArray[np.int64] | Sequence[int] | slice

BLOCK = 2048  # rows read at once
_STEPS = 127


@dataclass(frozen=True, slots=True)
class Part:
    """Numbers of one kind. numbers: (m, d). steps: (n,) what one of them is. at: (n,) the row of numbers of each
    voice, None where they stand in the same order."""

    numbers: NDArray[Any]
    steps: Vectors
    at: NDArray[np.int32] | NDArray[np.int64] | None = None

    def of(self, places: Places) -> NDArray[Any]:
        """The numbers (places, d) of these voices."""
        own: NDArray[Any] = self.numbers[places if self.at is None else self.at[places]]
        return own

    def only(self, places: NDArray[np.int32] | NDArray[np.int64]) -> Part:
        """Those at these places; the numbers stay where they are."""
        return Part(self.numbers, self.steps[places], places if self.at is None else self.at[places])

    def louder(self, factors: Vectors | np.float32) -> Part:
        """The same, so many times as long."""
        return Part(self.numbers, self.steps * factors, self.at)


@dataclass(frozen=True, slots=True)
class Rows:
    """(n, dims) vectors, side by side in parts.

    `rows[places]` gives these rows as they are reckoned with, (places, dims).
    """

    parts: tuple[Part, ...]

    @classmethod
    def of(cls, vectors: Vectors | Rows) -> Rows:
        """The same vectors, held as they are."""
        if isinstance(vectors, Rows):
            return vectors
        return cls((Part(vectors, np.ones(len(vectors), np.float32)),))

    @classmethod
    def packed(cls, count: int, dims: int, blocks: Iterator[Vectors]) -> Rows:
        """So many vectors at most, given block after block, in one byte a dimension."""
        codes, steps = np.zeros((count, dims), np.int8), np.zeros(count, np.float32)
        done = 0
        for block in blocks:
            until = done + len(block)
            largest = np.abs(block).max(axis=1, initial=0)
            steps[done:until] = largest / _STEPS
            codes[done:until] = np.rint(block * (_STEPS / np.where(largest > 0, largest, 1))[:, None])
            done = until
        return cls((Part(codes[:done], steps[:done]),))

    def __len__(self) -> int:
        return len(self.parts[0].steps)

    def __getitem__(self, places: Places) -> Vectors:
        found = np.empty((len(self.parts[0].steps[places]), self.dims), np.float32)
        start = 0
        for part in self.parts:
            until = start + part.numbers.shape[1]
            np.multiply(part.of(places), part.steps[places][:, None], out=found[:, start:until])
            start = until
        return found

    @property
    def dims(self) -> int:
        """The length of a vector."""
        return sum(part.numbers.shape[1] for part in self.parts)

    @property
    def is_packed(self) -> bool:
        """Whether they are held in one byte a dimension."""
        return self.parts[0].numbers.dtype == np.int8

    def blocks(self, size: int = BLOCK) -> Iterator[tuple[slice, Vectors]]:
        """All rows in their order, some at a time, and where they stand."""
        for start in range(0, len(self), size):
            place = slice(start, min(start + size, len(self)))
            yield place, self[place]

    def lettered(self) -> NDArray[np.int32]:
        """Places of the rows that are not all zero."""
        is_there = np.zeros(len(self), bool)
        for part in self.parts:
            for start in range(0, len(self), BLOCK):
                place = slice(start, start + BLOCK)
                is_there[place] |= part.of(place).any(axis=1) & (part.steps[place] != 0)
        return np.flatnonzero(is_there).astype(np.int32)

    def only(self, places: NDArray[np.int32] | NDArray[np.int64]) -> Rows:
        """Those at these places, ascending; the same where that is all. Their numbers are held once."""
        if len(places) == len(self):
            return self
        return Rows(tuple(part.only(places) for part in self.parts))

    def beside(self, others: Rows, share: float) -> Rows:
        """These and as many others side by side, rows of length 1; `share` of a cosine is theirs."""
        weights = [np.sqrt(1 - share)] * len(self.parts) + [np.sqrt(share)] * len(others.parts)
        parts = zip(self.parts + others.parts, weights, strict=True)
        both = Rows(tuple(part.louder(np.float32(weight)) for part, weight in parts))
        lengths = np.concatenate([np.linalg.norm(rows, axis=1) for _, rows in both.blocks()] or [np.zeros(0)])
        scales = np.where(lengths > 0, 1 / np.where(lengths > 0, lengths, 1), 0).astype(np.float32)
        return Rows(tuple(part.louder(scales) for part in both.parts))
