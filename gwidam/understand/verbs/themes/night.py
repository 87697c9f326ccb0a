"""What a night's work finds out before anything is written: where voices lie, and what goes together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gwidam.core.prepared import among
from gwidam.core.text import squeezed
from gwidam.listen.models import Voice

from ...queries.themes.copying import Copied, copies_among
from ...queries.themes.space import Ground, batches, fitted
from ...queries.themes.telling import texts_of, words_of_texts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ...heart.themes import Consolidation, Rows

FEWEST = 20  # voices that can be sorted
MOST = 100_000  # the newest; older ones stay where they are


@dataclass(frozen=True, slots=True)
class Night:
    """What was found out, before any of it is written. `ids`: the voices, ascending, in the order of the groups."""

    ids: NDArray[np.int64]
    ground: Ground
    found: Consolidation
    middles: NDArray[np.float32]
    copies: Copied


@dataclass(frozen=True, slots=True)
class _Told:
    """Of each voice how long it is, who spoke, and a hash of its words."""

    lengths: NDArray[np.int32]
    people: NDArray[np.int64]
    words: NDArray[np.int64]


def found_out() -> Night | None:
    """Read the voices a batch at a time and sort them. Writes nothing.

    Of a voice no more is held than its vector, in one byte a dimension, and some numbers; texts are read again
    where a theme is named after them.
    """
    import numpy as np

    from ...heart.themes import Texts, consolidated
    from ...heart.themes.grouping import summed
    from ...heart.themes.memory import give_back
    from ...heart.themes.nearness import unit

    newest = Voice.objects.filter(erased_at__isnull=True).order_by("-id").values_list("pk", flat=True)[:MOST]
    numbers = sorted(newest)
    if len(numbers) < FEWEST:
        return None
    give_back()  # what reading has freed, before the night takes its own
    ground = fitted(numbers)
    ids, rows = _placed(ground, numbers)
    give_back()
    copies = copies_among(ids.tolist())
    told = _told(ids)
    give_back()
    texts = Texts(told.lengths, lambda places: _texts(ids[places].tolist()))
    firsts = _places_of_firsts(copies, told.words)
    originals = np.unique(firsts)
    rows = rows.only(originals)
    found = consolidated(texts, rows, words_of_texts, firsts=firsts, people=told.people, is_fine=True)
    middles = unit(summed(rows, found.groups[originals]))
    return Night(ids, ground, found, middles, copies)


def _placed(ground: Ground, numbers: Sequence[int]) -> tuple[NDArray[np.int64], Rows]:
    """(n,) the voices that have words, ascending, and where they lie."""
    import numpy as np

    from ...heart.themes import Rows

    ids: list[NDArray[np.int64]] = []

    def blocks() -> Iterator[NDArray[np.float32]]:
        for each in batches(numbers):
            own, rows = ground.place(each)
            ids.append(own)
            yield rows

    rows = Rows.packed(len(numbers), ground.space.dims, blocks())
    return np.concatenate(ids), rows


def _told(ids: NDArray[np.int64]) -> _Told:
    import numpy as np

    found = _Told(np.zeros(len(ids), np.int32), np.zeros(len(ids), np.int64), np.zeros(len(ids), np.int64))
    start = 0
    for each in batches(ids.tolist()):
        person = dict(Voice.objects.filter(pk=among(each)).values_list("pk", "customer_id"))
        texts, place = _texts(each), slice(start, start + len(each))
        found.lengths[place] = [len(text.strip()) for text in texts]
        found.people[place] = [person[number] for number in each]
        found.words[place] = [hash(squeezed(text)) for text in texts]
        start += len(each)
    return found


def _texts(numbers: Sequence[int]) -> list[str]:
    known = texts_of(numbers)
    return [known.get(number, "") for number in numbers]


def _places_of_firsts(copies: Copied, words: NDArray[np.int64]) -> NDArray[np.int64]:
    """(n,) for each voice the place of the first one that says what it says; that one leads the others.

    Copies, and short sentences that several people say in the same words: as points of their own, all at one
    place, these would be a theme beside the one they are of. How many people they are is counted elsewhere.
    """
    leaders = _first_alike(copies.firsts)
    return leaders[_first_alike(words[leaders])]


def _first_alike(marks: NDArray[np.int64]) -> NDArray[np.int64]:
    """(n,) the place of the first one that has the same mark."""
    import numpy as np

    _, first, group = np.unique(marks, return_index=True, return_inverse=True)
    found: NDArray[np.int64] = first[group]
    return found
