"""From the ledger to the queue: a webhook reads the ledger, as the live streams do, and nobody writes to it.

So taking in a voice costs the same with and without webhooks, and a webhook that was paused can read on.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from gwidam.core.models import Fact

from ..models import Webhook
from ..queries import webhooks_that_are_on
from ..told_outside import OWN

# Reading a few facts again finds them queued already; so the mark is not moved each second for nothing.
MARK_EVERY = 1000  # transactions


def gather(*, at: datetime) -> int:
    """Queue what each webhook asked for and has not been told of; how many deliveries.

    Any number of processes may call it at once: a webhook is read by one of them, and the same fact is queued
    for it once.
    """
    return sum(_gather_for(pk, at) for pk in webhooks_that_are_on())


def _gather_for(pk: int, at: datetime) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        webhook = (
            Webhook.objects.select_for_update(skip_locked=True)
            .filter(pk=pk, state=Webhook.State.ON)
            .only("pk", "reads_from", "after_fact", "kinds")
            .first()
        )
        if webhook is None:
            return 0
        # Below the oldest transaction that still runs nothing can appear any more (see `core.models.Fact`).
        cursor.execute(
            "SELECT pg_snapshot_xmin(now)::text::bigint, pg_snapshot_xmax(now)::text::bigint"
            " FROM pg_current_snapshot() now"
        )
        settled, counted = cursor.fetchone()
        if counted < webhook.reads_from:
            _begin_anew(pk, settled)
            return 0
        cursor.execute(
            _QUEUE,
            [
                pk,
                at,
                settings.TIME_ZONE,
                webhook.reads_from,
                settled,
                webhook.after_fact,
                webhook.kinds,
                webhook.kinds,
                f"{OWN}%",
            ],
        )
        queued: int = cursor.rowcount
        if queued or settled - webhook.reads_from >= MARK_EVERY:
            Webhook.objects.filter(pk=pk).update(reads_from=settled)
        return queued


def _begin_anew(pk: int, settled: int) -> None:
    """The house was restored elsewhere, where transactions are counted anew: what is there already is told."""
    last = Fact.objects.order_by("-pk").values_list("pk", flat=True).first()
    Webhook.objects.filter(pk=pk).update(reads_from=settled, after_fact=last or 0)


# What is told by its day alone (an idea handed in without a name) is sent with the next day, so that the moment
# of the message does not tell what the fact keeps to itself.
_QUEUE = """
INSERT INTO post_webhookdelivery (webhook_id, fact_id, kind, state, queued_at, next_try_at, attempts, answer, trouble)
SELECT %s, id, kind, 'queued', CASE WHEN is_by_day THEN at ELSE now END,
       CASE WHEN is_by_day THEN tomorrow ELSE now END, 0, '', ''
FROM core_fact, LATERAL (SELECT %s::timestamptz AS now, %s AS zone) told,
     LATERAL (SELECT at = date_trunc('day', at, zone) AS is_by_day,
                     date_trunc('day', now, zone) + interval '1 day' AS tomorrow) by_day
WHERE xact >= %s AND xact < %s AND id > %s
  AND (kind = ANY(%s) OR split_part(kind, '.', 1) || '.*' = ANY(%s)) AND kind NOT LIKE %s
ORDER BY xact, id
ON CONFLICT (webhook_id, fact_id) DO NOTHING"""
