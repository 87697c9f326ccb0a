"""Others have said this: voices that say the same as a text, one line a person, campaigns told as such."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db.models.functions import Substr

from gwidam.core.receipts import shown as shown_receipt
from gwidam.listen.models import Voice

from ..footing import held_tier
from .meanings import meaning_of, vectors_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ..heart.likeness import Campaign, Judge, Near, Other
    from ..shelf import Shelf

Seen = Callable[[Sequence[int]], list[int]]  # of voices those that somebody may see, in their order

LINES = 5
LEAST_KEYS = 3  # pairs of letters; a text with fewer is like half of all
NEAREST = (60, 600)  # neighbours looked at; more where most of the first are not for these eyes
COMPARED = 60  # of them that are fetched, and whose letters are compared exactly
COPIED = 4_000  # letters of a text by which copies are told


@dataclass(frozen=True, slots=True)
class Like:
    """A voice that says the same, for a line.

    percent: how surely. words: what both say, the most telling first. times: how often the same person has said it
    in these voices. is_same_person: as the voice that is asked about.
    """

    voice_id: int
    receipt: str
    excerpt: str
    heard_at: datetime
    channel_id: int
    percent: int
    words: tuple[str, ...]
    times: int
    is_same_person: bool

    @property
    def shown_receipt(self) -> str:
        return shown_receipt(self.receipt)


@dataclass(frozen=True, slots=True)
class Likes:
    """campaign: many people, the same letters; None where that is not so. `is_more`: there may be more copies.
    more: lines that are left out."""

    lines: tuple[Like, ...] = ()
    campaign: Campaign | None = None
    is_more: bool = False
    more: int = 0

    def __bool__(self) -> bool:
        return bool(self.lines)


NOTHING = Likes()


class _Row(NamedTuple):
    pk: int
    receipt: str
    summary: str
    heard_at: datetime
    channel_id: int
    customer_id: int
    grams: list[int]
    begun: str


ROW = ("pk", "receipt", "summary", "heard_at", "channel_id", "customer_id", "grams", "begun")


class _Asked(NamedTuple):
    """A text in the space of the shelf. stretch: cosines times this are as the judge knows them."""

    text: str
    keys: list[int]
    vector: NDArray[np.float32]
    judge: Judge
    stretch: float


def likes_of_text(text: str, *, seen: Seen) -> Likes:
    """Voices that say the same as what is being typed.

    By meaning and letters where this process holds the model of the shelf, else by letters alone; nothing where
    there is no shelf. One query besides those of `seen`.
    """
    return _likes(text, None, seen=seen) if text.strip() else NOTHING


def likes_of_voice(voice: Voice, *, seen: Seen) -> Likes:
    """Other voices that say the same as this one. Two queries besides those of `seen`."""
    return _likes(voice.text, voice, seen=seen)


def _likes(text: str, voice: Voice | None, *, seen: Seen) -> Likes:
    from ..heart.likeness import ACCEPTED
    from ..heart.likeness.others import judged
    from ..shelf import shelf

    standing = shelf()
    asked = None if standing is None else _asked(text, voice, standing)
    if standing is None or asked is None:
        return NOTHING
    near = _near(asked, standing, seen, but=() if voice is None else (voice.pk,))
    rows = _rows([each.id for each in near])
    grams = {pk: row.grams for pk, row in rows.items()}
    there = [each for each in near if each.id in rows]
    found = judged(asked.keys, there, grams, space=standing.space, judge=asked.judge)
    same = {each.id: each for each in found if each.chance >= ACCEPTED}
    return _told(asked, {pk: row for pk, row in rows.items() if pk in same}, same, voice, standing)


def _asked(text: str, voice: Voice | None, standing: Shelf) -> _Asked | None:
    """None for a text of too few letters to be like another."""
    from ..heart.likeness import Judge, keys_of
    from ..heart.likeness.space import SHARE

    space, name = standing.space, standing.index.space
    keys = keys_of(text)
    if len(keys) < LEAST_KEYS:
        return None
    if not len(space.mean):
        return _Asked(text, keys, space.place([keys], None)[0], Judge.of_tier("T0"), 1.0)
    meaning = _meaning(text, voice, name)
    if meaning is None or len(meaning) != len(space.mean):
        return _Asked(text, keys, space.place_letters([keys])[0], Judge.of_tier("T0"), SHARE**-0.5)
    judge = Judge.of_tier("T1" if name.startswith("gwidam-table ") else "T2")
    return _Asked(text, keys, space.place([keys], meaning[None, :])[0], judge, 1.0)


def _meaning(text: str, voice: Voice | None, space: str) -> NDArray[np.float32] | None:
    from ..heart.meanings import space_of

    if voice is not None:
        _numbers, vectors = vectors_of([voice.pk], space=space)
        return vectors[0] if len(vectors) else None
    return meaning_of(text) if space_of(held_tier()) == space else None


def _near(asked: _Asked, standing: Shelf, seen: Seen, *, but: Sequence[int]) -> list[Near]:
    """The nearest voices that may be seen; looked for farther away where the nearest may not."""
    from ..heart.likeness import Near

    near: list[Near] = []
    for limit in NEAREST:
        found = standing.index.search(asked.vector, limit, without=but)
        allowed = set(seen([each.id for each in found]))
        near = [each for each in found if each.id in allowed]
        if len(found) < limit or len(near) >= LINES:
            break
    return [Near(each.id, min(1.0, each.cosine * asked.stretch)) for each in near[:COMPARED]]


def _rows(numbers: Sequence[int]) -> dict[int, _Row]:
    voices = Voice.objects.filter(pk__in=numbers, erased_at__isnull=True).annotate(begun=Substr("text", 1, COPIED))
    return {row[0]: _Row(*row) for row in voices.values_list(*ROW)}


def _told(
    asked: _Asked, rows: dict[int, _Row], same: dict[int, Other], voice: Voice | None, standing: Shelf
) -> Likes:
    """One line a person, surest first; of the letters that many people sent one line, and how many there are."""
    from ..heart.likeness import Said, folded
    from ..heart.likeness.shared import shared_words

    copies, campaign = _campaign(asked, rows, voice)
    said = [Said(row.pk, row.customer_id, row.heard_at) for row in rows.values()]
    under = folded(said, lambda *_: True)  # all of them say what was asked
    if campaign is not None:
        under |= dict.fromkeys(copies, campaign.first)
    people = {first: [pk for pk, each in under.items() if each == first] for first in under.values()}
    best = sorted(
        (max(each, key=lambda pk: same[pk].chance) for each in people.values()), key=lambda pk: -same[pk].chance
    )
    times = {pk: len(people[under[pk]]) for pk in best}
    lines = tuple(
        Like(
            voice_id=pk,
            receipt=rows[pk].receipt,
            excerpt=rows[pk].summary,
            heard_at=rows[pk].heard_at,
            channel_id=rows[pk].channel_id,
            percent=min(99, round(100 * same[pk].chance)),
            words=shared_words(asked.text, rows[pk].grams, standing.space.rarity),
            times=1 if pk in copies and campaign is not None else times[pk],
            is_same_person=voice is not None and rows[pk].customer_id == voice.customer_id,
        )
        for pk in best[:LINES]
    )
    is_more = campaign is not None and len(copies) >= COMPARED - 1
    return Likes(lines, campaign, is_more, len(best) - len(lines))


def _campaign(asked: _Asked, rows: dict[int, _Row], voice: Voice | None) -> tuple[frozenset[int], Campaign | None]:
    """Those of the voices that are copies of what was asked, and what they are together with it, if many
    people sent it. What is being typed is nobody's yet and counts for nothing."""
    from ..heart.likeness import campaigns, fingerprint, sameness
    from ..heart.likeness.copies import SAME

    mine = fingerprint(asked.text[:COPIED])
    copies = [pk for pk, row in sorted(rows.items()) if sameness(mine, fingerprint(row.begun)) >= SAME]
    if not copies:
        return frozenset(), None
    people = [rows[pk].customer_id for pk in copies] + ([voice.customer_id] if voice is not None else [])
    found = campaigns([copies[0]] * len(people), people)
    return frozenset(copies), found[0] if found else None
