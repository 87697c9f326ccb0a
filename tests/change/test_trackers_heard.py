"""What happens at a tracker: heard by signed webhooks and by asking, told here, moving nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gwidam.change import verbs
from gwidam.change.models import Improvement, Tracker
from gwidam.change.trackers import polling

from .tracker_steps import KINDS, fresh, hook, kinds_of_facts
from .trackers_there import github, jira

SHOWN = {"github": github, "jira": jira}


# Heard ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["github", "jira"])
def test_what_happens_there_is_told_and_proposed_here_and_moves_nothing(cast, at, there, done, kind):
    issue = done(kind)
    steps = [("assigned", {"assignee": "dev"}), ("closed", {"state": "closed"}), ("reopened", {"state": "open"})]
    for minute, (said, change) in enumerate(steps, start=1):
        shown = SHOWN[kind](there.change(41, at + timedelta(minutes=minute), **change))
        assert hook(issue.tracker, kind, shown).json() == {"happened": [said]}
        assert (fresh(issue).said, fresh(issue).proposal) == (said, "begin_work")
    assert Improvement.objects.get(pk=issue.improvement_id).state == "approved"
    assert kinds_of_facts(issue)[2:] == ["IssueAssigned", "IssueClosed", "IssueReopened"]


def test_closed_there_proposes_the_release_of_what_is_in_work_and_a_person_sets_it_aside(cast, at, there, done):
    issue = done()
    verbs.begin_work(improvement=issue.improvement, by=cast.jun, at=at)
    hook(issue.tracker, "github", github(there.change(41, at + timedelta(minutes=1), state="closed")))
    assert fresh(issue).proposal == "release"
    verbs.set_aside(issue=issue, by=cast.jun, at=timezone.now())
    assert fresh(issue).proposal == ""


def test_closed_there_without_being_done_proposes_to_decide_anew(at, there, done):
    issue = done()
    hook(issue.tracker, "github", github(there.change(41, at + timedelta(minutes=1), state="dropped")))
    assert (fresh(issue).said, fresh(issue).proposal) == ("dropped", "reopen")


@pytest.mark.parametrize("kind", ["github", "jira"])
def test_the_same_webhook_twice_or_an_old_one_again_is_nothing(at, there, done, kind):
    issue = done(kind)
    closed = SHOWN[kind](there.change(41, at + timedelta(minutes=1), state="closed"))
    opened = SHOWN[kind](there.change(41, at + timedelta(minutes=2), state="open"))
    heard = [
        hook(issue.tracker, kind, each).json()["happened"] for each in (closed, closed, opened, closed, opened)
    ]
    assert heard == [["closed"], [], ["reopened"], [], []]
    assert fresh(issue).state == "open"


def test_a_webhook_with_a_wrong_signature_or_about_something_else_is_nothing(at, there, done, connect):
    issue = done()
    shown = github(there.change(41, at + timedelta(minutes=1), state="closed"))
    assert hook(issue.tracker, "github", shown, secret="another").status_code == 403
    assert (
        Client().post(f"/trackers/{issue.tracker_id}/hook", b"{}", content_type="application/json").status_code
        == 403
    )
    assert hook(issue.tracker, "github", shown, event="push").json() == {"happened": []}
    assert hook(issue.tracker, "github", shown, repository="o/other").json() == {"happened": []}
    assert hook(issue.tracker, "github", {**shown, "number": 999}).json() == {"happened": []}
    assert hook(issue.tracker, "github", {"state": "closed"}).status_code == 422
    assert Client().get(f"/trackers/{issue.tracker_id}/hook").status_code == 405
    assert Client().post("/trackers/999/hook").status_code == 404
    assert fresh(issue).said == ""


def test_a_webhook_that_is_too_long_is_not_read(done):
    path = f"/trackers/{done().tracker_id}/hook"
    assert Client().post(path, b"x" * 2_000_001, content_type="application/json").status_code == 422


def test_an_issue_that_is_deleted_there_is_said_to_be_gone(at, there, done):
    issue = done()
    hook(issue.tracker, "github", github(there.change(41, at + timedelta(minutes=1))), action="deleted")
    assert (fresh(issue).state, fresh(issue).said, fresh(issue).proposal) == ("gone", "gone", "")


# Asked ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_what_no_webhook_told_is_found_by_asking_page_by_page(at, there, done, kind):
    issue = done(kind)
    there.page = 1
    there.make("other", "Another", "Another", ["gwidam"])
    there.change(41, at + timedelta(minutes=1), state="closed", comments=2)
    there.make("other", "Another", "Another", ["gwidam"])
    assert polling.poll_due(at=at + timedelta(minutes=5)) == 1
    assert (fresh(issue).said, fresh(issue).comments) == ("closed", 2)
    assert kinds_of_facts(issue)[2:] == ["IssueClosed", "IssueCommented"]
    assert polling.poll_due(at=at + timedelta(minutes=5)) == 0
    assert polling.poll_due(at=at + timedelta(minutes=10)) == 1
    assert kinds_of_facts(issue)[4:] == []


def test_the_cursor_moves_only_when_every_page_was_heard(at, there, done):
    issue = done()
    there.page = 1
    there.make("other", "Another", "Another", [])
    there.now = at + timedelta(minutes=5)
    there.change(42, at + timedelta(minutes=1))
    polling.poll_due(at=at)
    assert Tracker.objects.get().cursor == at + timedelta(minutes=3)  # their clock, less what an index may lag
    there.now = at + timedelta(minutes=10)
    there.change(41, at + timedelta(minutes=8), state="closed")
    there.change(42, at + timedelta(minutes=9))
    there.refusals = [None, (502, {})]
    polling.poll_due(at=at + timedelta(minutes=10))
    assert (Tracker.objects.get().cursor, Tracker.objects.get().failed) == (at + timedelta(minutes=3), "broken")
    polling.poll_due(at=Tracker.objects.get().poll_at)
    assert (fresh(issue).said, Tracker.objects.get().failed) == ("closed", "")
    assert Tracker.objects.get().cursor == at + timedelta(minutes=8)
    assert kinds_of_facts(issue)[2:] == ["IssueClosed"]


def test_a_webhook_of_a_comment_lets_it_be_asked_soon(at, there, done):
    issue = done()
    later = timezone.now() + timedelta(hours=1)
    Tracker.objects.filter(pk=issue.tracker_id).update(poll_at=later)
    hook(issue.tracker, "github", github(there.change(41, at)), event="issue_comment", action="created")
    assert Tracker.objects.get().poll_at < later
