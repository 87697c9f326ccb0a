"""Invariant 12: the customer gets each notice once, also when the sending process is killed at any moment."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.db import connection

from .conftest import AT, facts, write

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chaos, pytest.mark.slow]
SENDER = Path(__file__).with_name("dying_sender.py")
LATER = AT + timedelta(seconds=61)


def database_url():
    """The tests' own database, for another process."""
    found = connection.settings_dict
    place = urlencode({"host": found["HOST"], "port": found["PORT"]})
    return f"postgresql://{quote(found['USER'])}:{quote(found['PASSWORD'])}@/{found['NAME']}?{place}"


def run_sender(server, at, *, dies, message_ids="stable"):
    """The exit code of a sender: minus nine when it was killed."""
    environ = os.environ | {
        "DJANGO_SETTINGS_MODULE": "gwidam.settings",
        "GWIDAM_DATA": str(settings.ENV.data),
        "GWIDAM_SECRET_KEY": settings.SECRET_KEY,
        "GWIDAM_DATABASE_URL": database_url(),
        "GWIDAM_SMTP_URL": server.url,
        "PYTHONPATH": str(SENDER.parents[2]),
    }
    command = [sys.executable, str(SENDER), at.isoformat(), dies, message_ids]
    return subprocess.run(command, env=environ, timeout=120, check=False).returncode


@pytest.mark.parametrize(("dies", "on_the_wire"), [("before", 1), ("after", 2)])
def test_the_customer_gets_each_notice_once(mail_server, dies, on_the_wire):
    message = write()
    assert run_sender(mail_server, AT, dies=dies) == -signal.SIGKILL
    assert message.fresh().state == "sending"
    assert run_sender(mail_server, LATER, dies="never") == 0
    assert message.fresh().state == "sent"
    assert mail_server.message_ids == [message.message_id] * on_the_wire
    assert len(mail_server.folded) == 1
    assert list(facts().order_by("pk").values_list("kind", flat=True)) == [
        "post.MessageQueued",
        "post.MessageSent",
    ]


def test_control_with_a_message_id_of_each_try_the_customer_gets_two(mail_server):
    write()
    assert run_sender(mail_server, AT, dies="after", message_ids="random") == -signal.SIGKILL
    assert run_sender(mail_server, LATER, dies="never", message_ids="random") == 0
    assert len(mail_server.folded) == 2
