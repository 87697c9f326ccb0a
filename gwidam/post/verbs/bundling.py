"""Digests: what need not be told at once, in one mail."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from gwidam.core.actors import POST
from gwidam.core.ledger import act, record

from ..events import DigestBundled
from ..models import Message
from .moves import to
from .writing import write

READERS_AT_ONCE = 500


def bundle_digests(*, at: datetime) -> int:
    """One digest for each reader who has notices due in one. Returns how many digests were written.

    Each reader's is one act. Two processes at once make one digest: the second finds the reader taken.
    """
    due = Message.objects.filter(state="queued", urgency="digest", next_try_at__lte=at)
    readers = due.order_by("reader").values_list("reader", flat=True).distinct()[:READERS_AT_ONCE]
    return sum(_bundle(reader, at=at) for reader in readers)


def _bundle(reader: str, *, at: datetime) -> bool:
    with act():
        if not _is_ours(reader):
            return False
        due = Message.objects.filter(reader=reader, state="queued", urgency="digest", next_try_at__lte=at)
        messages = list(due.order_by("pk").select_for_update())
        if not messages:
            return False
        last = messages[-1]  # address and language as they were known last
        pks = [message.pk for message in messages]
        Message.objects.filter(pk__in=pks).update(state="bundled")
        record(DigestBundled(message_ids=pks, count=len(pks), **to(reader)), by=POST, at=at, about=reader)
        write(
            key=f"digest:{last.pk}",  # a message is in one digest only, so it can name it
            reader=reader,
            address=last.address,
            language=last.language,
            template="digest",
            places={"lines": [{"subject": each.subject, "url": each.url} for each in messages]},
            about=reader,
            is_verified=all(message.is_verified for message in messages),
            by=POST,
            at=at,
        )
        return True


def _is_ours(reader: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"post.digest {reader}"])
        return bool(cursor.fetchone()[0])
