"""Trackers that are asked and heard in tests: connected, an issue asked for, an issue made, a webhook posted."""

from __future__ import annotations

import hashlib
import hmac
import json
from ipaddress import ip_network

import pytest
from django.test import Client

from gwidam.change import verbs
from gwidam.change.models import TrackerIssue
from gwidam.change.trackers import making
from gwidam.core.models import Fact

from .trackers_there import serving

KINDS = ["github", "jira", "server"]
TOLD = {
    "github": {"kind": "github", "project": "o/r", "account": ""},
    "jira": {"kind": "jira", "project": "FIX", "account": "bot@daon.example"},
    "server": {"kind": "jira", "project": "FIX", "account": ""},
}


@pytest.fixture
def there(settings):
    settings.OUTBOUND_NETWORKS, settings.OUTBOUND_HTTP = (ip_network("127.0.0.0/8"),), True
    with serving() as found:
        yield found


@pytest.fixture
def connect(cast, at, there):
    """connect(kind): a tracker at the server of this test; `server` is a Jira of the company's own."""
    there.now = at

    def made(kind="github", **more):
        told = {"url": there.url, "token": "t0k", **TOLD.get(kind, TOLD["github"]), **more}
        return verbs.connect_tracker(**told, by=cast.oksu, at=at)

    return made


@pytest.fixture
def asked(cast, at, brought, connect):
    """asked(kind): the issue of an approved improvement, asked for and not made yet."""

    def made(kind="github"):
        return verbs.ask_issue(improvement=brought("approved"), tracker=connect(kind), by=cast.jun, at=at)

    return made


@pytest.fixture
def done(at, asked):
    """done(kind): an issue that is there."""

    def made(kind="github"):
        issue = asked(kind)
        making.make_due(at=at)
        return fresh(issue)

    return made


def fresh(issue):
    return TrackerIssue.objects.select_related("tracker", "improvement").get(pk=issue.pk)


def kinds_of_facts(issue):
    about = issue.improvement.about
    told = Fact.objects.filter(about=about, body__has_key="issue_id").order_by("id")
    return [each.kind.removeprefix("change.") for each in told]


def hook(tracker, kind, shown, *, action="edited", secret=None, repository="o/r", event=None):
    """POST what the tracker would, signed."""
    if kind == "github":
        body = {"action": action, "issue": shown, "repository": {"full_name": repository}}
    else:
        body = {"webhookEvent": event or "jira:issue_updated", "issue": shown}
    sent = json.dumps(body).encode()
    signed = "sha256=" + hmac.new((secret or tracker.secret).encode(), sent, hashlib.sha256).hexdigest()
    headers = {tracker.shape.signature: signed, "X-GitHub-Event": event or "issues"}
    path = f"/trackers/{tracker.pk}/hook"
    return Client().post(path, sent, content_type="application/json", headers=headers)
