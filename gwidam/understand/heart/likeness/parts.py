"""Where the arrays of an index stand: in the files of a folder, or in memory."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray


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
        """Bytes of a part; none of one that is gone."""
        try:
            return (self._folder / name).stat().st_size
        except FileNotFoundError:
            return 0

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
