"""What a voice must be, besides having the words: a column and the values it may have.

One condition is read in two ways that must agree: by the database, over many voices, and by `holds`, over one
voice that has just been read and that many saved searches are held against.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from gwidam.understand.models import Reading, ThemeVoice

from ...models import Case

# Where a column stands. A voice without a case, a reading or a theme has none of the values.
CASE, READING, THEME, VOICE = "case", "reading", "theme", "voice"


_TESTS: Mapping[str, Callable[[Any, frozenset[Any]], bool]] = {
    "in": lambda has, values: has in values,
    "overlap": lambda has, values: not values.isdisjoint(has or ()),
    "lt": lambda has, values: has is not None and all(has < value for value in values),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A column of a table must have one of these values, or with `is_not` none of them.

    `lookup` is Django's: "in" for a set of values, "overlap" for a column with several, "lt" for a single one.
    """

    table: str
    column: str
    values: frozenset[Any]
    is_not: bool = False
    lookup: str = "in"

    def asked(self) -> Q:
        """The condition over voices, as the database reads it."""
        (first, *_), every = self.values, sorted(self.values)
        meant = {f"{self.column}__{self.lookup}": first if self.lookup == "lt" else every}
        if self.table == VOICE:
            having = Q(**meant)
        elif self.table == CASE:
            having = Q(Exists(Case.objects.filter(pk=OuterRef("pk"), **meant)))  # a case bears its voice's number
        elif self.table == THEME:
            having = Q(Exists(ThemeVoice.objects.filter(pk=OuterRef("pk"), **meant)))
        else:
            having = Q(Exists(Reading.objects.filter(voice=OuterRef("pk"), is_current=True, **meant)))
        return ~having if self.is_not else having

    def holds(self, row: Mapping[str, Any]) -> bool:
        """The same for one voice; `row` is keyed "case.state", "voice.channel_id"."""
        has = row[f"{self.table}.{self.column}"]
        return _TESTS[self.lookup](has, self.values) != self.is_not


@dataclass(frozen=True, slots=True)
class Days:
    """When it was said: the days from `since` on and before `until`, in the time zone of the house."""

    since: date | None = None
    until: date | None = None

    def asked(self) -> Q:
        """The days over voices, as the database reads them."""
        meant = Q()
        if self.since:
            meant &= Q(said_at__gte=_midnight(self.since))
        if self.until:
            meant &= Q(said_at__lt=_midnight(self.until))
        return meant

    def holds(self, row: Mapping[str, Any]) -> bool:
        """The same for one voice."""
        said_at: datetime = row["voice.said_at"]
        return not (
            (self.since and said_at < _midnight(self.since)) or (self.until and said_at >= _midnight(self.until))
        )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
