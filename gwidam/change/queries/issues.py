"""An improvement's issues, and whether another can be asked for."""

from __future__ import annotations

from ..models import Improvement, Tracker, TrackerIssue
from ..rules.trackers import ASKABLE


def issues_of(improvement: Improvement) -> tuple[TrackerIssue, ...]:
    """The newest first, without what proves who speaks. One query."""
    found = TrackerIssue.objects.filter(improvement=improvement).select_related("tracker")
    issues = tuple(found.defer("tracker__token", "tracker__secret").order_by("-pk"))
    for each in issues:
        each.improvement = improvement
    return issues


def can_ask(improvement: Improvement, issues: tuple[TrackerIssue, ...]) -> bool:
    """Whether a connected tracker is without an issue of an improvement that may have one. A query, where it may."""
    if improvement.state not in ASKABLE or improvement.merged_into_id is not None:
        return False
    there = [each.tracker_id for each in issues if each.key or each.tick_at is not None]
    return Tracker.objects.filter(ended_at__isnull=True, poll_at__isnull=False).exclude(pk__in=there).exists()
