"""A work process that calls webhooks and is killed at a chosen point. Started by test_webhook_kill.py.

Usage: dying_webhook_sender.py <moment> <point> <order>; point is 'before', 'after' or 'never', order is
'call first', or 'mark first' for the control.
"""

import os
import signal
import sys
from datetime import datetime

import django

django.setup()

from gwidam.post import verbs  # noqa: E402
from gwidam.post.carriers.webhook import call  # noqa: E402
from gwidam.post.models import WebhookDelivery  # noqa: E402

moment, point, order = sys.argv[1:]


def die_at(reached: str) -> None:
    if point == reached:
        os.kill(os.getpid(), signal.SIGKILL)


def carry(*args, **kwargs):
    if order == "mark first":
        WebhookDelivery.objects.update(state="sent", sending_since=None)
    die_at("before")
    outcome = call(*args, **kwargs)
    die_at("after")
    return outcome


verbs.deliver_due(at=datetime.fromisoformat(moment), carry=carry)
