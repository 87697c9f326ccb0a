"""The database backend, named so that Django finds it (`ENGINE`)."""

from __future__ import annotations

import select
import time

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

ASKED_AGAIN_AFTER = 30.0  # seconds of silence in which a network may have dropped a connection without a word


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is asked whether it lives only where something speaks against it.

    A server that has ended, or ended this connection, closes its socket: there is something to read where
    nothing was asked. A SELECT 1 at every request would cost as much as one of its questions.
    """

    heard_at = 0.0

    def is_usable(self) -> bool:
        """Whether the connection can be used; looked at once a request."""
        if self.connection is None:
            return False
        silent_since, self.heard_at = self.heard_at, time.monotonic()
        if self.heard_at - silent_since < ASKED_AGAIN_AFTER and not self._has_news():
            return True
        return super().is_usable()

    def _has_news(self) -> bool:
        """Whether there is something to find out: the server spoke unasked (farewell, most likely), or we know."""
        if self.connection.closed or self.connection.pgconn.transaction_status != TransactionStatus.IDLE:
            return True
        watch = select.poll()
        watch.register(self.connection.fileno(), select.POLLIN)
        return bool(watch.poll(0))
