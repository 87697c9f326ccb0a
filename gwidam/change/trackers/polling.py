"""Trackers are asked what has changed, also where their webhooks never arrive.

The cursor moves only when every page was heard: who is killed on the way is followed by somebody who asks from
where it stood, and hears some things twice, which is nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from gwidam.core import failing
from gwidam.core.due import do_each, lease_first

from ..models import Tracker, TrackerIssue
from ..verbs.trackers import hear_issue, tracker_answered
from .asking import Unanswered, ask, unanswered
from .github import CLOCKS_APART

EVERY = timedelta(minutes=5)
AFTER_A_BELL = timedelta(seconds=20)  # many comments are one question
LEASE = timedelta(minutes=10)
OVERLAP = timedelta(minutes=2)  # an index of theirs may lag


def poll_due(*, at: datetime, most: int = 20) -> int:
    """Ask the trackers that are due; how many were asked."""
    return do_each(lambda: claim(at=at), lambda tracker: poll(tracker=tracker, at=at), most=most)


def claim(*, at: datetime) -> Tracker | None:
    """A tracker that is due, ours for the time of LEASE."""
    awake = Q(rest_until__isnull=True) | Q(rest_until__lte=at)
    due = Tracker.objects.filter(awake, poll_at__lte=at, ended_at__isnull=True).order_by("poll_at")
    return lease_first(due, on="poll_at", until=at + LEASE)


def poll(*, tracker: Tracker, at: datetime) -> None:
    """Hear of everything of ours that changed since the cursor, then move it."""
    keys = set(TrackerIssue.objects.filter(tracker=tracker).exclude(key="").values_list("key", flat=True))
    since = tracker.cursor or tracker.made_at - CLOCKS_APART
    try:
        cursor = _hear_all(tracker, keys, since, at) if keys else since
    except Unanswered as no:
        Tracker.objects.filter(pk=tracker.pk).update(poll_at=no.again_at)
        return
    if keys:
        tracker_answered(tracker=tracker, at=at)
    Tracker.objects.filter(pk=tracker.pk).update(cursor=max(cursor, since), poll_at=at + EVERY, tries=0)


def ring(tracker: Tracker, *, at: datetime) -> None:
    """A webhook says that something can be known by asking: it is asked soon."""
    soon = at + AFTER_A_BELL
    Tracker.objects.filter(pk=tracker.pk, poll_at__gt=soon).update(poll_at=soon)


def rang(tracker: Tracker, *, at: datetime) -> None:
    """A webhook of its came, signed."""
    Tracker.objects.filter(pk=tracker.pk).update(rung_at=at)


def _hear_all(tracker: Tracker, keys: set[str], since: datetime, at: datetime) -> datetime:
    """Turn all pages; the cursor for the next time."""
    page, clock = "", None
    while True:
        asked = tracker.shape.changed(tracker.place, since, at, page)
        reply = ask(tracker, asked, tries=tracker.tries, at=at)
        clock = clock or tracker.shape.clock(reply, at)
        try:
            listed = tracker.shape.listed(tracker.place, reply)
        except ValueError:
            raise unanswered(tracker, failing.ODD, {}, tries=tracker.tries, at=at) from None
        for seen in listed.issues:
            if seen.key in keys:
                hear_issue(tracker=tracker, seen=seen, at=at)
        if not listed.next_page or listed.next_page == page:
            return clock - OVERLAP
        page = listed.next_page
