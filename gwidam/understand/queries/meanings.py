"""What voices mean, as vectors of the model in use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet, Subquery

from gwidam.core.prepared import among
from gwidam.listen.models import Voice

from ..footing import held_tier
from ..heart.tiers import Remote
from ..models import Meaning

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ..heart.likeness import Near

    Vectors = tuple[NDArray[np.int64], NDArray[np.float32]]

TYPED = 5_000  # letters of a typed text that are looked at


def present_space() -> str:
    """The space most lately written; empty where voices are read without a model."""
    return _newest().first() or ""


def vectors_of(ids: Sequence[int], *, space: str | None = None) -> Vectors:
    """(n,) numbers, ascending, and (n, dims) rows of length 1 of those of these voices that have a vector.

    space: theirs; by default the present one. Voices in any other are left out. One query.
    """
    return _arrays(_placed(space).filter(voice_id=among(ids)))


def in_batches(after: int = 0, size: int = 5000, *, space: str | None = None) -> Iterator[Vectors]:
    """All vectors of a space (see `vectors_of`) in the order of their voices, beginning behind the voice `after`.

    One query a batch, none is kept open: a night's work may take its time.
    """
    while True:
        numbers, vectors = _arrays(_placed(space).filter(voice_id__gt=after)[:size])
        if not len(numbers):
            return
        yield numbers, vectors
        after = int(numbers[-1])


def meaning_of(text: str) -> NDArray[np.float32] | None:
    """(dims,) of length 1: what a typed text means in the space of the model that this process holds.

    None where it holds none, or one that is asked over a network, which nobody who types should wait for; None,
    too, for a text of which the model knows no word.
    """
    from ..heart.meanings import meanings_of

    tier = held_tier()
    if tier.embedder is None or isinstance(tier.embedder, Remote):
        return None
    vectors = meanings_of([text[:TYPED]], tier)
    return vectors[0] if vectors is not None and vectors[0].any() else None


def near(vector: NDArray[np.float32], limit: int) -> list[Near]:
    """The voices whose meaning is nearest to a vector of the present space, nearest first, from the files of this
    machine. Whoever shows them asks the door which of them may be seen. Nothing where there are no files yet."""
    from ..shelf import neighbours

    return neighbours(vector, limit)


def elsewhere(space: str, most: int) -> list[Voice]:
    """The next voices whose vectors are not of this space, in no order that matters, without their keys."""
    rows = Meaning.objects.filter(Q(space__lt=space) | Q(space__gt=space))  # either end of the index
    numbers = list(rows.values_list("voice_id", flat=True)[:most])
    return list(Voice.objects.filter(pk__in=numbers, erased_at__isnull=True).defer("grams").order_by("id"))


def _newest() -> QuerySet[Meaning, str]:
    return Meaning.objects.exclude(space="").order_by("-id").values_list("space", flat=True)


def _placed(space: str | None) -> QuerySet[Meaning]:
    wanted = Subquery(_newest()[:1]) if space is None else space
    return Meaning.objects.filter(space=wanted, scale__gt=0).order_by("voice_id")


def _arrays(rows: QuerySet[Meaning]) -> Vectors:
    import numpy as np

    from ..heart.meanings import unpacked

    found = list(rows.values_list("voice_id", "codes"))
    numbers = np.fromiter((number for number, _codes in found), np.int64, len(found))
    return numbers, unpacked([bytes(codes) for _number, codes in found])
