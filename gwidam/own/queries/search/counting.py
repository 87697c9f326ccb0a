"""What the voices that were found are: how many of each tone, kind, channel, state, topic and theme."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice

from django.db.models import FilteredRelation, Q
from django.db.models.functions import Coalesce

from gwidam.core.words import Said
from gwidam.listen.models import Voice
from gwidam.listen.queries import channels
from gwidam.understand.heart.find import Filter
from gwidam.understand.names import FIELDS, VALUES

from .asking import Asked
from .filters import STATES, Asker, spelt
from .finding import Trail, matching

MOST_COUNTED = 1000  # newest voices; beyond that the counts say "and more"
MOST_VALUES = 6
FILTERS = {
    "now__tone": "tone",
    "now__kind": "kind",
    "now__topic": "topic",
    "case__state": "state",
    "channel_id": "channel",
    "shown_theme": "theme",
}
COUNTED = tuple(FILTERS)
NAMED_SO = ("now__topic", "shown_theme")  # their values are names
NAMES = {
    "now__tone": FIELDS["tone"],
    "now__kind": FIELDS["kind"],
    "now__topic": FIELDS["topic"],
    "case__state": Said("상태", "State"),
    "channel_id": Said("창구", "Channel"),
    "shown_theme": Said("흐름", "Theme"),
}


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet, how many voices have it, and the filter that asks for it."""

    words: str
    count: int
    filter: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A field and its commonest values."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Facets:
    """counted: voices that were counted; all that were found, unless `is_more`."""

    facets: tuple[Facet, ...]
    counted: int
    is_more: bool


def facets(asked: Asked, asker: Asker) -> Facets:
    """Counts over the voices that a question finds for this person; a field with one value for all is left out."""
    trail = Trail()
    rows = list(islice(matching(asked, asker, trail, enough=MOST_COUNTED), MOST_COUNTED + 1))
    numbers = [row.pk for row in rows[:MOST_COUNTED]]
    counts = _counts(numbers)
    doors = channels()
    called: dict[str, dict[object, tuple[str, str]]] = {  # what a value is called, and how it is asked for
        "channel_id": {pk: (str(each.name), each.code) for pk, each in doors.items()},
        "case__state": {code: (str(said), str(said)) for code, said in STATES.items()},
        "now__tone": {code: (str(said), str(said)) for code, said in VALUES["tone"].items()},
        "now__kind": {code: (str(said), str(said)) for code, said in VALUES["kind"].items()},
        **{column: {name: (str(name), str(name)) for name in counts[column]} for column in NAMED_SO},
    }
    found = [
        Facet(str(NAMES[column]), _values(FILTERS[column], counts[column], called[column])) for column in COUNTED
    ]
    return Facets(
        tuple(each for each in found if each.values),
        len(numbers),
        is_more=len(rows) > MOST_COUNTED or not trail.is_whole,
    )


def _counts(numbers: list[int]) -> dict[str, Counter[object]]:
    """{column: {value: voices}}, in one query."""
    counts: dict[str, Counter[object]] = {column: Counter() for column in COUNTED}
    if numbers:
        voices = Voice.objects.filter(pk__in=numbers).annotate(
            now=FilteredRelation("readings", condition=Q(readings__is_current=True)),
            shown_theme=Coalesce("themed__theme__under__name", "themed__theme__name"),
        )
        for row in voices.values_list(*COUNTED):
            for column, value in zip(COUNTED, row, strict=True):
                counts[column][value] += 1
    return counts


def _values(field: str, counts: Counter[object], called: dict[object, tuple[str, str]]) -> tuple[Value, ...]:
    if len(counts) < 2:
        return ()
    values = [
        Value(words=called[value][0], count=count, filter=spelt(Filter(field, called[value][1])))
        for value, count in counts.most_common()
        if value in called and value
    ]
    return tuple(values[:MOST_VALUES])
