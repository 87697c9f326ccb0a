"""A work process that sends what is due and is killed at a chosen point. Started by test_kill.py.

Usage: dying_sender.py <moment> <point> <message ids>; point is 'before', 'after' or 'never', message ids are
'stable', or 'random' for the control.
"""

import os
import signal
import sys
import uuid
from contextlib import contextmanager
from datetime import datetime

import django

django.setup()

from gwidam.post import letters, verbs  # noqa: E402
from gwidam.post.carriers import chosen  # noqa: E402
from gwidam.post.verbs import sending  # noqa: E402

moment, point, message_ids = sys.argv[1:]


def die_at(reached: str) -> None:
    if point == reached:
        os.kill(os.getpid(), signal.SIGKILL)


class Dying:
    """The carrier of the settings, with the kill beside its one call."""

    @contextmanager
    def connected(self):
        with chosen().connected() as session:
            self._session = session
            yield self

    def send(self, letter):
        die_at("before")
        outcome = self._session.send(letter)
        die_at("after")
        return outcome


def letter_with_a_random_id(message, *, at):
    letter = letters.letter(message, at=at)
    letter.replace_header("Message-ID", f"<{uuid.uuid4()}@daon.example>")
    return letter


if message_ids == "random":
    sending.leaving = letter_with_a_random_id
verbs.send_due(at=datetime.fromisoformat(moment), carrier=Dying())
