"""A sender that is killed at any moment loses nothing, and what it sends twice bears one id."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from django.conf import settings

from gwidam.core.ledger import record, verb
from gwidam.post import verbs
from gwidam.post.events import TopicMuted
from gwidam.post.models import WebhookDelivery

from .conftest import AT, US
from .receiver import receiving
from .settled import gather
from .test_kill import database_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chaos, pytest.mark.slow]
SENDER = Path(__file__).with_name("dying_webhook_sender.py")
LATER = AT + timedelta(seconds=61)


@pytest.fixture(autouse=True)
def this_machine(settings):
    settings.OUTBOUND_NETWORKS, settings.OUTBOUND_HTTP = (ip_network("127.0.0.0/8"),), True


@verb
def mute():
    told = TopicMuted(topic="mention", what_ko="나를 부른 글", what_en="mentions", to_employee_id=5)
    record(told, by=US, at=AT, about="reader:employee:5")


def run_sender(at, *, dies, order="call first"):
    """The exit code of a sender: minus nine when it was killed."""
    environ = os.environ | {
        "DJANGO_SETTINGS_MODULE": "gwidam.settings",
        "GWIDAM_DATA": str(settings.ENV.data),
        "GWIDAM_SECRET_KEY": settings.SECRET_KEY,
        "GWIDAM_DATABASE_URL": database_url(),
        "GWIDAM_OUTBOUND_NETWORKS": "127.0.0.0/8",
        "GWIDAM_OUTBOUND_HTTP": "1",
        "PYTHONPATH": str(SENDER.parents[2]),
    }
    command = [sys.executable, str(SENDER), at.isoformat(), dies, order]
    return subprocess.run(command, env=environ, timeout=120, check=False).returncode


def queue(receiver):
    verbs.add_webhook(name="창고", url=receiver.url, kinds=["post.TopicMuted"], by=US, at=AT)
    mute()
    gather(at=AT)


@pytest.mark.parametrize(("dies", "on_the_wire"), [("before", 1), ("after", 2)])
def test_killed_between_call_and_mark_it_is_sent_again_under_one_id(dies, on_the_wire):
    with receiving() as receiver:
        queue(receiver)
        assert run_sender(AT, dies=dies) == -signal.SIGKILL
        assert WebhookDelivery.objects.get().state == "sending"
        assert run_sender(LATER, dies="never") == 0
    assert WebhookDelivery.objects.get().state == "sent"
    assert (len(receiver.taken), len(receiver.told)) == (on_the_wire, 1)


def test_control_marked_before_the_call_it_is_lost():
    with receiving() as receiver:
        queue(receiver)
        assert run_sender(AT, dies="before", order="mark first") == -signal.SIGKILL
        assert run_sender(LATER, dies="never") == 0
    assert receiver.taken == []
