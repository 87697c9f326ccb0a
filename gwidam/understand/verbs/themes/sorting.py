"""A night's work: all voices into themes anew, and which theme of tonight is which of yesterday.

Everything is found out before anything is written, and written in one act: who is killed on the way leaves the
old themes as they were.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Min

from gwidam.core.database.turns import NIGHT, alone
from gwidam.core.ledger import FactBody, record, verb
from gwidam.core.prepared import among
from gwidam.listen.models import Voice

from ... import events
from ...models import Need, Sorting, Theme, ThemeVoice
from ...queries.themes.space import batches
from .heads import Heads
from .joining import SORTER, forget_themes
from .night import Night, found_out
from .rows import Put, count_days, pass_on, take_turn, write_voices

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ...heart.themes import Event
    from ...heart.themes import Theme as Found

EXAMPLES = 60  # voices of a theme that new ones are held against, or by which it is told how alike they must be
NAME = 80  # letters
ON_MAP = 400  # of the largest themes
MOST_PLACES = 5
WRITTEN_TOGETHER = 5_000


def sort_themes(*, at: datetime) -> Sorting | None:
    """Sort the newest voices into themes; None where there are too few, or somebody else is at it."""
    with alone(NIGHT) as has_turn:
        if not has_turn:
            return None
        try:
            night = found_out()
            return None if night is None else _keep(night=night, at=at)
        finally:
            forget_themes()


@verb
def _keep(*, night: Night, at: datetime) -> Sorting:
    """1. Writers take turns. 2. Themes of tonight get the numbers of those they continue; a person's name stays.
    3. Where voices go, whom they count for, and the days in counts. 4. ThemesSorted, and what became of themes.
    """
    take_turn()
    themes = {theme.pk: theme for theme in Theme.objects.filter(state=Theme.State.LIVE)}
    numbers, changes = _identities(night, themes)
    fresh = _write_themes(night, themes, numbers, changes, at)
    _write_voices(night, numbers, at)
    for change in changes:
        _tell(change, themes | fresh, at)
    _note_beginnings()
    count_days()
    sorting = Sorting(
        at=at,
        space=night.ground.name,
        packed=night.ground.space.packed(),
        voices=len(night.ids),
        themes=len(night.found.themes),
        margin=night.found.margin,
    )
    sorting.save()
    Sorting.objects.exclude(pk=sorting.pk).delete()
    record(
        events.ThemesSorted(voices=sorting.voices, themes=sorting.themes),
        by=SORTER,
        at=at,
        about="house:understand",
    )
    return sorting


def _identities(night: Night, themes: Mapping[int, Theme]) -> tuple[dict[int, int], list[Event]]:
    """{group of tonight: number of its theme} and what changed; numbers not used before are drawn from the table."""
    from gwidam.core.rows import draw_ids

    from ...heart.themes import Event, identified

    ids = night.ids.tolist()
    before: dict[int, int] = {}
    for each in batches(ids):
        before |= dict(ThemeVoice.objects.filter(pk=among(each)).values_list("pk", "sorted_into_id"))
    before = {voice: theme for voice, theme in before.items() if theme in themes}
    after = dict(zip(ids, night.found.groups.tolist(), strict=True))
    theirs = {theme.under_id for theme in themes.values()} | {pk for pk, theme in themes.items() if theme.under_id}
    named = {pk for pk, theme in themes.items() if theme.is_named or pk in theirs}
    told = identified(before, after, next_number=-len(after), named=named)
    new = [number for number in told.numbers.values() if number < 0]
    drawn = dict(zip(new, draw_ids(Theme._meta.db_table, len(new)), strict=True))

    def number(of: int | None) -> int | None:
        return None if of is None else drawn.get(of, of)

    changes = [Event(each.change, drawn.get(each.number, each.number), number(each.other)) for each in told.events]
    return {group: drawn.get(theme, theme) for group, theme in told.numbers.items()}, changes


def _write_themes(
    night: Night, themes: Mapping[int, Theme], numbers: Mapping[int, int], changes: Sequence[Event], at: datetime
) -> dict[int, Theme]:
    """The themes of tonight with their names, words, speakers and places on the map; the new ones of them."""
    before = {pk: (each.x, each.y) for pk, each in themes.items() if each.x is not None and each.y is not None}
    points = _points(night, numbers, before)
    parents = {each.number: each.other for each in changes if each.change == "split"}
    examples = _examples(night)
    fresh, kept = {}, []
    for found, (x, y) in zip(night.found.themes, points.tolist(), strict=True):
        number = numbers[found.group]
        if number in themes:
            kept.append(theme := themes[number])
        else:
            theme = Theme(pk=number, founded_at=at, first_said_at=at, parent_id=parents.get(number))
            fresh[number] = theme
        _refresh(theme, found, night, examples[found.group], (x, y))
    Theme.objects.bulk_create(fresh.values())
    Theme.objects.bulk_update(kept, ["name", "words", "speakers", "examples", "x", "y"])
    return fresh


def _points(
    night: Night, numbers: Mapping[int, int], before: Mapping[int, tuple[float, float]]
) -> NDArray[np.float64]:
    """(themes, 2) places on the map, in the order of the themes."""
    from ...heart.themes import layout_of_largest

    themes = night.found.themes
    points, _radii = layout_of_largest(
        night.middles[[each.group for each in themes]],
        [each.originals for each in themes],
        numbers=[numbers[each.group] for each in themes],
        before=before,
        most=ON_MAP,
    )
    return points


def _refresh(theme: Theme, found: Found, night: Night, examples: list[int], point: tuple[float, float]) -> None:
    from ...heart.themes import kept_name

    theme.words = list(found.words)
    if not theme.is_named:
        theme.name = kept_name(theme.name, found.words)[:NAME]
    theme.speakers = [int(night.ids[at]) for at in found.speakers]
    theme.examples = examples
    theme.x, theme.y = point


def _examples(night: Night) -> list[list[int]]:
    """EXAMPLES voices of each group at most, evenly over all of it; without copies."""
    import numpy as np

    originals = night.copies.firsts == night.ids
    chosen = []
    for group in range(len(night.found.themes)):
        own = night.ids[(night.found.groups == group) & originals]
        chosen.append(
            own[np.unique(np.linspace(0, len(own) - 1, EXAMPLES).astype(int))].tolist() if len(own) else []
        )
    return chosen


def _write_voices(night: Night, numbers: Mapping[int, int], at: datetime) -> None:
    """Where each voice goes, and whom it counts for, in the order in which they were said."""
    moved = dict(ThemeVoice.objects.filter(is_moved=True).values_list("pk", "theme_id"))
    said: list[tuple[datetime, int, int]] = []
    for each in batches(night.ids.tolist()):
        there = Voice.objects.filter(pk=among(each), erased_at__isnull=True)
        said += there.values_list("said_at", "pk", "customer_id")
    said.sort()
    heads = Heads()
    for start in range(0, len(said), WRITTEN_TOGETHER):
        rows = []
        for said_at, number, person in said[start : start + WRITTEN_TOGETHER]:
            at_place = int(night.ids.searchsorted(number))
            theme, first = numbers[int(night.found.groups[at_place])], night.copies.first_of(number)
            head = heads.of(number, theme=moved.get(number, theme), person=person, first=first, said_at=said_at)
            rows.append(Put(number, theme, head, first, night.copies.marks_of(number)))
        write_voices(rows, at=at)


def _tell(change: Event, themes: Mapping[int, Theme], at: datetime) -> None:
    """What became of a theme: its row, the voices that are older than tonight's work, and the fact."""
    theme = themes[change.number]
    other = themes.get(change.other) if change.other is not None else None
    if change.change == "merged" and other is not None:
        pass_on(theme.pk, other.pk)
        Theme.objects.filter(under=theme).exclude(pk=other.pk).update(under=other.under or other)
        Theme.objects.filter(pk=other.pk, under=theme).update(under=None)
        Theme.objects.filter(pk=theme.pk).update(state=Theme.State.MERGED, successor=other, under=None)
        Need.note_write()  # what stands behind it is shown with the other one now
        fact: FactBody = events.ThemeMerged(theme_id=theme.pk, into_id=other.pk, into=other.name)
    elif change.change == "ended":
        if ThemeVoice.objects.filter(theme=theme).exists():
            return  # older voices speak of it still
        Theme.objects.filter(under=theme).update(under=None)
        Theme.objects.filter(pk=theme.pk).update(state=Theme.State.ENDED, under=None)
        fact = events.ThemeEnded(theme_id=theme.pk)
    elif change.change == "split" and other is not None:
        fact = events.ThemeSplit(theme_id=theme.pk, name=theme.name, parent_id=other.pk, parent=other.name)
    else:
        fact = events.ThemeFounded(theme_id=theme.pk, name=theme.name)
    record(fact, by=SORTER, at=at, about=theme.about)


def _note_beginnings() -> None:
    """When each theme was first spoken of, and where its people are."""
    live = {theme.pk: theme for theme in Theme.objects.filter(state=Theme.State.LIVE)}
    first = ThemeVoice.objects.filter(theme__in=live).values_list("theme_id").annotate(Min("voice__said_at"))
    for pk, said_at in first:
        live[pk].first_said_at = said_at
    for pk, places in _places(list(live)).items():
        live[pk].places = places
    Theme.objects.bulk_update(live.values(), ["first_said_at", "places"])


def _places(themes: Sequence[int]) -> dict[int, list[list[object]]]:
    """{theme: [[place, people], ...]}: an address begins with the province in Korea, elsewhere with the town, which
    ends at a comma."""
    found: defaultdict[int, list[list[object]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.theme_id, split_part(address, CASE WHEN address ~ '^[가-힣]' THEN ' ' ELSE ',' END, 1) AS name,"
            " count(*) AS people"
            " FROM understand_themevoice t JOIN listen_voice v ON v.id = t.voice_id"
            " CROSS JOIN LATERAL trim(v.place->>'address') AS address"
            " WHERE t.theme_id = ANY(%s) AND t.head_id = t.voice_id AND v.place->>'address' <> ''"
            " GROUP BY 1, 2 HAVING count(*) > 1 ORDER BY 1, 3 DESC, 2",
            [list(themes)],
        )
        for theme, name, people in cursor.fetchall():
            if len(found[theme]) < MOST_PLACES:
                found[theme].append([name, people])
    return found
