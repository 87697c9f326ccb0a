"""Which saved searches find a voice that has just been read.

Every question is kept under the rarest key that its words have, so that a voice is held only against those
questions of which it has that key, and against those that have no words. One query reads all voices of a
batch, however many searches there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.db.models import FilteredRelation, Q
from django.db.models.functions import Left
from django.utils import timezone

from gwidam.core.memory import remembered
from gwidam.listen.models import Voice
from gwidam.people.door import may
from gwidam.people.models import Employee
from gwidam.understand.heart.find import sought_of

from ..models import SavedSearch
from .search.asking import COMPARED, Asked, understood
from .search.conditions import CASE, READING, THEME, VOICE
from .search.filters import Asker
from .search.rarity import rarity
from .voices import seen_among

COLUMNS: Mapping[str, tuple[str, ...]] = {
    VOICE: ("id", "receipt", "channel_id", "touchpoint_id", "heard_by_id", "said_at", "grams"),
    CASE: ("id", "state", "guardian_id", "holder_id", "department_id", "next_due_at"),
    THEME: ("theme_id",),
    READING: ("tone", "kind", "topic", "product", "language", "dangers", "urgency"),
}
FROM = {VOICE: "", CASE: "case__", THEME: "themed__", READING: "now__"}
VoiceRow = Mapping[str, Any]


class Fresh(NamedTuple):
    """A new voice that a search has found."""

    pk: int
    receipt: str
    has_case: bool


@dataclass(frozen=True, slots=True)
class Watch:
    """Searches that wake somebody, by keys of which whatever they find has one; `others` have no words."""

    by_key: dict[int, list[tuple[SavedSearch, Asked]]] = field(default_factory=dict)
    others: list[tuple[SavedSearch, Asked]] = field(default_factory=list)

    def near(self, grams: Iterable[int]) -> Iterator[tuple[SavedSearch, Asked]]:
        """The searches that a voice with these keys is held against, each once."""
        yield from self.others
        shared = self.by_key.keys() & set(grams)
        yield from {each[0].pk: each for key in shared for each in self.by_key[key]}.values()


def woken(voice_ids: Sequence[int], *, at: datetime) -> list[tuple[SavedSearch, list[Fresh]]]:
    """The searches that find some of these voices, newest voice first, for owners who may see them.

    Nobody is told of what they took down themselves.
    """
    watch = watch_on(timezone.localdate(at))
    if not voice_ids or not (watch.by_key or watch.others):
        return []
    found: dict[SavedSearch, list[VoiceRow]] = {}
    for row in _rows(voice_ids):
        for search, asked in watch.near(row["voice.grams"]):
            if row["voice.heard_by_id"] != search.owner_id and asked.holds(row):
                found.setdefault(search, []).append(row)
    seen = ((search, _seen(search.owner, rows, at)) for search, rows in found.items())
    return [(search, rows) for search, rows in seen if rows]


@remembered
def watch_on(day: date) -> Watch:
    """The searches that wake somebody, as they are understood on this day."""
    watch, known = Watch(), rarity()
    morning = timezone.make_aware(datetime.combine(day, time.min))
    for search in SavedSearch.objects.filter(wakes=True, owner__is_active=True).select_related("owner"):
        asked = understood(search.question, Asker(search.owner, morning))
        if asked.is_about_nothing or not may(search.owner, "search"):
            continue
        if not asked.sought:
            watch.others.append((search, asked))
        ways = (sought_of(asked.question.wanted, seek) for seek in known.ways)
        for key in {key for found in ways for key in known.rarest_row(found)}:
            watch.by_key.setdefault(key, []).append((search, asked))
    return watch


def _rows(voice_ids: Sequence[int]) -> Iterator[VoiceRow]:
    columns = {f"{table}.{name}": FROM[table] + name for table, names in COLUMNS.items() for name in names}
    voices = (
        Voice.objects.filter(pk__in=voice_ids)
        .annotate(now=FilteredRelation("readings", condition=Q(readings__is_current=True)))
        .order_by("-pk")
    )
    rows = voices.values_list(*columns.values(), Left("text", COMPARED))
    for row in rows:
        yield dict(zip((*columns, "voice.text"), row, strict=True))


def _seen(owner: Employee, rows: Sequence[VoiceRow], at: datetime) -> list[Fresh]:
    fresh = {
        row["voice.id"]: Fresh(row["voice.id"], row["voice.receipt"], row["case.id"] is not None) for row in rows
    }
    return [fresh[number] for number in seen_among(owner, list(fresh), at=at)]
