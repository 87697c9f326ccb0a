"""What was written, to whom, and what still waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, QuerySet

from .models import Message, Mute


def about(subject: str) -> QuerySet[Message]:
    """Messages about 'case:12', in the order they were written."""
    return Message.objects.filter(about=subject).order_by("pk")


def has_arrived(key: str) -> bool:
    """Whether the notice of this key was taken by the reader's side and has not come back."""
    return Message.objects.filter(key=key, state=Message.State.SENT).exists()


def muted_topics(reader: str) -> frozenset[str]:
    """Topics this reader wants no mail about."""
    return frozenset(Mute.objects.filter(reader=reader).values_list("topic", flat=True))


@dataclass(frozen=True, slots=True)
class Waiting:
    """The outbox at a glance: how many messages wait to leave at once, and since when the oldest is due."""

    count: int
    since: datetime | None


def waiting() -> Waiting:
    """What is due or on its way; digests wait by design and are not counted."""
    found = Message.objects.filter(urgency="now", state__in=["queued", "sending"]).aggregate(
        count=Count("pk"), since=Min("queued_at")
    )
    return Waiting(count=found["count"], since=found["since"])
