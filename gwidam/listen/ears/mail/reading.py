"""Reading the mails that wait: each in a bounded child, then settled in one transaction.

Whoever is killed on the way leaves a mail that still waits, and is followed by somebody who reads it again.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError

from gwidam.core import failing
from gwidam.core.due import do_each, lease_first
from gwidam.core.sealed import unseal

from ...mail import Mail as Letter
from ...mail import Reader
from ...models import Mail
from ...verbs.ears import ear_failed
from ...verbs.mails import settle_mail
from .. import polling

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)  # longer than one mail may take to be read and settled


def read_due(*, at: datetime, reader: Reader, most: int = 50) -> int:
    """Read mails that wait, oldest first; how many were taken up."""
    return do_each(lambda: claim(at=at), lambda mail: read_one(mail=mail, reader=reader, at=at), most=most)


def claim(*, at: datetime) -> Mail | None:
    """A mail that waits at an open channel, ours for the time of LEASE."""
    waiting = Mail.objects.filter(
        state=Mail.State.WAITING, read_due_at__lte=at, ear__channel__opened_at__isnull=False
    )
    rows = waiting.select_related("ear__channel", "ear__line").order_by("read_due_at", "pk")
    return lease_first(rows, on="read_due_at", until=at + LEASE)


def read_one(*, mail: Mail, reader: Reader, at: datetime) -> str:
    """Read a mail and settle what it is; empty where that failed, and it waits to be read again."""
    try:
        return settle_mail(mail=mail, letter=letter_of(mail, reader), take=polling.take, at=at)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("the mail %s could not be settled", mail.pk)
    again_at = failing.again_at(failing.UNKEPT, mail.tries, {}, at=at)
    Mail.objects.filter(pk=mail.pk).update(read_due_at=again_at)
    ear_failed(ear=mail.ear, failure=failing.UNKEPT, rest_until=None, at=at)
    return ""


def letter_of(mail: Mail, reader: Reader) -> Letter:
    """What a kept mail says. Raises ValueError once its bytes are gone."""
    if mail.raw is None:
        raise ValueError("its bytes are gone")
    return reader.read(unseal(bytes(mail.raw)))
