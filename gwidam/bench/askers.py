"""Many people who ask for one improvement that is released: written by COPY, each with a voice and an address."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import Any

from gwidam.change import verbs as change
from gwidam.change.events.improvements import ImprovementReworded
from gwidam.change.models import Improvement, VoiceLink
from gwidam.change.verbs.counting import count_anew
from gwidam.core.actors import House
from gwidam.core.ids import next_ids
from gwidam.core.ledger import act, record
from gwidam.core.receipts import receipt
from gwidam.core.rows import write_rows
from gwidam.listen.models import Channel, Voice
from gwidam.people import contacts
from gwidam.people.models import Contact, Customer, Employee

BY = House("bench")
AT_ONCE = 5_000
TEXTS = (
    ("ko", "밤마다 인터넷이 끊겨서 일을 할 수가 없어요. {n}번 전화했습니다."),
    ("en", "The line drops every night and I cannot work. I have called {n} times."),
)


def released_with_askers(
    count: int, *, channel: Channel, owner: Employee, secret: bytes, at: datetime
) -> Improvement:
    """An improvement that is released, and `count` customers with an e-mail address who asked for it."""
    words = {
        "title_ko": "밤에도 끊기지 않는 인터넷",
        "title_en": "Internet that stays up at night",
        "text_ko": "밤 점검을 새벽 네 시로 옮기고 낡은 회선을 바꾸었습니다.",
        "text_en": "We moved the nightly maintenance to four and replaced old lines.",
    }
    improvement = change.propose(words=words, origin="idea", by=owner, at=at)
    numbers = iter(next_ids(2 * count))
    while pairs := list(islice(zip(numbers, numbers, strict=True), AT_ONCE)):
        _ask(improvement, pairs, channel=channel, owner=owner, secret=secret, at=at)
    with act():
        count_anew(improvement)
        record(_filled(improvement), by=BY, at=at, about=improvement.about)
    improvement.refresh_from_db()
    change.mark_must(improvement=improvement, ground="bench", by=owner, at=at)
    change.table(improvement=improvement, by=owner, at=at)
    change.rule(improvement=improvement, verdict="yes", owner=owner, by=owner, at=at)
    change.begin_work(improvement=improvement, by=owner, at=at)
    change.release(improvement=improvement, by=owner, at=at)
    return improvement


def _ask(
    improvement: Improvement,
    pairs: list[tuple[int, int]],
    *,
    channel: Channel,
    owner: Employee,
    secret: bytes,
    at: datetime,
) -> None:
    with act():
        write_rows(Customer, [_customer(customer, at) for customer, _voice in pairs])
        write_rows(Contact, [_contact(customer) for customer, _voice in pairs])
        write_rows(Voice, [_voice(number, customer, channel, secret, at) for customer, number in pairs])
        write_rows(
            VoiceLink,
            [
                {
                    "improvement_id": improvement.pk,
                    "voice_id": voice,
                    "by_id": owner.pk,
                    "at": at,
                    "via": "api",
                    "counted_at_id": improvement.pk,
                    "customer_id": customer,
                    "letters": voice,
                    "week": at.date(),
                }
                for customer, voice in pairs
            ],
        )
        record(_filled(improvement), by=BY, at=at, about=improvement.about)


def _filled(improvement: Improvement) -> ImprovementReworded:
    """A fact for the act, since these rows are written past the verbs."""
    return ImprovementReworded(improvement_id=improvement.pk)


def _customer(number: int, at: datetime) -> dict[str, Any]:
    return {"id": number, "name": f"고객 {number}", "language": TEXTS[number % 2][0], "since": at}


def _contact(customer: int) -> dict[str, Any]:
    reach = contacts.email(f"asker{customer}@customer.example")
    return {"customer_id": customer, "kind": reach.kind, "value": reach.value, "mark": reach.mark, "tail": ""}


def _voice(number: int, customer: int, channel: Channel, secret: bytes, at: datetime) -> dict[str, Any]:
    language, text = TEXTS[customer % 2]
    words = text.format(n=number % 9 + 1)
    return {
        "id": number,
        "receipt": receipt(number, secret),
        "channel_id": channel.pk,
        "customer_id": customer,
        "text": words,
        "summary": words,
        "language": language,
        "said_at": at,
        "heard_at": at,
        "needs_answer": False,
    }
