"""Nearest neighbours among a million vectors, in files that grow by one row at a time.

Each vector is kept twice: as one bit a dimension, which is looked through from end to end (80 bytes of a vector
of 640, two dozen milliseconds for a million), and as one byte a dimension, from which the cosines of the best
few hundred are taken. No graph, so adding is appending, forgetting is clearing a row, and the order in which
voices came does not matter.

The files are mapped into memory: the bits are shared by all processes that read, of the bytes only the rows that
are looked at. A reader sees a row once the count says so; the count is written last. What a crash leaves is at
worst a row behind the count, which is written again. The database has everything to make the files anew.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

BLOCK = 1 << 16  # rows; bits of a block lie word by word, so that counting them runs straight through memory
FORMAT = 1
LOOKED_AT = 1000  # rows whose cosine is taken, at least
GONE = -1

_Bits = NDArray[np.uint64]


class Damaged(Exception):
    """The files are not an index of this kind, or not whole; make them anew from the database."""


class Near(NamedTuple):
    """A voice by its number, and its cosine to what was asked for."""

    id: int
    cosine: float


class VectorIndex:
    """One writer at a time, any number of readers, each with the index opened for itself."""

    def __init__(self, folder: Path, *, is_writer: bool = False) -> None:
        """Open what `create` made. Raises Damaged."""
        self.folder, self._mode = folder, "r+" if is_writer else "r"
        try:
            head = json.loads((folder / "head.json").read_text())
            self.dims, self.space = int(head["dims"]), str(head["space"])
            if head["format"] != FORMAT:
                raise Damaged(f"{folder} is of format {head['format']}, not {FORMAT}.")
            self._count = self._mapped("count", np.int64, (1,))
            self._open()
        except (OSError, ValueError, KeyError, TypeError) as trouble:
            raise Damaged(f"{folder} cannot be read: {trouble}") from trouble

    @classmethod
    def create(cls, folder: Path, *, dims: int, space: str) -> VectorIndex:
        """Make an empty index, in place of any that was there; `space` names what its vectors mean."""
        if dims % 8:
            raise ValueError("A vector needs a multiple of 8 dimensions.")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / "count").write_bytes(np.zeros(1, np.int64).tobytes())
        for name in ("ids", "bits", "codes", "scales"):
            (folder / name).touch()
        (folder / "head.json").write_text(json.dumps({"format": FORMAT, "dims": dims, "space": space}))
        return cls(folder, is_writer=True)

    def __len__(self) -> int:
        return int(self._count[0])

    def add(self, numbers: Sequence[int], vectors: NDArray[np.float32]) -> None:
        """Append voices: their numbers, not below zero, and (n, dims) rows of length 1."""
        if vectors.shape != (len(numbers), self.dims):
            raise ValueError(f"The index needs {self.dims} numbers for each voice.")
        done = 0
        while done < len(numbers):
            row = len(self)
            if row == self._room:
                self._grow()
            count = min(len(numbers) - done, BLOCK - row % BLOCK)
            self._write(row, numbers[done : done + count], vectors[done : done + count])
            self._count[0] = row + count
            done += count

    def remove(self, number: int) -> bool:
        """Forget a voice, its vector as well; whether it was there."""
        rows = np.flatnonzero(self._ids[: len(self)] == number)
        for row in rows:
            self._ids[row] = GONE
            self._codes[row] = 0
            self._bits[row // BLOCK, :, row % BLOCK] = 0
        return bool(len(rows))

    def refresh(self) -> None:
        """See what the writer has added since; cheap, call it before a search."""
        if len(self) > self._room:
            self._open()

    def search(
        self, vector: NDArray[np.float32], limit: int = 10, *, without: Collection[int] = ()
    ) -> list[Near]:
        """The nearest voices by cosine, nearest first; of equals the one added first.

        vector: (dims,) of length 1. A zero vector, a text without letters, is like nothing.
        """
        if not np.any(vector):
            return []
        rows = self._candidates(_packed(vector[None, :], self._words)[0], max(LOOKED_AT, 10 * limit))
        rows = rows[self._ids[rows] != GONE]
        cosines = (self._codes[rows].astype(np.float32) @ vector) * self._scales[rows]
        order = np.argsort(-cosines, kind="stable")
        near = (Near(int(self._ids[rows[at]]), float(cosines[at])) for at in order)
        return [found for found, _ in zip((each for each in near if each.id not in without), range(limit))]

    def vectors(self, numbers: Sequence[int]) -> NDArray[np.float32]:
        """(n, dims) of these voices, as good as one byte a dimension is; zero rows for those that are not there."""
        ids = self._ids[: len(self)]
        order = np.argsort(ids, kind="stable")
        at = np.minimum(np.searchsorted(ids, numbers, sorter=order), len(ids) - 1)
        rows = order[at]
        found = self._codes[rows].astype(np.float32) * self._scales[rows][:, None]
        found[ids[rows] != np.asarray(numbers)] = 0
        return found

    def _candidates(self, asked: _Bits, count: int) -> NDArray[np.intp]:
        """Rows whose bits differ least from those asked for, `count` or some more."""
        distances = np.empty(len(self), np.uint16)
        for start in range(0, len(self), BLOCK):
            end = min(start + BLOCK, len(self))
            part = self._bits[start // BLOCK, :, : end - start]
            total = np.zeros(end - start, np.uint16)
            for word, mine in zip(part, asked, strict=True):
                total += np.bitwise_count(word ^ mine)
            distances[start:end] = total
        if count >= len(distances):
            return np.arange(len(distances))
        reached = np.cumsum(np.bincount(distances, minlength=self._words * 64 + 1))
        return np.flatnonzero(distances <= np.searchsorted(reached, count))

    def _write(self, row: int, numbers: Sequence[int], vectors: NDArray[np.float32]) -> None:
        end = row + len(numbers)
        largest = np.abs(vectors).max(axis=1, keepdims=True)
        scales = np.where(largest > 0, largest, 1) / np.float32(127)
        self._ids[row:end] = numbers
        self._codes[row:end] = np.rint(vectors / scales)
        self._scales[row:end] = scales[:, 0]
        block, place = divmod(row, BLOCK)
        self._bits[block, :, place : place + len(numbers)] = _packed(vectors, self._words).T

    @property
    def _words(self) -> int:
        return -(-self.dims // 64)

    def _grow(self) -> None:
        blocks = self._room // BLOCK + 1
        for name, width in (("ids", 8), ("bits", 8 * self._words), ("codes", self.dims), ("scales", 4)):
            with (self.folder / name).open("r+b") as file:
                file.truncate(blocks * BLOCK * width)  # a hole until written, on any file system of Linux
        self._open()

    def _open(self) -> None:
        self._room = (self.folder / "ids").stat().st_size // 8
        if len(self) > self._room:
            raise Damaged(f"{self.folder} counts {len(self)} voices and has room for {self._room}.")
        blocks = self._room // BLOCK
        self._ids = self._mapped("ids", np.int64, (self._room,))
        self._bits = self._mapped("bits", np.uint64, (blocks, self._words, BLOCK))
        self._codes = self._mapped("codes", np.int8, (self._room, self.dims))
        self._scales = self._mapped("scales", np.float32, (self._room,))

    def _mapped(self, name: str, kind: Any, shape: tuple[int, ...]) -> NDArray[Any]:
        if 0 in shape:
            return np.zeros(shape, kind)  # an empty file cannot be mapped
        return np.memmap(self.folder / name, kind, self._mode, shape=shape)


def _packed(vectors: NDArray[np.float32], words: int) -> _Bits:
    """(n, words): the sign of each dimension as a bit."""
    bits = np.packbits(vectors > 0, axis=1)
    padded = np.zeros((len(vectors), words * 8), np.uint8)
    padded[:, : bits.shape[1]] = bits
    return padded.view(np.uint64)
