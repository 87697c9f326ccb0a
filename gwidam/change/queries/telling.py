"""Who asks for an improvement, who of them has been told, and through which door the others can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Q

from gwidam.listen.models import Channel
from gwidam.people.contacts import is_korean_mobile
from gwidam.people.models import Contact
from gwidam.post.queries import text_line

from ..models import Improvement, Sending, Telling
from ..rules.telling import BATCH, TEXT, Reachable, way_of

TOPIC = "change"  # of the letters to customers, see post.rules.TOPICS
COLLEAGUES_TOPIC = "change_inside"
# Doors that hand their caller the link of the follow page: on the screen, or on a slip with the receipt.
SHOWS_LINK = (Channel.Kind.WEB, Channel.Kind.COUNTER, Channel.Kind.PORTAL, Channel.Kind.UNNAMED)

# Everybody who asks for improvement %(improvement)s in this round, each person once: who spoke (the newest of their
# linked voices), who supports it, and colleagues who do; the supporters of improvements behind it are its own.
# A colleague who also spoke as a customer is that customer.
_ASKERS = """
WITH family AS (
  SELECT id FROM change_improvement WHERE id = %(improvement)s OR merged_into_id = %(improvement)s
), spoke AS (
  SELECT customer_id, max(voice_id) AS voice_id FROM change_voicelink
  WHERE counted_at_id = %(improvement)s AND customer_id > %(after)s GROUP BY 1
), supports AS (
  SELECT DISTINCT customer_id, employee_id FROM change_support
  WHERE improvement_id IN (SELECT id FROM family) AND coalesce(customer_id > %(after)s, %(after)s = 0)
), customers AS (
  SELECT customer_id, max(voice_id) AS voice_id FROM (
    SELECT customer_id, voice_id FROM spoke
    UNION ALL SELECT customer_id, NULL FROM supports WHERE customer_id IS NOT NULL
  ) either GROUP BY 1
), askers AS (
  SELECT c.customer_id, c.voice_id, p.employee_id FROM customers c JOIN people_customer p ON p.id = c.customer_id
  UNION ALL
  SELECT NULL, NULL, s.employee_id FROM supports s WHERE s.employee_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM customers c JOIN people_customer p ON p.id = c.customer_id WHERE p.employee_id = s.employee_id)
), untold AS (
  SELECT a.* FROM askers a
  WHERE NOT EXISTS (SELECT 1 FROM change_telling t WHERE t.improvement_id = %(improvement)s
                    AND t.round = %(round)s AND t.customer_id = a.customer_id)
    AND NOT EXISTS (SELECT 1 FROM change_telling t WHERE t.improvement_id = %(improvement)s
                    AND t.round = %(round)s AND t.employee_id = a.employee_id)
)
"""
_COUNT_ASKERS = f"{_ASKERS} SELECT count(*) FROM askers"  # noqa: S608 - constants
_COUNT_LEFT = f"""{_ASKERS} SELECT (SELECT count(*) FROM untold) + (
  SELECT count(*) FROM change_telling t
  WHERE t.improvement_id = %(improvement)s AND t.round = %(round)s AND t.state = 'sent')"""  # noqa: S608
# What decides about the door of each, as far as columns tell it. `mail` is the contact to write to; `phones` are
# those to look at for a mobile number, where there is no mail.
_REACHABLE = f"""{_ASKERS}
SELECT u.customer_id, u.voice_id, u.employee_id,
  coalesce(e.language, p.language), p.erased_at IS NOT NULL, e.id IS NOT NULL, NOT coalesce(e.is_active, true),
  (SELECT min(k.id) FROM people_contact k
   WHERE k.customer_id = p.id AND k.kind = 'email' AND k.dead_at IS NULL),
  EXISTS (SELECT 1 FROM people_contact k WHERE k.customer_id = p.id AND k.kind = 'email' AND k.dead_at IS NOT NULL),
  EXISTS (SELECT 1 FROM people_contact k WHERE k.customer_id = p.id AND k.kind = 'phone'),
  (SELECT array_agg(k.id ORDER BY k.id) FROM people_contact k
   WHERE k.customer_id = p.id AND k.kind = 'phone' AND k.dead_at IS NULL AND NOT EXISTS (
     SELECT 1 FROM people_contact m WHERE m.customer_id = p.id AND m.kind = 'email' AND m.dead_at IS NULL)),
  EXISTS (SELECT 1 FROM post_mute m WHERE
    m.reader = CASE WHEN e.id IS NULL THEN 'customer:' || p.id ELSE 'employee:' || e.id END
    AND m.topic = CASE WHEN e.id IS NULL THEN %(topic)s ELSE %(colleagues_topic)s END),
  coalesce(h.kind = ANY(%(shows_link)s), false)
FROM (SELECT * FROM untold ORDER BY customer_id NULLS LAST, employee_id LIMIT %(most)s) u
LEFT JOIN people_customer p ON p.id = u.customer_id
LEFT JOIN people_employee e ON e.id = u.employee_id
LEFT JOIN listen_voice v ON v.id = u.voice_id
LEFT JOIN listen_channel h ON h.id = v.channel_id
ORDER BY u.customer_id NULLS LAST, u.employee_id
"""  # noqa: S608
PHONES = 10  # the column of a row


@dataclass(frozen=True, slots=True)
class Told:
    """Of `asked` people so many were told, and for so many it is written why not; and what they said to it."""

    asked: int
    told: int
    not_told: int
    settled: int
    unsettled: int

    @property
    def left(self) -> int:
        """People who were neither told nor have a reason written."""
        return max(0, self.asked - self.told - self.not_told)


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who is to be told, and how. `contact_id` is of the address, where the door is mail or a text message."""

    customer_id: int | None
    voice_id: int | None
    employee_id: int | None
    language: str
    contact_id: int | None
    door: str
    reason: str

    @property
    def reader(self) -> str:
        """The key under which `post` knows them."""
        return f"employee:{self.employee_id}" if self.employee_id else f"customer:{self.customer_id}"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a sending would do: people by (door, language) and by reason, the letters to come, all counted now."""

    by_door: Mapping[tuple[str, str], int]
    by_reason: Mapping[str, int]

    @property
    def people(self) -> int:
        return sum(self.by_door.values()) + sum(self.by_reason.values())

    @property
    def letters(self) -> int:
        return sum(self.by_door.values())


def count_askers(improvement: Improvement) -> int:
    """How many people ask, told or not. One query."""
    return _number(_COUNT_ASKERS, improvement)


def count_untold(improvement: Improvement) -> int:
    """How many people ask and have not been told in this round: without a telling, or with one on its way.

    Told is who has a telling that arrived, or one that says why it could not. One query.
    """
    return _number(_COUNT_LEFT, improvement)


def told_of(improvement: Improvement) -> Told:
    """How the telling stands, of about so many as asked: supporters count once they have a telling. One query."""
    found = _counted(improvement)
    return Told(max(improvement.reach.customers, found.asked), *astuple(found)[1:])


def told_exactly(improvement: Improvement) -> Told:
    """How the telling stands, everybody who asks counted. Two queries; linear in those who ask."""
    return Told(count_askers(improvement), *astuple(_counted(improvement))[1:])


def _counted(improvement: Improvement) -> Told:
    state = Telling.State
    counted = Telling.objects.filter(improvement=improvement, round=improvement.round).aggregate(
        whole=Count("id"),
        told=Count("id", filter=Q(state=state.DELIVERED)),
        not_told=Count("id", filter=Q(state=state.NOT_TOLD)),
        yes=Count("id", filter=Q(settled=True)),
        no=Count("id", filter=Q(settled=False)),
    )
    return Told(counted["whole"], counted["told"], counted["not_told"], counted["yes"], counted["no"])


def askers(improvement: Improvement, *, most: int = BATCH, after: int = 0) -> list[Asker]:
    """The next people without a telling in this round, in the order of their numbers, and how to tell each.

    `after`: only customers with a number behind this one; 0: everybody, colleagues too.
    """
    with connection.cursor() as cursor:
        cursor.execute(_REACHABLE, _places(improvement, most=most, after=after))
        rows = cursor.fetchall()
    mobiles = (
        _mobiles([pk for row in rows for pk in row[PHONES] or ()]) if text_line() is not None else frozenset()
    )
    return [_asker(row, mobiles) for row in rows]


def _mobiles(contacts: Sequence[int]) -> frozenset[int]:
    """Those of these contacts that are mobile numbers. Numbers are sealed, so that only opening them tells."""
    found = Contact.objects.filter(pk__in=contacts).values_list("pk", "value")
    return frozenset(pk for pk, value in found.iterator() if is_korean_mobile(value))


def furthest(improvement: Improvement) -> int:
    """The largest number of a customer with a telling in this round; 0 before the first."""
    found = Telling.objects.filter(improvement=improvement, round=improvement.round).aggregate(
        n=Max("customer_id")
    )
    return found["n"] or 0


def is_any_on_the_way(improvement: Improvement) -> bool:
    """Whether something that was sent may still arrive, or come back."""
    on_the_way = Telling.objects.filter(improvement=improvement, round=improvement.round, state=Telling.State.SENT)
    return on_the_way.exists()


def preview(improvement: Improvement) -> Preview:
    """What a sending would do now. Looks at everybody who asks: 100,000 of them in one query."""
    doors: Counter[tuple[str, str]] = Counter()
    reasons: Counter[str] = Counter()
    for each in askers(improvement, most=2**31 - 1):
        if each.reason:
            reasons[each.reason] += 1
        else:
            doors[each.door, each.language] += 1
    return Preview(dict(doors.most_common()), dict(reasons.most_common()))


def sending_of(improvement: Improvement) -> Sending | None:
    """The sending of this round."""
    found = Sending.objects.filter(improvement=improvement, round=improvement.round).select_related("begun_by")
    return found.first()


def made_lately(improvement: Improvement, at: datetime) -> int:
    """How many tellings of any kind were made within the last minute: what the pace is held against."""
    return Telling.objects.filter(improvement=improvement, made_at__gt=at - timedelta(minutes=1)).count()


def reasons_of(improvement: Improvement) -> list[tuple[str, int]]:
    """[(code, people)] of those who were not told, most first."""
    rows = Telling.objects.filter(
        improvement=improvement, round=improvement.round, state=Telling.State.NOT_TOLD
    ).values_list("reason")
    return sorted(rows.annotate(Count("id")), key=lambda row: (-row[1], row[0]))


def _number(query: str, improvement: Improvement) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query, _places(improvement))
        return int(cursor.fetchone()[0])


def _places(improvement: Improvement, *, most: int = 0, after: int = 0) -> dict[str, Any]:
    return {
        "improvement": improvement.pk,
        "round": improvement.round,
        "most": most,
        "after": after,
        "topic": TOPIC,
        "colleagues_topic": COLLEAGUES_TOPIC,
        "shows_link": [str(kind) for kind in SHOWS_LINK],
    }


def _asker(row: Sequence[Any], mobiles: Set[int]) -> Asker:
    (
        customer,
        voice,
        employee,
        language,
        is_erased,
        is_colleague,
        has_left,
        mail,
        dead,
        phone,
        phones,
        muted,
        page,
    ) = row
    mobile = next((each for each in phones or () if each in mobiles), None)
    person = Reachable(
        is_erased=is_erased,
        is_colleague=is_colleague,
        has_left=has_left,
        has_mail=mail is not None,
        has_dead_mail=dead,
        has_phone=phone,
        has_mobile=mobile is not None,
        is_muted=muted,
        has_page=page,
    )
    door, reason = way_of(person)
    return Asker(customer, voice, employee, language, mobile if door == TEXT else mail, door, reason)
