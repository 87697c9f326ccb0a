"""A voice that was just read joins a theme, or founds one, at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

from django.db.models import F
from django.utils import timezone

from gwidam.core.actors import House
from gwidam.core.ledger import record, verb
from gwidam.core.rows import draw_ids
from gwidam.listen.models import Voice

from ... import events
from ...models import Reading, Sorting, Theme, ThemeVoice
from ...queries.themes.copying import Copied, copies_among
from ...queries.themes.space import Ground, batches, ground_of
from ...queries.themes.telling import words_of_voices
from .heads import Heads
from .rows import Counted, Put, add_days, take_turn, write_voices

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ...heart.themes import Themes

SORTER = House("themes")
LATE = timedelta(minutes=10)  # by which an act may be written after the moment it names


@dataclass(slots=True)
class Standing:
    """The themes of a night as this process knows them, with the voices that came since.

    sorted_at: when the night was. until: when the last of those came. known: whom the themes have seen.
    next_id: a number drawn for the next theme that is founded.
    """

    sorting: int
    sorted_at: datetime
    ground: Ground
    themes: Themes
    until: datetime
    next_id: int | None = None
    known: set[int] = field(default_factory=set)


Row: TypeAlias = tuple[int, int, datetime, int, int | None]  # voice, person, said_at, channel, touchpoint
_kept: list[Standing] = []  # at most one


def forget_themes() -> None:
    """Forget what this process knows of themes."""
    _kept.clear()


def join_themes(*, voice_ids: Sequence[int], at: datetime) -> int:
    """Put voices that have been read and are of no theme yet where they belong; how many that were.

    Before the first night there is nothing to join; then the night takes them all.
    """
    sorting = Sorting.objects.order_by("-at", "-id").defer("packed").first()
    if sorting is None:
        return 0
    done = 0
    for numbers in batches(voice_ids):
        there = set(ThemeVoice.objects.filter(pk__in=numbers).values_list("pk", flat=True))
        fresh = [number for number in numbers if number not in there]
        if fresh:
            done += _join(sorting, fresh, at)
    return done


def _join(sorting: Sorting, numbers: Sequence[int], at: datetime) -> int:
    standing = _standing(sorting)
    ids, vectors = standing.ground.place(numbers)
    copies = copies_among(ids.tolist())
    try:
        return _put(standing=standing, ids=ids, vectors=vectors, copies=copies, at=at)
    except BaseException:
        forget_themes()  # it may know of voices that the database does not
        raise


@verb
def _put(
    *,
    standing: Standing,
    ids: NDArray[np.int64],
    vectors: NDArray[np.float32],
    copies: Copied,
    at: datetime,
) -> int:
    """1. Writers take turns, and each learns what the others did. 2. Copies go with the first. 3. ThemeFounded."""
    take_turn()
    _catch_up(standing)
    done = set(ThemeVoice.objects.filter(pk__in=ids.tolist()).values_list("pk", flat=True))
    went = dict(ThemeVoice.objects.filter(pk__in=copies.firsts.tolist()).values_list("pk", "theme_id"))
    founded: list[int] = []
    places: dict[int, int] = {}
    for number, vector in zip(ids.tolist(), vectors, strict=True):
        first = copies.first_of(number)
        if number in done or not vector.any():
            continue
        places[number] = places.get(first) or went.get(first) or _place(standing, vector, founded)
    rows = list(Voice.objects.filter(pk__in=places).order_by("said_at", "id").values_list(*_READ))
    tones = dict(Reading.objects.filter(voice__in=places, is_current=True).values_list("voice_id", "tone"))
    _found(founded, {number: theme for number, theme in places.items() if theme in founded}, rows, at)
    heads = _heads(rows, places, copies)
    written = []
    days: Counter[tuple[Counted, str]] = Counter()
    for number, person, said_at, channel, touchpoint in rows:
        theme, first = places[number], copies.first_of(number)
        head = heads.of(number, theme=theme, person=person, first=first, said_at=said_at)
        written.append(Put(number, theme, head, first, copies.marks_of(number)))
        place = Counted(theme, timezone.localdate(said_at), channel, touchpoint)
        days[place, "voices"] += 1
        days[place, "people"] += head == number
        if (tone := tones.get(number)) in ("negative", "positive"):
            days[place, tone] += 1
    write_voices(written, at=at)
    add_days(days)
    standing.known.update(places)
    return len(written)


_READ = ("id", "customer_id", "said_at", "channel_id", "touchpoint_id")


def _place(standing: Standing, vector: NDArray[np.float32], founded: list[int]) -> int:
    if standing.next_id is None:
        standing.next_id = draw_ids(Theme._meta.db_table, 1)[0]
    standing.themes.next_number = standing.next_id
    placed = standing.themes.place(vector)
    if placed.is_new:
        founded.append(placed.theme)
        standing.next_id = None
    return placed.theme


def _found(
    founded: Sequence[int],
    voices: dict[int, int],
    rows: Iterable[Row],
    at: datetime,
) -> None:
    """Themes that began with a voice: named after its words until the night."""
    if not founded:
        return
    said_at = {row[0]: row[2] for row in rows}
    first: dict[int, int] = {}
    for number, theme in voices.items():
        first.setdefault(theme, number)
    words = words_of_voices(list(first.values()))
    for theme, number in first.items():
        row = Theme(
            pk=theme,
            name=_name(words.get(number, [])),
            words=words.get(number, []),
            founded_at=at,
            first_said_at=said_at[number],
            speakers=[number],
            examples=[number],
        )
        row.save(force_insert=True)
        record(events.ThemeFounded(theme_id=theme, name=row.name), by=SORTER, at=at, about=row.about)


def _name(words: Sequence[str]) -> str:
    from ...heart.themes import name_of

    return name_of(words)[:80]


def _heads(rows: Iterable[Row], places: dict[int, int], copies: Copied) -> Heads:
    """The people whom the themes of these voices counted before, as far as these voices may repeat them."""
    heads = Heads()
    themes = set(places.values())
    people = {row[1] for row in rows}
    firsts = {copies.first_of(number) for number in places}
    near = ThemeVoice.objects.filter(theme__in=themes)
    by_person = near.filter(voice__customer__in=people)
    by_first = near.filter(first_id__in=firsts, head_id=F("voice_id"))
    known = [
        *by_person.values_list("theme_id", "voice__customer_id", "first_id", "head_id"),
        *by_first.values_list("theme_id", "voice__customer_id", "first_id", "head_id"),
    ]
    said_at = dict(Voice.objects.filter(pk__in={each[3] for each in known}).values_list("pk", "said_at"))
    for theme, person, first, head in known:
        if head in said_at:
            heads.know(theme=theme, person=person, first=first, head=head, head_said_at=said_at[head])
    return heads


def _standing(sorting: Sorting) -> Standing:
    """The themes of the last night, learnt once a process."""
    if not _kept or _kept[0].sorting != sorting.pk:
        from ...heart.themes import Themes

        ground = ground_of(sorting)
        live = Theme.objects.filter(state=Theme.State.LIVE).exclude(examples=[])
        theme_of = {number: pk for pk, numbers in live.values_list("pk", "examples") for number in numbers}
        ids, vectors = ground.place(sorted(theme_of))
        numbers = [theme_of[number] for number in ids.tolist()]
        themes = Themes.of(vectors, numbers) if len(ids) else Themes(ground.space.dims, floor=0.0)
        _kept[:] = [Standing(sorting.pk, sorting.at, ground, themes, sorting.at, known=set(theme_of))]
    return _kept[0]


def _catch_up(standing: Standing) -> None:
    """Learn where other processes, and people, have put voices since."""
    news = ThemeVoice.objects.filter(placed_at__gt=max(standing.sorted_at, standing.until - LATE))
    rows = news.order_by("placed_at").values_list("voice_id", "theme_id", "placed_at")
    went = {}
    for voice, theme, placed_at in rows:
        standing.until = max(standing.until, placed_at)
        if voice not in standing.known:
            went[voice] = theme
    if went:
        ids, vectors = standing.ground.place(list(went))
        for number, vector in zip(ids.tolist(), vectors, strict=True):
            if vector.any():
                standing.themes.join(went[number], vector)
        standing.known.update(went)
