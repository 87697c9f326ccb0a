"""The many who ask for one change: most with a mailbox, some whom nothing may or can be sent to."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from gwidam.bench.askers import released_with_askers
from gwidam.change.models import Improvement, VoiceLink
from gwidam.change.queries.telling import TOPIC
from gwidam.change.rules.telling import FASTEST_PACE
from gwidam.change.verbs import begin_telling
from gwidam.listen.models import Channel
from gwidam.own.verbs import erase_customer
from gwidam.people.models import Customer, Employee
from gwidam.people.verbs import mark_dead
from gwidam.post.verbs import mute

from .plan import CHANNEL

REASONS = ("opted_out", "erased", "dead_address")
LEAST = 2  # people with each reason
SHARE = 200  # of so many one has each reason
SAID_BEFORE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Crowd:
    """An improvement, everybody who asks for it, and of some the reason why nothing can be sent, by customer."""

    improvement: int
    customers: frozenset[int]
    reasons: Mapping[int, str]


def begin(people: int, *, seed: int) -> Crowd:
    """Have so many ask for one change, take some out of reach by the verbs people use, and begin to tell them."""
    owner, at = Employee.objects.select_related("department").order_by("pk")[0], timezone.now()
    # What they said was read long ago; a house that reads a hundred thousand voices meanwhile is another test.
    improvement = released_with_askers(
        people,
        channel=Channel.objects.get(code=CHANNEL),
        owner=owner,
        secret=settings.SECRET_KEY.encode(),
        at=at - SAID_BEFORE,
    )
    crowd = _crowd(improvement, seed=seed)
    for customer, reason in crowd.reasons.items():
        _take_out_of_reach(Customer.objects.get(pk=customer), reason, by=owner, at=at)
    begin_telling(improvement=improvement, pace=FASTEST_PACE, by=owner, at=at)
    return crowd


def _crowd(improvement: Improvement, *, seed: int) -> Crowd:
    asked = VoiceLink.objects.filter(counted_at=improvement).order_by("customer")
    customers = list(asked.values_list("customer_id", flat=True))
    each = max(LEAST, len(customers) // SHARE)
    drawn = random.Random(seed).sample(customers, min(len(customers), each * len(REASONS)))
    return Crowd(improvement.pk, frozenset(customers), dict(_with_reasons(drawn)))


def _with_reasons(customers: list[int]) -> Iterator[tuple[int, str]]:
    for place, customer in enumerate(customers):
        yield customer, REASONS[place % len(REASONS)]


def _take_out_of_reach(customer: Customer, reason: str, *, by: Employee, at: datetime) -> None:
    if reason == "opted_out":
        mute(reader=customer.actor, topic=TOPIC, by=by, at=at)
    elif reason == "erased":
        erase_customer(customer=customer, ground="asked", by=by, at=at)
    else:
        mark_dead(contact=customer.contacts.get(), because="550 no such mailbox", by=by, at=at)
