"""What is asked when everybody is said to have been told: was each told exactly once, or is it written why not?"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count

from gwidam.change.models import Improvement, Telling
from gwidam.post.models import Message

from .crowd import Crowd
from .sink import Sink


def violations(crowd: Crowd, sink: Sink) -> Iterator[str]:
    """Whoever was not told exactly once, in the tables and in the mailboxes; a reason that is missing or wrong."""
    if Improvement.objects.get(pk=crowd.improvement).state != Improvement.State.TOLD:
        yield "not everybody was told in time"
    yield from _in_tellings(crowd)
    yield from _in_messages(crowd)
    yield from _in_mailboxes(letters_to_come(crowd.improvement), sink)


def letters_to_come(improvement: int) -> dict[str, str]:
    """{Message-ID: mailbox} of everybody who is said to have been told by mail."""
    told = Message.objects.filter(
        pk__in=Telling.objects.filter(improvement=improvement, state=Telling.State.DELIVERED).values("message")
    )
    return {each.message_id: str(each.address).lower() for each in told.only("message_id", "address")}


def _in_tellings(crowd: Crowd) -> Iterator[str]:
    rows = Telling.objects.filter(improvement=crowd.improvement).values_list("customer_id", "state", "reason")
    seen: set[int | None] = set()
    for customer, state, reason in rows:
        expected = crowd.reasons.get(customer or 0, "")
        if customer not in crowd.customers:
            yield f"customer {customer} was told and had not asked"
        if customer in seen:
            yield f"customer {customer} has two tellings"
        seen.add(customer)
        if reason != expected:
            yield f"customer {customer}: {reason or 'no reason'} is written instead of {expected or 'none'}"
        if state != (Telling.State.NOT_TOLD if expected else Telling.State.DELIVERED):
            yield f"the telling of customer {customer} ended as {state}"
    for customer in sorted(crowd.customers - seen):
        yield f"customer {customer} has no telling"


def _in_messages(crowd: Crowd) -> Iterator[str]:
    written = Message.objects.filter(about=f"improvement:{crowd.improvement}").values_list("reader")
    for reader, count in written.annotate(n=Count("id")).filter(n__gt=1):
        yield f"{count} letters were written to {reader}"


def _in_mailboxes(to_come: dict[str, str], sink: Sink) -> Iterator[str]:
    """Each mailbox as its reader sees it, by Message-ID, against the letters that are said to have arrived."""
    came = {letter.message_id: to for to, letters in sink.boxes().items() for letter in letters}
    for to, letters in sink.boxes().items():
        if len(letters) > 1:
            yield f"{to} got {len(letters)} letters"
    for message_id, to in to_come.items():
        if came.get(message_id) != to:
            yield f"{to} is said to have been told, and never got the letter"
    for message_id in sorted(came.keys() - to_come.keys()):
        yield f"{came[message_id]} got a letter that nobody is said to have been told by"
