"""Delivering to webhooks: claimed in one transaction, called outside any, marked in another.

As with mail, a process killed between the call and the mark leaves a delivery that is sent again, under the
same `webhook-id`, by which receivers know it; the other order would lose some.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from queue import SimpleQueue
from time import monotonic

from django.db import connection, transaction

from gwidam.core.actors import POST
from gwidam.core.masking import mask
from gwidam.core.models import Fact
from gwidam.core.outbound import house_reach
from gwidam.core.text import clean

from ..carriers.webhook import Answered, Outcome, Unreached, call, rules, sign
from ..models import Webhook, WebhookDelivery
from ..told_outside import bodies, trial_body
from .webhooks import pause_webhook

Call = Callable[..., Outcome]
OF_EACH = 20  # deliveries of one webhook in one claim
AT_ONCE = 8  # webhooks that are called side by side, so that a slow one holds nobody up


@dataclass(frozen=True, slots=True)
class Parcel:
    """A claimed delivery, ready to be called without the database."""

    delivery: WebhookDelivery
    url: str
    secrets: list[str]
    body: bytes


def deliver_due(*, at: datetime, carry: Call = call) -> int:
    """Deliver what is due; how many were claimed. Any number of processes may call it at once.

    Not a verb itself: a claim, the calls outside any transaction, and for each a mark of what became of it.
    """
    claimed = _claim(at=at)
    if not claimed:
        return 0
    parcels = _parcels(claimed, at=at)
    left = {parcel.delivery.pk: parcel.delivery for parcel in parcels}
    for parcel, outcome in _carried(parcels, carry, at=at):
        _settle(left.pop(parcel.delivery.pk), outcome, at=at)
    for delivery in left.values():  # claimed and not begun
        _mark(delivery, "release", attempts=delivery.attempts - 1)
    return len(claimed)


def _claim(*, at: datetime) -> list[WebhookDelivery]:
    """Lease due deliveries of webhooks that are on, a few of each; first those whose process died."""
    pks: list[int] = []
    with transaction.atomic(), connection.cursor() as cursor:
        for waits, since, until in (("sending", "sending_since", at - rules.LEASE), ("queued", "next_try_at", at)):
            cursor.execute(_CLAIM.format(waits=waits, since=since), [at, until, OF_EACH, at])
            pks += [pk for (pk,) in cursor.fetchall()]
    found = WebhookDelivery.objects.filter(pk__in=pks, sending_since=at).select_related("webhook")
    return list(found.order_by("next_try_at", "pk"))


# One that is away holds back only its own: its rows are not even looked at until it is to be tried again.
_CLAIM = """
UPDATE post_webhookdelivery SET state = 'sending', sending_since = %s, attempts = attempts + 1
WHERE id IN (
    SELECT due.id FROM post_webhook w CROSS JOIN LATERAL (
        SELECT d.id FROM post_webhookdelivery d
        WHERE d.webhook_id = w.id AND d.state = '{waits}' AND d.{since} <= %s
        ORDER BY d.{since}, d.id LIMIT %s FOR UPDATE SKIP LOCKED) due
    WHERE w.state = 'on' AND (w.away_until IS NULL OR w.away_until <= %s))
RETURNING id"""


def _parcels(claimed: Sequence[WebhookDelivery], *, at: datetime) -> list[Parcel]:
    """What is said to whom. A fact that is no more leaves a delivery without words, which is given up."""
    facts = Fact.objects.filter(pk__in={each.fact_id for each in claimed if each.fact_id}).defer("personal")
    said = bodies(facts)
    parcels = []
    for each in claimed:
        body = said.get(each.fact_id) if each.fact_id else trial_body(each.queued_at)
        if body is None:
            _mark(each, "fail", trouble="no_fact", tried_at=at)
            continue
        parcels.append(Parcel(each, each.webhook.url, each.webhook.secrets_at(at), body))
    return parcels


def _carried(parcels: Sequence[Parcel], carry: Call, *, at: datetime) -> Iterator[tuple[Parcel, Outcome]]:
    """Each parcel with what became of it, as they come. One webhook's are called one after the other.

    After one that shows its receiver to be away, and when the claim grows old, the rest is not begun.
    """
    lines: dict[int, list[Parcel]] = {}
    for parcel in parcels:
        lines.setdefault(parcel.delivery.webhook_id, []).append(parcel)
    begun = monotonic()
    done: SimpleQueue[tuple[Parcel, Outcome] | None] = SimpleQueue()

    def run(line: list[Parcel]) -> None:
        try:
            for parcel in line:
                if monotonic() - begun >= rules.BEGIN_WITHIN:
                    break
                outcome = _called(parcel, carry, at=at)
                done.put((parcel, outcome))
                if rules.is_away(outcome) or rules.verdict(outcome) == "gone":
                    break
        finally:
            done.put(None)

    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        running = [pool.submit(run, line) for line in lines.values()]
        ended = 0
        while ended < len(lines):
            came = done.get()
            if came is None:
                ended += 1
            else:
                yield came
        for each in running:
            each.result()  # what broke in a thread breaks here


def _called(parcel: Parcel, carry: Call, *, at: datetime) -> Outcome:
    timestamp = int(at.timestamp())
    message_id = parcel.delivery.message_id
    signature = sign(parcel.secrets, message_id=message_id, timestamp=timestamp, body=parcel.body)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Gwidam-Webhooks/1",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature,
    }
    return carry(parcel.url, headers=headers, body=parcel.body, reach=house_reach())


def _settle(delivery: WebhookDelivery, outcome: Outcome, *, at: datetime) -> None:
    """Note what became of a delivery, and what that says of its webhook."""
    told, verdict = _log_of(outcome, at), rules.verdict(outcome)
    if verdict == "taken":
        if _mark(delivery, "send", **told):
            _quietly(delivery, reached_at=at, failing_since=None, away_until=None)
        return
    # Somebody is looking at a trial now: it is not tried again behind their back.
    is_over = verdict == "gone" or not delivery.fact_id
    again_at = rules.try_again_at(outcome, attempts=delivery.attempts, at=at, jitter=random.random())  # noqa: S311
    if is_over or again_at is None:
        is_ours = _mark(delivery, "fail", **told)
    else:
        is_ours = _mark(delivery, "defer", next_try_at=again_at, **told)
    if is_ours and (delivery.fact_id or verdict == "gone"):
        _note_failure(delivery, outcome, at=at, again_at=again_at or at)


def _note_failure(delivery: WebhookDelivery, outcome: Outcome, *, at: datetime, again_at: datetime) -> None:
    if rules.is_away(outcome):
        _quietly(delivery, away_until=min(again_at, at + rules.AWAY))
    Webhook.objects.filter(pk=delivery.webhook_id, failing_since=None).update(failing_since=at)
    webhook = delivery.webhook.fresh()
    if rules.verdict(outcome) == "gone":
        pause_webhook(webhook=webhook, because="gone", by=POST, at=at)
    elif rules.is_hopeless(webhook.failing_since, at=at):
        pause_webhook(webhook=webhook, because="failing", by=POST, at=at)


def _quietly(delivery: WebhookDelivery, **marks: datetime | None) -> None:
    Webhook.objects.filter(pk=delivery.webhook_id).update(**marks)


def _log_of(outcome: Outcome, at: datetime) -> dict[str, object]:
    match outcome:
        case Answered():
            beginning = " ".join(mask(clean(outcome.beginning).text).text.split())[:200]
            return {
                "tried_at": at,
                "status": outcome.status,
                "took_ms": outcome.took_ms,
                "answer": beginning,
                "trouble": "",
            }
        case Unreached():
            return {
                "tried_at": at,
                "status": None,
                "took_ms": outcome.took_ms,
                "answer": "",
                "trouble": outcome.because,
            }


def _mark(delivery: WebhookDelivery, verb: str, **changes: object) -> bool:
    """Move it, if our lease still holds; False where another process has it, whose mark counts."""
    ours = WebhookDelivery.objects.filter(
        pk=delivery.pk, state=delivery.state, sending_since=delivery.sending_since, attempts=delivery.attempts
    )
    return bool(ours.update(state=rules.step(delivery.state, verb), sending_since=None, **changes))
