"""What a night's work finds out before anything is written: where voices lie, and what goes together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gwidam.core.text import squeezed
from gwidam.listen.models import Voice

from ...models import ThemeVoice
from ...queries.themes.copying import Copied, copies_among
from ...queries.themes.space import Ground, batches, fitted
from ...queries.themes.telling import texts_of, words_of_texts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ...heart.themes import Consolidation

FEWEST = 20  # voices that can be sorted
MOST = 100_000  # the newest; older ones stay where they are


@dataclass(frozen=True, slots=True)
class Night:
    """What was found out, before any of it is written. `ids`: the voices, ascending, in the order of the groups."""

    ids: NDArray[np.int64]
    ground: Ground
    found: Consolidation
    middles: NDArray[np.float32]
    copies: Mapping[int, Copied]


def found_out() -> Night | None:
    """Read the voices a batch at a time and sort them. Writes nothing."""
    from ...heart.themes import consolidated
    from ...heart.themes.grouping import summed
    from ...heart.themes.nearness import unit

    newest = Voice.objects.filter(erased_at__isnull=True).order_by("-id").values_list("pk", flat=True)[:MOST]
    numbers = sorted(newest)
    if len(numbers) < FEWEST:
        return None
    ground = fitted(numbers)
    ids, vectors = _placed(ground, numbers)
    copies = _copies(ids.tolist())
    texts, people = [], []
    for each in batches(ids.tolist()):
        known = texts_of(each)
        person = dict(Voice.objects.filter(pk__in=each).values_list("pk", "customer_id"))
        texts += [known.get(number, "") for number in each]
        people += [person[number] for number in each]
    firsts = _places_of_firsts(ids, copies, texts)
    found = consolidated(texts, vectors, words_of_texts, firsts=firsts.tolist(), people=people, is_fine=True)
    middles = unit(summed(vectors, found.groups))
    return Night(ids, ground, found, middles, copies)


def _placed(ground: Ground, numbers: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """(n,) the voices that have words, ascending, and (n, dims) where they lie, held once."""
    import numpy as np

    ids = np.empty(len(numbers), np.int64)
    vectors = np.empty((len(numbers), ground.space.dims), np.float32)
    count = 0
    for each in batches(numbers):
        own, rows = ground.place(each)
        until = count + len(own)
        ids[count:until], vectors[count:until] = own, rows
        count = until
    return ids[:count], vectors[:count]


def _copies(numbers: Sequence[int]) -> dict[int, Copied]:
    """What each voice is a copy of: as it was found when it came, or found now."""
    known: dict[int, Copied] = {}
    for each in batches(numbers):
        rows = ThemeVoice.objects.filter(pk__in=each).values_list("pk", "first_id", "marks")
        known |= {number: Copied(first, marks) for number, first, marks in rows}
    return known | copies_among([number for number in numbers if number not in known])


def _places_of_firsts(
    ids: NDArray[np.int64], copies: Mapping[int, Copied], texts: Sequence[str]
) -> NDArray[np.int64]:
    """(n,) for each voice the place of the first one that says what it says; that one leads the others.

    Copies, and short sentences that several people say in the same words: as points of their own, all at one
    place, these would be a theme beside the one they are of. How many people they are is counted elsewhere.
    """
    import numpy as np

    by_copy: dict[int, int] = {}
    by_words: dict[str, int] = {}
    leaders = (by_copy.setdefault(copies[number].first, at) for at, number in enumerate(ids.tolist()))
    return np.array([by_words.setdefault(squeezed(texts[leader]), leader) for leader in leaders], np.int64)
