"""A process that reads the mails that wait, and is killed on its way. Started by test_mail_kill.py.

Usage: dying_reader.py <moment> <mail>: it dies while it settles the mail of that number (0: never), in the middle of
the transaction.
"""

import os
import signal
import sys
from datetime import datetime

import django

django.setup()

from gwidam.listen.ears.mail.reading import read_due  # noqa: E402
from gwidam.listen.mail import Reader  # noqa: E402
from gwidam.listen.verbs import mails  # noqa: E402

moment, dies_at = datetime.fromisoformat(sys.argv[1]), int(sys.argv[2])
settled = 0
log = mails._log


def dying(*told):
    global settled
    settled += 1
    if settled == dies_at:
        os.kill(os.getpid(), signal.SIGKILL)
    return log(*told)


mails._log = dying
with Reader() as reader:
    read_due(at=moment, reader=reader)
