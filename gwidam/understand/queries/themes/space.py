"""Where voices lie for themes: what they mean beside the letters they are written with, in one space a night."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from gwidam.core.prepared import among
from gwidam.listen.models import Voice

from ...models import Sorting
from ..meanings import present_space, vectors_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ...heart.likeness import Space

FITTED_TO = 20_000  # voices by which rare letters and the usual meaning are told
TOGETHER = 2_000


@dataclass(frozen=True, slots=True)
class Ground:
    """A space, and whose vectors it takes: the model's name with its version, empty where letters stand alone."""

    space: Space
    name: str

    def place(self, numbers: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Numbers of those of these voices that have words, ascending, and (n, dims) where they lie.

        Two queries.
        """
        import numpy as np

        rows = Voice.objects.filter(pk=among(numbers), erased_at__isnull=True).order_by("id")
        found = list(rows.values_list("id", "grams"))
        ids = np.array([number for number, _grams in found], np.int64)
        meanings = None if not self.name else _meanings(ids, self.name, len(self.space.mean))
        return ids, self.space.place([grams for _number, grams in found], meanings)


def fitted(numbers: Sequence[int]) -> Ground:
    """A space for these voices: with the present model's vectors where there is one, else of letters alone."""
    import numpy as np

    from ...heart.likeness import Space

    name = present_space()
    chosen = np.asarray(numbers)[np.linspace(0, len(numbers) - 1, min(len(numbers), FITTED_TO)).astype(int)]
    grams: list[NDArray[np.int32]] = []
    meanings: list[NDArray[np.float32]] = []
    for ids in batches(np.unique(chosen).tolist()):
        rows = (
            Voice.objects.filter(pk=among(ids), erased_at__isnull=True)
            .order_by("id")
            .values_list("grams", flat=True)
        )
        grams += [np.array(keys, np.int32) for keys in rows]
        if name:
            meanings.append(vectors_of(ids, space=name)[1])
    whole = np.vstack([each for each in meanings if len(each)]) if any(map(len, meanings)) else None
    return Ground(Space.fit(grams, whole), name if whole is not None else "")


def ground_of(sorting: Sorting) -> Ground:
    """The space of a night, unpacked once a process."""
    return _ground(sorting.pk)


@lru_cache(maxsize=1)
def _ground(pk: int) -> Ground:
    from ...heart.likeness import Space

    sorting = Sorting.objects.get(pk=pk)
    return Ground(Space.unpacked(bytes(sorting.packed)), sorting.space)


def batches(numbers: Sequence[int], size: int = TOGETHER) -> Iterator[list[int]]:
    """The numbers, some at a time."""
    for start in range(0, len(numbers), size):
        yield list(numbers[start : start + size])


def _meanings(ids: NDArray[np.int64], name: str, dims: int) -> NDArray[np.float32]:
    """(n, dims) the model's vectors; zeros for voices that were read without it."""
    import numpy as np

    whole = np.zeros((len(ids), dims), np.float32)
    there, vectors = vectors_of(ids.tolist(), space=name)
    if len(there):
        whole[np.searchsorted(ids, there)] = vectors
    return whole
