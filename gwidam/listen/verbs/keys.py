"""Search keys of voices that were heard when keys were others: written anew, a batch at a time."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from gwidam.core.actors import Actor
from gwidam.core.grams import grams
from gwidam.core.ledger import record, verb

from .. import events
from ..models import KeyRenewal, Voice

TOGETHER = 500  # voices of one act; some tenths of a second


@verb
def renew_keys(*, by: Actor, at: datetime, most: int = TOGETHER) -> int:
    """Give the next voices, newest first, the keys of now; how many were looked at, 0 where nothing is left.

    Of several workers one does it. Where it stops is kept with what it did, so that whoever is killed has done all
    or nothing of a batch. KeysRenewed when the last one is done; until then search asks for both kinds of keys.
    """
    left = KeyRenewal.objects.select_for_update(skip_locked=True).first()
    if left is None:
        return 0
    found = Voice.objects.filter(pk__lt=left.below, erased_at__isnull=True).order_by("-pk")
    voices = list(found.values_list("pk", "text", "grams")[:most])
    if not voices:
        left.delete()
        record(events.KeysRenewed(count=left.renewed), by=by, at=at, about="house:listen")
        return 0
    renewed = [(keys, number) for number, text, before in voices if (keys := grams(text)) != before]
    # Keys are no words of the customer but follow from them: a fact for each would tell nothing.
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE listen_voice SET grams = %s WHERE id = %s AND erased_at IS NULL", renewed)
    left.below, left.renewed = voices[-1][0], left.renewed + len(renewed)
    left.save(update_fields=["below", "renewed"])
    return len(voices)
