"""The shelf as pages see it."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from .place import index_folder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ..heart.likeness import Near, Space, VectorIndex

SPACE = "space.npz"


@dataclass(frozen=True, slots=True)
class Shelf:
    """An index and the space its voices lie in, both as they were when they were opened."""

    index: VectorIndex
    space: Space

    @property
    def is_fresh(self) -> bool:
        """Whether the files are still these, and whole."""
        return not (self.index.is_replaced or self.index.is_outgrown) and self.index.is_whole


def opened(folder: Path, *, is_writer: bool = False) -> Shelf:
    """Open an index and its space. Raises Damaged."""
    from ..heart.likeness import Damaged, Space, VectorIndex

    index = VectorIndex.opened(folder, is_writer=is_writer)
    try:
        space = Space.load(folder / SPACE)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as trouble:
        raise Damaged(f"{folder / SPACE} cannot be read: {trouble}") from trouble
    if space.dims != index.dims:
        raise Damaged(f"{folder} has vectors of {index.dims} numbers in a space of {space.dims}.")
    return Shelf(index, space)


_last: dict[Path, Shelf] = {}  # one; the files are opened again when they are others
_turn = Lock()


def shelf() -> Shelf | None:
    """The shelf as it is now; None where there is none yet, or not a whole one."""
    from ..heart.likeness import Damaged

    folder = index_folder()
    last = _last.get(folder)
    if last is not None and last.is_fresh and folder.exists():
        return last
    with _turn:
        _last.clear()
        try:
            found = opened(folder)
        except Damaged:
            return None
        _last[folder] = found
        return found


def neighbours(vector: NDArray[np.float32], limit: int) -> list[Near]:
    """The voices whose meaning is nearest to a vector of the model's own (see `queries.meanings.meaning_of`).

    Nothing where there is no shelf, or one in the space of another model.
    """
    found = shelf()
    if found is None or len(vector) != len(found.space.mean):
        return []
    return found.index.search(found.space.place_meanings(vector[None, :])[0], limit)
