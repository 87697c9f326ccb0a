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
import math
import shutil
from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Literal, NamedTuple

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
        for name in ("ids", "bits", "codes", "scales"):
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
        new, old = (folder.with_name(f"{folder.name}.{word}") for word in ("new", "old"))
        index = cls.create(new, dims=dims, space=space)
        for numbers, vectors in voices:
            index.add(numbers, vectors)
        index.flush()
        shutil.rmtree(old, ignore_errors=True)
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
        return cls.opened(folder, is_writer=True)

    @property
    def is_replaced(self) -> bool:
        """Whether another index has been put in the place of this one; open that one then."""
        return self._files.is_replaced()

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

    def search(self, vector: NDArray[np.float32], limit: int = 10, *, without: Collection[int] = ()) -> list[Near]:
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

    def _candidates(self, asked: _Bits, count: int) -> NDArray[np.intp]:
        """Rows whose bits differ least from those asked for, `count` or some more."""
        seen = min(len(self), self._room)  # the writer may be ahead of what is mapped here
        distances = np.empty(seen, np.uint16)
        for start in range(0, seen, BLOCK):
            end = min(start + BLOCK, seen)
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

    def _open(self, blocks: int | None = None) -> None:
        if blocks is None:
            blocks = self._files.size("ids") // (8 * BLOCK)
        self._room = blocks * BLOCK
        if len(self) > self._room:
            raise Damaged(f"The index counts {len(self)} voices and has room for {self._room}.")
        self._ids = self._files.part("ids", np.int64, (self._room,))
        self._bits = self._files.part("bits", np.uint64, (blocks, self._words, BLOCK))
        self._codes = self._files.part("codes", np.int8, (self._room, self.dims))
        self._scales = self._files.part("scales", np.float32, (self._room,))


class Files:
    """Arrays in the files of a folder; mode "r" or "r+"."""

    def __init__(self, folder: Path, mode: Literal["r", "r+"]) -> None:
        self._folder, self._mode = folder, mode
        self._opened = (folder / "head.json").stat().st_ino

    def is_replaced(self) -> bool:
        """Whether the folder has become another one."""
        try:
            return (self._folder / "head.json").stat().st_ino != self._opened
        except FileNotFoundError:
            return False  # for a moment, while the new one takes its place

    def size(self, name: str) -> int:
        """Bytes of a part."""
        return (self._folder / name).stat().st_size

    def part(self, name: str, kind: Any, shape: tuple[int, ...]) -> NDArray[Any]:
        """A part as an array, made longer where it is shorter. Raises ValueError for a reader's."""
        size = math.prod(shape) * np.dtype(kind).itemsize
        if size == 0:
            return np.zeros(shape, kind)  # an empty file cannot be mapped
        if self._mode == "r+" and self.size(name) < size:
            with (self._folder / name).open("r+b") as file:
                file.truncate(size)  # a hole until written, on any file system of Linux
        return np.memmap(self._folder / name, kind, self._mode, shape=shape)


class Memory:
    """The same without files."""

    def __init__(self) -> None:
        self._parts: dict[str, NDArray[Any]] = {}

    def is_replaced(self) -> bool:
        """Never."""
        return False

    def size(self, name: str) -> int:
        """Bytes of a part."""
        return self._parts[name].nbytes if name in self._parts else 0

    def part(self, name: str, kind: Any, shape: tuple[int, ...]) -> NDArray[Any]:
        """A part as an array, made longer where it is shorter."""
        part = np.zeros(shape, kind)
        before = self._parts.get(name)
        if before is not None:
            part[: len(before)] = before
        self._parts[name] = part
        return part


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
