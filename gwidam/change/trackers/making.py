"""Issues are made, each exactly once, whoever is killed on the way. No transaction is open while a tracker is asked.

A row is claimed by moving its due time on; whoever claims it a second time asks the tracker first whether the issue
with its mark is there.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from gwidam.core import failing
from gwidam.core.due import do_each, lease_first

from ..models import TrackerIssue
from ..rules import trackers as rules
from ..verbs.trackers import issue_failed, issue_made, tracker_answered
from .asking import Unanswered, ask, unanswered
from .shapes import Seen, Words
from .words import words_of

LEASE = timedelta(seconds=90)  # longer than two answers may take: nobody else makes it meanwhile
MOST_PAGES = 50  # of issues that are looked through for the one that may be there


def make_due(*, at: datetime, most: int = 20) -> int:
    """Make the issues that are due; how many were tried."""
    return do_each(lambda: claim(at=at), lambda issue: make_issue(issue=issue, at=at), most=most)


def claim(*, at: datetime) -> TrackerIssue | None:
    """An issue that is due, ours for the time of LEASE."""
    awake = Q(tracker__rest_until__isnull=True) | Q(tracker__rest_until__lte=at)
    due = TrackerIssue.objects.filter(awake, tick_at__lte=at, tracker__ended_at__isnull=True)
    rows = due.select_related("tracker", "improvement__reach", "asked_by").order_by("tick_at")
    return lease_first(rows, on="tick_at", until=at + LEASE)


def make_issue(*, issue: TrackerIssue, at: datetime) -> None:
    """Make it, or find the one whose making was cut off. One that is no longer wanted is not made."""
    if issue.improvement.state not in rules.ASKABLE:
        TrackerIssue.objects.filter(pk=issue.pk).update(tick_at=None)
        return
    words = words_of(issue)
    try:
        seen = (_found(issue, words, at) if issue.tries > 1 else None) or _made(issue, words, at)
    except Unanswered as no:
        issue_failed(issue=issue, failure=no.failure, again_at=no.again_at, at=at)
        return
    tracker_answered(tracker=issue.tracker, at=at)
    issue_made(issue=issue, seen=seen, at=at)


def _made(issue: TrackerIssue, words: Words, at: datetime) -> Seen:
    tracker = issue.tracker
    reply = ask(tracker, tracker.shape.make(tracker.place, words), tries=issue.tries, at=at)
    try:
        return tracker.shape.made(tracker.place, reply.json())
    except ValueError:
        raise unanswered(tracker, failing.ODD, {}, tries=issue.tries, at=at) from None


def _found(issue: TrackerIssue, words: Words, at: datetime) -> Seen | None:
    tracker, shape, page = issue.tracker, issue.tracker.shape, ""
    for _ in range(MOST_PAGES):
        asked = shape.find(tracker.place, words, issue.asked_at, page)
        reply = ask(tracker, asked, tries=issue.tries, at=at)
        try:
            listed = shape.listed(tracker.place, reply)
        except ValueError:
            raise unanswered(tracker, failing.ODD, {}, tries=issue.tries, at=at) from None
        for each in listed.issues:
            if words.mark in each.marks:
                return each
        page = listed.next_page
        if not page:
            return None
    return None
