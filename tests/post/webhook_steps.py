"""Webhooks of the tests, and what they are told of."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connections, transaction

from gwidam.core.actors import House
from gwidam.core.ledger import record, verb
from gwidam.post import jobs, verbs
from gwidam.post.events import TopicMuted
from gwidam.post.models import WebhookDelivery

from .conftest import AT
from .settled import until_settled

US = House("test")
BY = {"by": US, "at": AT}
SECOND = timedelta(seconds=1)


def add(url="http://127.0.0.1:65535/", kinds=("post.TopicMuted",), name="창고"):
    return verbs.add_webhook(name=name, url=url, kinds=list(kinds), **BY)[0]


@verb
def mute(employee=5, *, at=AT, kind=TopicMuted):
    told = kind(topic="mention", what_ko="나를 부른 글", what_en="mentions", to_employee_id=employee)
    record(told, by=US, at=at, about="reader:employee:5")


def tick(at=AT):
    until_settled()
    return jobs.tick_webhooks(at=at)


def states(webhook=None):
    rows = WebhookDelivery.objects.order_by("pk")
    return list((rows.filter(webhook=webhook) if webhook else rows).values_list("state", flat=True))


@contextmanager
def one_still_running():
    """A transaction that has told of something and is open until the end of the block."""
    started, may_end = threading.Event(), threading.Event()

    def slowly():
        with transaction.atomic():
            mute(1)
            started.set()
            may_end.wait(10)
        connections.close_all()

    thread = threading.Thread(target=slowly)
    thread.start()
    assert started.wait(10)
    try:
        yield
    finally:
        may_end.set()
        thread.join(10)


committed = pytest.mark.django_db(transaction=True)
