"""Rows of voices in themes, and of days counted, written many at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection
from django.utils.timezone import get_default_timezone_name

_TURN = 7_245_001  # the advisory lock of whoever writes into themes


class Put(NamedTuple):
    """Where a voice goes, and whom it counts for."""

    voice: int
    theme: int
    head: int
    first: int
    marks: list[int]


class Counted(NamedTuple):
    """A day of a theme at one channel and touchpoint."""

    theme: int
    day: date
    channel: int
    touchpoint: int | None


COUNTED = ("people", "voices", "negative", "positive")


def take_turn() -> None:
    """Wait until nobody else writes into themes; holds until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])


def write_voices(rows: Sequence[Put], *, at: datetime) -> None:
    """Write where voices go, over what was there; what a person has moved stays where it is."""
    if not rows:
        return
    # Hashes as text, as arrays of arrays must be of one length.
    marks = ["{" + ",".join(map(str, row.marks)) + "}" for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO understand_themevoice AS old"
            " (voice_id, theme_id, sorted_into_id, is_moved, placed_at, head_id, first_id, marks)"
            " SELECT voice, theme, theme, false, %s, head, first, marks::bigint[]"
            " FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[])"
            " AS new (voice, theme, head, first, marks) ORDER BY voice"
            " ON CONFLICT (voice_id) DO UPDATE SET sorted_into_id = excluded.sorted_into_id,"
            " theme_id = CASE WHEN old.is_moved THEN old.theme_id ELSE excluded.theme_id END,"
            " head_id = excluded.head_id"
            " WHERE (old.sorted_into_id, old.head_id) IS DISTINCT FROM (excluded.sorted_into_id, excluded.head_id)",
            [
                at,
                [row.voice for row in rows],
                [row.theme for row in rows],
                [row.head for row in rows],
                [row.first for row in rows],
                marks,
            ],
        )


def pass_on(theme: int, successor: int) -> None:
    """All voices of a theme go over to the one it became part of."""
    with connection.cursor() as cursor:
        for column in ("theme_id", "sorted_into_id"):
            cursor.execute(_PASS_ON[column], [successor, theme])


_PASS_ON = {
    "theme_id": "UPDATE understand_themevoice SET theme_id = %s WHERE theme_id = %s",
    "sorted_into_id": "UPDATE understand_themevoice SET sorted_into_id = %s WHERE sorted_into_id = %s",
}


def add_days(days: Counter[tuple[Counted, str]]) -> None:
    """Add to the counts of days: how many of each of COUNTED."""
    rows: dict[Counted, Counter[str]] = {}
    for (place, what), count in days.items():
        rows.setdefault(place, Counter())[what] += count
    order = sorted(rows, key=lambda place: (place.theme, place.day, place.channel, place.touchpoint or 0))
    if not order:
        return
    columns = [[place[at] for place in order] for at in range(4)]
    columns += [[rows[place][what] for place in order] for what in COUNTED]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO understand_themeday AS old"
            " (theme_id, day, channel_id, touchpoint_id, people, voices, negative, positive)"
            " SELECT * FROM unnest(%s::bigint[], %s::date[], %s::bigint[], %s::bigint[],"
            " %s::int[], %s::int[], %s::int[], %s::int[])"
            " ON CONFLICT (theme_id, day, channel_id, touchpoint_id) DO UPDATE SET"
            " people = old.people + excluded.people, voices = old.voices + excluded.voices,"
            " negative = old.negative + excluded.negative, positive = old.positive + excluded.positive",
            columns,
        )


def count_days(themes: Sequence[int] | None = None) -> None:
    """Count the days of these themes anew, of all by default, from the voices they have."""
    wanted = None if themes is None else list(themes)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM understand_themeday WHERE %s::bigint[] IS NULL OR theme_id = ANY(%s::bigint[])",
            [wanted, wanted],
        )
        cursor.execute(
            "INSERT INTO understand_themeday"
            " (theme_id, day, channel_id, touchpoint_id, people, voices, negative, positive)"
            " SELECT t.theme_id, (v.said_at AT TIME ZONE %s)::date, v.channel_id, v.touchpoint_id,"
            " count(*) FILTER (WHERE t.head_id = t.voice_id), count(*),"
            " count(*) FILTER (WHERE r.tone = 'negative'), count(*) FILTER (WHERE r.tone = 'positive')"
            " FROM understand_themevoice t JOIN listen_voice v ON v.id = t.voice_id"
            " LEFT JOIN understand_reading r ON r.voice_id = v.id AND r.is_current"
            " WHERE %s::bigint[] IS NULL OR t.theme_id = ANY(%s::bigint[]) GROUP BY 1, 2, 3, 4",
            [get_default_timezone_name(), wanted, wanted],
        )
