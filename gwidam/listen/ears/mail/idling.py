"""Mailboxes that say when something is new: one connection each, that rings its ear. Polling goes on all the same."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

from django.db import close_old_connections
from django.db.models import QuerySet
from django.utils import timezone

from gwidam.core import failing

from ...models import Ear
from .. import polling
from ..kinds import Unheard
from .imap import wait_for_mail

log = logging.getLogger(__name__)

MOST = 20  # connections of one process
WAIT = 240.0  # seconds; servers end an idle connection after 30 minutes, and those on the way much earlier
AGAIN = 60.0  # seconds after trouble
CANNOT = timedelta(hours=6).total_seconds()  # for a server without IDLE


class Idling:
    """Keeps a thread for each mailbox that is listened to."""

    def __init__(self, stopping: threading.Event) -> None:
        self._stopping = stopping
        self._threads: dict[int, threading.Thread] = {}

    def keep_up(self) -> None:
        """Begin to wait at mailboxes that nobody waits at yet."""
        self._threads = {pk: each for pk, each in self._threads.items() if each.is_alive()}
        for pk in _listening().values_list("pk", flat=True)[:MOST]:
            if pk not in self._threads:
                thread = threading.Thread(target=self._wait, args=(pk,), name=f"mailbox {pk}", daemon=True)
                self._threads[pk] = thread
                thread.start()

    def _wait(self, pk: int) -> None:
        """Wait and ring until the ear listens no more."""
        while not self._stopping.is_set():
            try:
                rest = self._once(pk)
            except Exception:
                log.exception("the mailbox of the ear %s cannot be waited at", pk)
                rest = AGAIN
            finally:
                close_old_connections()
            if rest is None:
                return
            self._stopping.wait(rest)

    def _once(self, pk: int) -> float | None:
        """One wait; the seconds to rest after it, None for an ear that is gone."""
        ear = _listening().filter(pk=pk).first()
        if ear is None or ear.line is None:
            return None
        close_old_connections()
        try:
            is_new = wait_for_mail(ear.line, seconds=WAIT)
        except Unheard as no:
            return CANNOT if no.failure == failing.REFUSED else AGAIN
        if is_new:
            polling.ring(ear, at=timezone.now())
        return 0.0


def _listening() -> QuerySet[Ear]:
    return Ear.objects.select_related("line").filter(
        kind="imap", ended_at__isnull=True, line__ended_at__isnull=True, channel__opened_at__isnull=False
    )
