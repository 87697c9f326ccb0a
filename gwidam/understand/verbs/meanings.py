"""What voices mean is kept beside their readings, in the space of the present model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from gwidam.core.actors import House
from gwidam.core.ledger import part, record, verb
from gwidam.listen.models import Voice

from .. import events
from ..heart.tiers import Missing, Tier
from ..models import Meaning

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

READER = House("reader")


class Meant(NamedTuple):
    """The vector of a voice, None where there is none, and the space it stands in."""

    vector: NDArray[np.float32] | None
    space: str


def place_voices(*, voices: Sequence[Voice], tier: Tier, at: datetime) -> int:
    """Keep what these voices mean to the model of this tier, where that is not kept yet; how many that were.

    Their readings stay as they are. A company's server that fails leaves them as they are, too.
    """
    from ..heart.meanings import meanings_of, space_of

    space = space_of(tier)
    kept = dict(Meaning.objects.filter(voice__in=voices).values_list("voice_id", "space"))
    wanted = [voice for voice in voices if kept.get(voice.pk) != space and (space or voice.pk not in kept)]
    if not wanted:
        return 0
    try:
        vectors = meanings_of([voice.text for voice in wanted], tier)
    except Missing:
        return 0
    rows = [None] * len(wanted) if vectors is None else list(vectors)
    meant = {voice.pk: Meant(vector, space) for voice, vector in zip(wanted, rows, strict=True)}
    return _keep_placed(meant=meant, space=space, at=at)


@verb
def _keep_placed(*, meant: Mapping[int, Meant], space: str, at: datetime) -> int:
    still = Voice.objects.select_for_update(no_key=True).filter(pk__in=meant, erased_at__isnull=True)
    numbers = list(still.order_by("id").values_list("pk", flat=True))
    count = part(keep_meanings)(meant={number: meant[number] for number in numbers})
    if count:
        record(events.MeaningsKept(space=space, voices=count), by=READER, at=at, about="house:understand")
    return count


@verb
def keep_meanings(*, meant: Mapping[int, Meant]) -> int:
    """Keep the vectors of voices that are locked; how many were new. Part of reading them, which is the fact.

    A vector gives way to one of another space, never to none.
    """
    kept = dict(Meaning.objects.filter(voice_id__in=meant).values_list("voice_id", "space"))
    new = {
        number: each
        for number, each in meant.items()
        if number not in kept or (each.vector is not None and kept[number] != each.space)
    }
    if old := kept.keys() & new.keys():
        Meaning.objects.filter(voice_id__in=old).delete()
    if new:
        Meaning.objects.bulk_create(_row(number, each) for number, each in new.items())
    return len(new)


def _row(number: int, meant: Meant) -> Meaning:
    from ..heart.meanings import packed

    codes, scale = packed(meant.vector)
    return Meaning(voice_id=number, space=meant.space, codes=codes, scale=scale)
