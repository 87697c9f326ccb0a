"""How many people ask for an improvement: kept in one row with every link, so that no page has to count links.

People, not posts: of copies of one text (the same letters) the one heard first stands for all of them, and of those
that are left every customer counts once, in the week in which they first asked. A link added or taken away can only
change the customers it touches: its own, and whoever stands for its letters before and after. So these few are
looked at before and after, and the difference is booked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

from django.db import connection
from django.db.models import F

from ..models import Improvement, Reach, Support, VoiceLink
from .ranking import rerank
from .weighing import Weight

# Of each text the voice heard first; of each customer of those the first week.
_FIRST_ASKED = """
SELECT mine.customer_id, min(mine.week) FROM change_voicelink mine
WHERE mine.counted_at_id = %s AND mine.customer_id = ANY(%s)
  AND NOT EXISTS (SELECT 1 FROM change_voicelink other WHERE other.counted_at_id = mine.counted_at_id
                  AND other.letters = mine.letters AND other.voice_id < mine.voice_id)
GROUP BY 1
"""
_STAND_FOR = """
SELECT customer_id FROM change_voicelink WHERE counted_at_id = %s AND letters = %s ORDER BY voice_id LIMIT 2
"""
_ALL_WEEKS = """
WITH heads AS (SELECT DISTINCT ON (letters) customer_id, week FROM change_voicelink
               WHERE counted_at_id = %s ORDER BY letters, voice_id),
     people AS (SELECT customer_id, min(week) AS week FROM heads GROUP BY 1)
SELECT week, count(*) FROM people GROUP BY 1
"""
_TOTALS = """
SELECT count(*), coalesce(sum(heat), 0), count(*) FILTER (WHERE is_unhappy), count(*) FILTER (WHERE is_danger),
       count(*) FILTER (WHERE has_broken), count(DISTINCT customer_id)
FROM (SELECT DISTINCT ON (voice_id) * FROM change_voicelink WHERE counted_at_id = %s ORDER BY voice_id, id) AS voice
"""


@contextmanager
def counted_again(improvement: Improvement, *, letters: int, customer_id: int) -> Iterator[None]:
    """Book what a link of these letters and this customer changes, added or taken away inside.

    The caller holds the lock on the improvement.
    """
    touched = {customer_id, *_stand_for(improvement.pk, letters)}
    theirs = VoiceLink.objects.filter(counted_at=improvement, customer=customer_id)
    before, was_there = _first_asked(improvement.pk, touched), theirs.exists()
    yield
    after, is_there = _first_asked(improvement.pk, touched), theirs.exists()
    weeks = Counter(after.values())
    weeks.subtract(before.values())
    _book(improvement, weeks, people=len(after) - len(before), customers=is_there - was_there)


def count_anew(improvement: Improvement) -> None:
    """Count everything from the links: after many changed at once. Linear in the links of this one."""
    with connection.cursor() as cursor:
        cursor.execute(_ALL_WEEKS, [improvement.pk])
        weeks = {week.isoformat(): people for week, people in cursor.fetchall()}
    Reach.objects.filter(pk=improvement.pk).update(
        weeks=weeks,
        people=sum(weeks.values()),
        supporters=Support.objects.filter(improvement__in=_with_behind(improvement)).count(),
        **totals(improvement),
    )
    rerank([improvement.pk])


def count_supporters(improvement: Improvement) -> None:
    """Count who supports it, those of improvements behind it included."""
    found = Support.objects.filter(improvement__in=_with_behind(improvement)).count()
    Reach.objects.filter(pk=improvement.pk).update(supporters=found)


def totals(improvement: Improvement) -> dict[str, int]:
    """What the linked voices weigh together."""
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS, [improvement.pk])
        return dict(
            zip(("voices", "heat", "unhappy", "danger", "broken", "customers"), cursor.fetchone(), strict=True)
        )


def _with_behind(improvement: Improvement) -> list[int]:
    return [improvement.pk, *improvement.behind.values_list("pk", flat=True)]


def _stand_for(improvement_id: int, letters: int) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(_STAND_FOR, [improvement_id, letters])
        return {row[0] for row in cursor.fetchall()}


def _first_asked(improvement_id: int, customers: set[int]) -> dict[int, date]:
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_ASKED, [improvement_id, sorted(customers)])
        return dict(cursor.fetchall())


def _book(improvement: Improvement, changes: Counter[date], *, people: int, customers: int) -> None:
    reach = Reach.objects.get(pk=improvement.pk)
    weeks = _changed(reach.weeks, changes)
    Reach.objects.filter(pk=improvement.pk).update(
        people=F("people") + people, customers=F("customers") + customers, weeks=weeks
    )
    if people:
        rerank([improvement.pk])


def _changed(weeks: Mapping[str, int], changes: Counter[date]) -> dict[str, int]:
    """People by week after the changes, weeks with nobody left out."""
    now = Counter(weeks)
    for week, change in changes.items():
        now[week.isoformat()] += change
    return {week: people for week, people in now.items() if people}


def weigh(improvement: Improvement, sign: int, rows: Sequence[Weight]) -> None:
    """Add (sign 1) or take away (-1) what these voices weigh."""
    Reach.objects.filter(pk=improvement.pk).update(
        voices=F("voices") + sign * len(rows),
        heat=F("heat") + sign * sum(row.heat for row in rows),
        unhappy=F("unhappy") + sign * sum(row.is_unhappy for row in rows),
        danger=F("danger") + sign * sum(row.is_danger for row in rows),
        broken=F("broken") + sign * sum(row.has_broken for row in rows),
    )
