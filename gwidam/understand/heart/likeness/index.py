"""Nearest neighbours among a million vectors, in files that grow by one row at a time.

Each vector is kept twice: as one bit a dimension, which is looked through from end to end (80 bytes of a vector
of 640, some fifteen milliseconds for a million), and as one byte a dimension, from which the cosines of the best
few hundred are taken. No graph, so adding is appending, forgetting is clearing a row, and the order in which
voices came does not matter.

The files are mapped into memory: the bits are shared by all processes that read, of the bytes only the rows that
are looked at. A reader sees a row once the count says so; the count is written last. What a crash leaves is at
worst a row behind the count, which is written again. The database has everything to make the files anew.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .parts import Files, Memory

BLOCK = 1 << 16  # rows; bits of a block lie word by word, so that counting them runs straight through memory
FORMAT = 1
STEP = 1 << 15  # rows counted at a time; what is between two steps of counting stays near the processor
LOOKED_AT = 1000  # rows whose cosine is taken, at least
GONE = -1
PARTS = ("ids", "bits", "codes", "scales")

_Bits = NDArray[np.uint64]


class Damaged(Exception):
    """The files are not an index of this kind, or not whole; make them anew from the database."""


class Near(NamedTuple):
    """A voice by its number, and its cosine to what was asked for."""

    id: int
    cosine: float


class VectorIndex:
    """One writer at a time, any number of readers, each with the index opened for itself.

    dims: of its vectors. space: the name of what they mean.
    """

    def __init__(self, files: Files | Memory, *, dims: int, space: str) -> None:
        """Use `create`, `opened` or `in_memory` instead."""
        self.dims, self.space, self._files = dims, space, files
        self._count = files.part("count", np.int64, (1,))
        self._open()

    @classmethod
    def opened(cls, folder: Path, *, is_writer: bool = False) -> VectorIndex:
        """Open what `create` made. Raises Damaged."""
        try:
            head = json.loads((folder / "head.json").read_text())
            if head["format"] != FORMAT:
                raise Damaged(f"{folder} is of format {head['format']}, not {FORMAT}.")
            return cls(Files(folder, "r+" if is_writer else "r"), dims=int(head["dims"]), space=str(head["space"]))
        except (OSError, ValueError, KeyError, TypeError) as trouble:
            raise Damaged(f"{folder} cannot be read: {trouble}") from trouble

    @classmethod
    def in_memory(cls, *, dims: int, space: str) -> VectorIndex:
        """An empty index that lasts as long as the process."""
        return cls(Memory(), dims=_whole(dims), space=space)

    @classmethod
    def create(cls, folder: Path, *, dims: int, space: str) -> VectorIndex:
        """Make an empty index, in place of any that was there; `space` names what its vectors mean."""
        head = json.dumps({"format": FORMAT, "dims": _whole(dims), "space": space})
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / "count").write_bytes(bytes(8))
        for name in PARTS:
            (folder / name).touch()
        (folder / "head.json").write_text(head)
        return cls.opened(folder, is_writer=True)

    @classmethod
    def rebuilt(
        cls, folder: Path, voices: Iterable[tuple[Sequence[int], NDArray[np.float32]]], *, dims: int, space: str
    ) -> VectorIndex:
        """Make an index of these voices, in batches as `add` takes them, and put it in the place of another.

        Until it is whole the old one is used; readers of that one know by `is_replaced`.
        """
        new = folder.with_name(f"{folder.name}.new")
        index = cls.create(new, dims=dims, space=space)
        for numbers, vectors in voices:
            index.add(numbers, vectors)
        index.flush()
        put_in_place(new, folder)
        return cls.opened(folder, is_writer=True)

    @property
    def is_replaced(self) -> bool:
        """Whether another index has been put in the place of this one; open that one then."""
        return self._files.is_replaced()

    @property
    def is_outgrown(self) -> bool:
        """Whether the writer has added more than was there when this was opened: `refresh`, or open it again."""
        return len(self) > self._room

    @property
    def is_whole(self) -> bool:
        """Whether the files still have the size they need; reading behind the end of one would end the process."""
        parts = (self._ids, self._bits, self._codes, self._scales)
        return all(
            self._files.size(name) >= part.nbytes for name, part in zip(PARTS, parts, strict=True) if part.nbytes
        )

    def flush(self) -> None:
        """Write what is still in memory to the disk; call it once a batch, not once a voice."""
        for part in (self._ids, self._bits, self._codes, self._scales, self._count):
            if isinstance(part, np.memmap):
                part.flush()

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
                self._open(row // BLOCK + 1)
            count = min(len(numbers) - done, BLOCK - row % BLOCK)
            self._write(row, numbers[done : done + count], vectors[done : done + count])
            self._count[0] = row + count
            done += count

    def remove(self, number: int) -> bool:
        """Forget a voice, its vector as well; whether it was there."""
        return self.remove_all([number]) > 0

    def remove_all(self, numbers: Sequence[int]) -> int:
        """Forget voices, their vectors as well; how many of them were there."""
        ids = self._ids[: len(self)]
        newest = ids.max(initial=GONE)
        known = [number for number in numbers if 0 <= number <= newest]
        rows = np.flatnonzero(np.isin(ids, known)) if known else np.zeros(0, np.intp)
        for row in rows:
            self._ids[row] = GONE
            self._codes[row] = 0
            self._bits[row // BLOCK, :, row % BLOCK] = 0
        return len(rows)

    @property
    def numbers(self) -> NDArray[np.int64]:
        """The numbers of the voices in it, in the order in which they came."""
        ids = np.array(self._ids[: min(len(self), self._room)])
        return ids[ids != GONE]

    def refresh(self) -> None:
        """See what the writer has added since; cheap, call it before a search."""
        if self.is_outgrown:
            self._open()

    def search(self, vector: NDArray[np.float32], limit: int = 10, *, without: Collection[int] = ()) -> list[Near]:
        """The nearest voices by cosine, nearest first; of equals the one added first.

        vector: (dims,) of length 1. A zero vector, a text without letters, is like nothing. Where it is zero in 64
        dimensions in a row, nothing is asked of these, and they are not compared.
        """
        if not np.any(vector):
            return []
        rows = self._candidates(vector, max(LOOKED_AT, 10 * limit))
        rows = rows[self._ids[rows] != GONE]
        cosines = (self._codes[rows].astype(np.float32) @ vector) * self._scales[rows]
        order = np.argsort(-cosines, kind="stable")
        near = (Near(int(self._ids[rows[at]]), float(cosines[at])) for at in order)
        return list(islice((each for each in near if each.id not in without), limit))

    def vectors(self, numbers: Sequence[int]) -> NDArray[np.float32]:
        """(n, dims) of these voices, as good as one byte a dimension is; zero rows for those that are not there."""
        ids = self._ids[: min(len(self), self._room)]
        if not len(ids):
            return np.zeros((len(numbers), self.dims), np.float32)
        order = np.argsort(ids, kind="stable")
        at = np.minimum(np.searchsorted(ids, numbers, sorter=order), len(ids) - 1)
        rows = order[at]
        found = self._codes[rows].astype(np.float32) * self._scales[rows][:, None]
        found[ids[rows] != np.asarray(numbers)] = 0
        return found

    def _candidates(self, vector: NDArray[np.float32], count: int) -> NDArray[np.intp]:
        """Rows whose bits differ least from those asked for, `count` or some more."""
        seen = min(len(self), self._room)  # the writer may be ahead of what is mapped here
        if count >= seen:
            return np.arange(seen)
        bits = _packed(vector[None, :], self._words)[0]
        asked = [(word, bits[word]) for word in range(self._words) if np.any(vector[64 * word : 64 * (word + 1)])]
        distances = np.zeros(seen, np.uint16)
        step = min(STEP, BLOCK)
        differing, counted = np.empty(step, np.uint64), np.empty(step, np.uint8)
        for start in range(0, seen, step):
            end = min(start + step, seen)
            block, place = divmod(start, BLOCK)
            total, size = distances[start:end], end - start
            for word, mine in asked:
                np.bitwise_xor(self._bits[block, word, place : place + size], mine, out=differing[:size])
                np.add(total, np.bitwise_count(differing[:size], out=counted[:size]), out=total)
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

    def _open(self, blocks: int | None = None) -> None:
        """With room for so many blocks; by default as many as there are. Raises Damaged."""
        is_growing = blocks is not None
        if blocks is None:
            blocks = self._files.size("ids") // (8 * BLOCK)
        self._room = room = blocks * BLOCK
        if len(self) > room:
            raise Damaged(f"The index counts {len(self)} voices and has room for {room}.")
        row = {"ids": 8, "bits": 8 * self._words, "codes": self.dims, "scales": 4}  # bytes
        short = [name for name in PARTS if self._files.size(name) < room * row[name]]
        if short and not is_growing:
            raise Damaged(f"The index is short of {', '.join(short)}.")
        self._ids = self._files.part("ids", np.int64, (room,))
        self._bits = self._files.part("bits", np.uint64, (blocks, self._words, BLOCK))
        self._codes = self._files.part("codes", np.int8, (room, self.dims))
        self._scales = self._files.part("scales", np.float32, (room,))


def put_in_place(new: Path, folder: Path) -> None:
    """Make the index in the folder `new` the one in `folder`. For a moment there is none."""
    old = folder.with_name(f"{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _whole(dims: int) -> int:
    if dims < 1 or dims % 8:
        raise ValueError("A vector needs a multiple of 8 dimensions.")
    return dims


def _packed(vectors: NDArray[np.float32], words: int) -> _Bits:
    """(n, words): the sign of each dimension as a bit."""
    bits = np.packbits(vectors > 0, axis=1)
    padded = np.zeros((len(vectors), words * 8), np.uint8)
    padded[:, : bits.shape[1]] = bits
    return padded.view(np.uint64)
