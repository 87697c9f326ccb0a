"""What was written, to whom, and what still waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from gwidam.core.memory import remembered

from . import lines
from .models import Line, Message, Mute, Webhook, WebhookDelivery
from .said import mark_of


def about(subject: str) -> QuerySet[Message]:
    """Messages about 'case:12', in the order they were written."""
    return Message.objects.filter(about=subject).order_by("pk")


def has_arrived(key: str) -> bool:
    """Whether the notice of this key was taken by the reader's side and has not come back."""
    return Message.objects.filter(key=key, state=Message.State.SENT).exists()


def muted_topics(reader: str) -> frozenset[str]:
    """Topics this reader wants no mail about."""
    return frozenset(Mute.objects.filter(reader=reader).values_list("topic", flat=True))


def text_line() -> Line | None:
    """The line by which text messages leave: the one connected first that carries any now."""
    texting = [code for code, kind in lines.kinds().items() if kind.is_texting]
    return Line.objects.filter(kind__in=texting, ended_at__isnull=True, lacks=[]).order_by("pk").first()


def said_as(family: str, names: Sequence[str]) -> Message | None:
    """The message that services of this family call by the first of these names that is one of ours."""
    marks = {mark_of(family, name): place for place, name in reversed(list(enumerate(names)))}
    found = Message.objects.filter(said_mark__in=marks)
    return min(found, key=lambda each: marks[each.said_mark], default=None) if marks else None


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


@remembered
def webhooks_that_are_on() -> tuple[int, ...]:
    """Numbers of the webhooks that are told of anything; a house without one is asked once in a few seconds."""
    return tuple(Webhook.objects.filter(state=Webhook.State.ON).order_by("pk").values_list("pk", flat=True))


def webhooks_with_health() -> QuerySet[Webhook]:
    """Every webhook, with `waiting_count` and `failed_count` of its deliveries, in one query."""
    return Webhook.objects.annotate(
        waiting_count=Count("deliveries", filter=Q(deliveries__state__in=["queued", "sending"])),
        failed_count=Count("deliveries", filter=Q(deliveries__state="failed")),
    ).order_by("name", "pk")


def deliveries_of(webhook: Webhook, *, state: str = "") -> QuerySet[WebhookDelivery]:
    """Its log, the newest first; of one state, where one is named."""
    rows = webhook.deliveries.order_by("-pk")
    return rows.filter(state=state) if state in WebhookDelivery.State.values else rows
