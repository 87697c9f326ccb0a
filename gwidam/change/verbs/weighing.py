"""What a voice weighs: its heat, whether it is unhappy or tells of danger, whether a promise to it was broken."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db.models import F
from django.utils import timezone

from gwidam.core.sealed import fingerprint
from gwidam.core.text import squeezed
from gwidam.listen.models import Voice
from gwidam.own.models import Promise
from gwidam.understand.models import Reading, ThemeVoice

from ..rules import monday_of

SHORTEST = (
    24  # letters of a text that can be a copy, as in heart.likeness.copies: many say 너무 느려요 by themselves
)


@dataclass(frozen=True, slots=True)
class Weight:
    """What one voice adds to an improvement. heat: percent."""

    heat: int = 0
    is_unhappy: bool = False
    is_danger: bool = False
    has_broken: bool = False

    def as_columns(self) -> dict[str, int | bool]:
        """As a link keeps it."""
        return {name: getattr(self, name) for name in self.__slots__}


class Weighed(Protocol):
    """Anything that carries a weight."""

    heat: int
    is_unhappy: bool
    is_danger: bool
    has_broken: bool


def weight_of(row: Weighed) -> Weight:
    """The weight a link carries."""
    return Weight(row.heat, row.is_unhappy, row.is_danger, row.has_broken)


def weights_of(voice_ids: Iterable[int]) -> dict[int, Weight]:
    """What these voices weigh now, by number; one that was not read yet weighs by its promises alone. Two queries."""
    numbers = list(voice_ids)
    read = {
        pk: (round(100 * min(max(heat, 0.0), 1.0)), tone == "negative", bool(dangers))
        for pk, heat, tone, dangers in Reading.objects.filter(voice__in=numbers, is_current=True).values_list(
            "voice_id", "heat", "tone", "dangers"
        )
    }
    broken = set(  # a case bears the number of its voice
        Promise.objects.filter(case__in=numbers, owed_by=Promise.OwedBy.US, broken_at__isnull=False).values_list(
            "case_id", flat=True
        )
    )
    return {pk: Weight(*read.get(pk, (0, False, False)), pk in broken) for pk in numbers}


def letters_of(voices: Collection[Voice]) -> dict[int, int]:
    """{number: 63 bits that are equal for copies of one text}; a short text has its own. Nothing about the words.

    What `understand` found to be a copy, names or dates changed, has the bits of the text it is a copy of; before
    it was looked at, the same letters alone make copies. Whose text, or that one, was erased is left out. Two queries.
    """
    there = [each for each in voices if each.erased_at is None]
    copied = dict(
        ThemeVoice.objects.filter(pk__in=[each.pk for each in there])
        .exclude(first_id=F("voice_id"))
        .values_list("voice_id", "first_id")
    )
    originals = Voice.objects.filter(pk__in=set(copied.values()), erased_at__isnull=True)
    texts = dict(originals.values_list("pk", "text")) if copied else {}
    texts |= {each.pk: each.text for each in there}
    firsts = {each.pk: copied.get(each.pk, each.pk) for each in there}
    return {number: _letters(first, texts[first]) for number, first in firsts.items() if first in texts}


def _letters(number: int, text: str) -> int:
    letters = squeezed(text)
    said = letters if len(letters) >= SHORTEST else f"voice:{number}"
    return int(fingerprint(said, purpose="copies")[:16], 16) >> 1


def week_of(voice: Voice) -> date:
    """Monday of the week in which it was said, on the clock of the house."""
    return monday_of(timezone.localdate(voice.said_at))


def rows_of(voices: Sequence[Voice]) -> dict[int, dict[str, Any]]:
    """{number: what a link copies from the voice}. Four queries for all of them."""
    weights, letters = weights_of(voice.pk for voice in voices), letters_of(voices)
    return {
        voice.pk: {
            "customer_id": voice.customer_id,
            "letters": letters.get(voice.pk) or _letters(voice.pk, voice.text),
            "week": week_of(voice),
            **weights[voice.pk].as_columns(),
        }
        for voice in voices
    }
