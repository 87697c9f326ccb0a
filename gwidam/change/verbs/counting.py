"""How many people ask for an improvement: kept in one row with every link, so that no page has to count links.

People, not posts: of copies of one text (the same letters) the one heard first stands for all of them, and of those
that are left every customer counts once: in the week in which they first asked, and in the one in which they, or
whoever they stand for, asked last. A link added or taken away can only change the customers it touches: its own, and
whoever stands for its letters before and after. So these few are looked at before and after, and the difference is
booked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

from django.db import connection
from django.db.models import F

from .. import rules
from ..models import Improvement, Reach, Support, VoiceLink
from .ranking import rerank
from .weighing import Weight

# Of each text the voice heard first, and the week of the one heard last; of each customer of those both ends.
_ASKED = """
SELECT mine.customer_id, min(mine.week), max(latest.week) FROM change_voicelink mine
CROSS JOIN LATERAL (SELECT week FROM change_voicelink WHERE counted_at_id = mine.counted_at_id
                    AND letters = mine.letters ORDER BY week DESC LIMIT 1) latest
WHERE mine.counted_at_id = %s AND mine.customer_id = ANY(%s)
  AND NOT EXISTS (SELECT 1 FROM change_voicelink other WHERE other.counted_at_id = mine.counted_at_id
                  AND other.letters = mine.letters AND other.voice_id < mine.voice_id)
GROUP BY 1
"""
_STAND_FOR = """
SELECT customer_id FROM change_voicelink WHERE counted_at_id = %s AND letters = %s ORDER BY voice_id LIMIT 2
"""
_ALL_WEEKS = """
WITH links AS (SELECT * FROM change_voicelink WHERE counted_at_id = %s),
     heads AS (SELECT DISTINCT ON (letters) letters, customer_id, week FROM links ORDER BY letters, voice_id),
     latest AS (SELECT letters, max(week) AS week FROM links GROUP BY 1),
     people AS (SELECT customer_id, min(heads.week) AS first, max(latest.week) AS last
                FROM heads JOIN latest USING (letters) GROUP BY 1)
SELECT first, last, count(*) FROM people GROUP BY 1, 2
"""
_TOTALS = """
SELECT count(*), coalesce(sum(heat), 0), count(*) FILTER (WHERE is_unhappy), count(*) FILTER (WHERE is_danger),
       count(*) FILTER (WHERE has_broken), count(DISTINCT customer_id)
FROM (SELECT DISTINCT ON (voice_id) * FROM change_voicelink WHERE counted_at_id = %s ORDER BY voice_id, id) AS voice
"""


Asked = tuple[date, date]  # the weeks in which somebody asked first and last


@contextmanager
def counted_again(improvement: Improvement, *, letters: Collection[int], customer_id: int) -> Iterator[None]:
    """Book what a link of these letters and this customer changes, added, taken away or relettered inside.

    The caller holds the lock on the improvement.
    """
    touched = {customer_id, *(each for text in letters for each in _stand_for(improvement.pk, text))}
    theirs = VoiceLink.objects.filter(counted_at=improvement, customer=customer_id)
    before, was_there = _asked(improvement.pk, touched), theirs.exists()
    yield
    after, is_there = _asked(improvement.pk, touched), theirs.exists()
    first, last = (_difference(before, after, end) for end in (0, 1))
    _book(improvement, first, last, people=len(after) - len(before), customers=is_there - was_there)


def count_anew(improvement: Improvement) -> None:
    """Count everything from the links: after many changed at once. Linear in the links of this one."""
    with connection.cursor() as cursor:
        cursor.execute(_ALL_WEEKS, [improvement.pk])
        asked = cursor.fetchall()
    weeks, last_weeks = (_changed({}, _people_by(asked, end)) for end in (0, 1))
    this_week = Reach.objects.values_list("this_week", flat=True).get(pk=improvement.pk)
    Reach.objects.filter(pk=improvement.pk).update(
        weeks=weeks,
        last_weeks=last_weeks,
        lately=rules.people_lately(last_weeks, this_week=this_week),
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


def _asked(improvement_id: int, customers: set[int]) -> dict[int, Asked]:
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, [improvement_id, sorted(customers)])
        return {customer: (first, last) for customer, first, last in cursor.fetchall()}


def _difference(before: Mapping[int, Asked], after: Mapping[int, Asked], end: int) -> Counter[date]:
    """People more or fewer by week, by the first (0) or the last (1) in which they asked."""
    weeks = Counter(each[end] for each in after.values())
    weeks.subtract(each[end] for each in before.values())
    return weeks


def _people_by(asked: Sequence[tuple[date, date, int]], end: int) -> Counter[date]:
    weeks: Counter[date] = Counter()
    for row in asked:
        weeks[(row[0], row[1])[end]] += row[2]
    return weeks


def _book(
    improvement: Improvement, first: Counter[date], last: Counter[date], *, people: int, customers: int
) -> None:
    reach = Reach.objects.get(pk=improvement.pk)
    last_weeks = _changed(reach.last_weeks, last)
    Reach.objects.filter(pk=improvement.pk).update(
        people=F("people") + people,
        customers=F("customers") + customers,
        weeks=_changed(reach.weeks, first),
        last_weeks=last_weeks,
        lately=rules.people_lately(last_weeks, this_week=reach.this_week),
    )
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
