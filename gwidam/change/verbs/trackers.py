"""Trackers are connected, asked for issues, and listened to. What they say is kept; people move improvements."""

from __future__ import annotations

import re
import secrets
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gwidam.core.actors import POST
from gwidam.core.errors import NotNow, NotValid
from gwidam.core.failing import LIMITED
from gwidam.core.ledger import FactBody, record, verb
from gwidam.core.outbound import house_reach
from gwidam.people.models import Employee

from ..events import trackers as events
from ..models import Improvement, Tracker, TrackerIssue
from ..rules import trackers as rules
from ..trackers.shapes import Seen

_PROJECTS: Mapping[str, re.Pattern[str]] = {
    Tracker.Kind.GITHUB: re.compile(r"[A-Za-z0-9-]+/(?!\.+$)[\w.-]+", re.ASCII),
    Tracker.Kind.JIRA: re.compile(r"[A-Z][A-Z0-9_]+", re.ASCII),
}
_HAPPENED: Mapping[str, Any] = {
    rules.ASSIGNED: events.IssueAssigned,
    rules.BEGUN: events.IssueBegun,
    rules.SHUT: events.IssueClosed,
    rules.LEFT_UNDONE: events.IssueDropped,
    rules.REOPENED: events.IssueReopened,
    rules.LOST: events.IssueLost,
}


def _is_base(url: str) -> bool:
    """Whether addresses can be made by adding to it, and calls may lead there."""
    try:
        return "?" not in house_reach().target(url).path
    except ValueError:
        return False


@verb
def connect_tracker(
    *, kind: str, url: str, project: str, account: str, token: str, by: Employee, at: datetime
) -> Tracker:
    """Connect a tracker, or change how: its address and project name it.

    One that is new gets a secret for its webhook; what waits is asked for again at once. Raises NotValid for
    another kind, an address that is no web address, or a project that is none of that kind.
    """
    if kind not in Tracker.Kind:
        raise NotValid(ko="GitHub나 Jira를 골라 주세요.", en="Choose GitHub or Jira.", field="kind")
    if not _is_base(url):
        raise NotValid(ko="https로 시작하는 주소를 적어 주세요.", en="Write a web address.", field="url")
    if not token.isascii() or not token.isprintable() or not token.strip():
        raise NotValid(ko="토큰을 그대로 붙여 넣어 주세요.", en="Paste the token as it is.", field="token")
    if not _PROJECTS[kind].fullmatch(project.strip()):
        raise NotValid(
            ko="GitHub는 owner/name, Jira는 프로젝트 키(예: FIX)로 적어 주세요.",
            en="Write owner/name for GitHub, the project's key (such as FIX) for Jira.",
            field="project",
        )
    told = {"kind": kind, "account": account.strip(), "token": token.strip(), "ended_at": None, "poll_at": at}
    tracker, _is_new = Tracker.objects.update_or_create(
        url=url.rstrip("/"),
        project=project.strip(),
        defaults={**told, "rest_until": None, "tries": 0},
        create_defaults={**told, "secret": secrets.token_urlsafe(32), "made_by": by, "made_at": at},
    )
    TrackerIssue.objects.filter(tracker=tracker, tick_at__isnull=False).update(tick_at=at)
    record(events.TrackerConnected(tracker_id=tracker.pk, project=str(tracker)), by=by, at=at, about=tracker.about)
    return tracker


@verb
def prepare_tracker(*, kind: str, url: str, project: str, by: Employee, at: datetime) -> Tracker:
    """Set a tracker up without its token: it is asked nothing, and nothing is made there, until it is connected."""
    tracker, is_new = Tracker.objects.get_or_create(
        url=url.rstrip("/"),
        project=project.strip(),
        defaults={
            "kind": kind,
            "token": "",
            "secret": secrets.token_urlsafe(32),
            "made_by": by,
            "made_at": at,
        },
    )
    if is_new:
        said = events.TrackerPrepared(tracker_id=tracker.pk, project=str(tracker))
        record(said, by=by, at=at, about=tracker.about)
    return tracker


@verb
def renew_secret(*, tracker: Tracker, by: Employee, at: datetime) -> str:
    """A new secret for its webhooks; those signed with the old one are refused from now on."""
    tracker.secret = secrets.token_urlsafe(32)
    tracker.save(update_fields=["secret"])
    record(events.TrackerSecretRenewed(tracker_id=tracker.pk), by=by, at=at, about=tracker.about)
    return str(tracker.secret)


@verb
def end_tracker(*, tracker: Tracker, by: Employee, at: datetime) -> None:
    """Disconnect it: nothing is asked of it, or heard from it, any more. What was made there stays named here."""
    if not Tracker.objects.filter(pk=tracker.pk, ended_at__isnull=True).update(ended_at=at):
        return
    record(events.TrackerEnded(tracker_id=tracker.pk, project=str(tracker)), by=by, at=at, about=tracker.about)


@verb
def ask_issue(*, improvement: Improvement, tracker: Tracker, by: Employee, at: datetime) -> TrackerIssue:
    """Ask for an issue of this improvement; the one that is there, or being made, is returned. The clock makes it.

    Raises NotNow before the improvement is approved, and where the tracker is disconnected.
    """
    if improvement.state not in rules.ASKABLE:
        raise NotNow(
            ko="하기로 한 개선만 이슈로 만들 수 있습니다.", en="Only an approved improvement becomes an issue."
        )
    if tracker.ended_at is not None:
        raise NotNow(ko="끊은 트래커입니다.", en="That tracker is disconnected.")
    there, is_new = TrackerIssue.objects.get_or_create(
        tracker=tracker,
        improvement=improvement,
        defaults={"mark": f"gwidam-{uuid.uuid4().hex}", "asked_by": by, "asked_at": at, "tick_at": at},
    )
    if is_new:
        said = events.IssueAsked(improvement_id=improvement.pk, issue_id=there.pk, project=str(tracker))
        record(said, by=by, at=at, about=improvement.about)
    elif not there.key:
        TrackerIssue.objects.filter(pk=there.pk, key="").update(tick_at=at)
    return there


@verb
def issue_made(*, issue: TrackerIssue, seen: Seen, at: datetime) -> None:
    """The tracker has it. Of two who found out at once the second changes nothing."""
    there = TrackerIssue.objects.filter(pk=issue.pk, key="")
    if not there.update(
        key=seen.key,
        url=seen.url,
        failed="",
        tick_at=None,
        state=seen.state or rules.OPEN,
        assignee=seen.assignee[:120],
        comments=seen.comments or 0,
        changed_at=seen.at,
    ):
        return
    project = str(issue.tracker)
    said = events.IssueMade(improvement_id=issue.improvement_id, issue_id=issue.pk, project=project, key=seen.key)
    record(said, by=POST, at=at, about=issue.improvement.about)


@verb
def issue_failed(*, issue: TrackerIssue, failure: str, again_at: datetime, at: datetime) -> None:
    """The tracker did not make it; it is tried again. Told once for each reason."""
    TrackerIssue.objects.filter(pk=issue.pk, key="").update(tick_at=again_at)
    if not TrackerIssue.objects.filter(pk=issue.pk, key="").exclude(failed=failure).update(failed=failure):
        return
    because = rules.FAILURES[failure]
    said = events.IssueFailed(
        improvement_id=issue.improvement_id,
        issue_id=issue.pk,
        project=str(issue.tracker),
        because_ko=because.ko,
        because_en=because.en,
    )
    record(said, by=POST, at=at, about=issue.improvement.about)


@verb
def tracker_answered(*, tracker: Tracker, at: datetime) -> None:
    """It did what it was asked."""
    Tracker.objects.filter(pk=tracker.pk).update(succeeded_at=at, tries=0, rest_until=None)
    if Tracker.objects.filter(pk=tracker.pk).exclude(failed="").update(failed=""):
        record(
            events.TrackerBack(tracker_id=tracker.pk, project=str(tracker)), by=POST, at=at, about=tracker.about
        )


@verb
def tracker_failed(*, tracker: Tracker, failure: str, again_at: datetime, at: datetime) -> None:
    """It did not. Told once for each reason; where it asks to be left alone, it is."""
    rest_until = again_at if failure == LIMITED else None
    Tracker.objects.filter(pk=tracker.pk).update(failed_at=at, rest_until=rest_until)
    if not Tracker.objects.filter(pk=tracker.pk).exclude(failed=failure).update(failed=failure):
        return
    because = rules.FAILURES[failure]
    said = events.TrackerFailed(
        tracker_id=tracker.pk,
        project=str(tracker),
        failure=failure,
        because_ko=because.ko,
        because_en=because.en,
    )
    record(said, by=POST, at=at, about=tracker.about)


@verb
def hear_issue(*, tracker: Tracker, seen: Seen, at: datetime) -> list[str]:
    """Keep what an issue is like over there, and tell what happened to it; nothing moves here. What happened.

    The same look twice is nothing, and so is an older one: a webhook that comes late, or is sent again by
    somebody who kept it, cannot undo what is known since. An issue that is none of ours is nothing, too.
    """
    mine = TrackerIssue.objects.select_for_update(of=("self",)).select_related("improvement")
    issue = mine.filter(tracker=tracker, key=seen.key).first()
    if issue is None or (seen.at is not None and issue.changed_at is not None and seen.at < issue.changed_at):
        return []
    comments = issue.comments if seen.comments is None else seen.comments
    state = seen.state or issue.state
    found = rules.happened(
        issue.state, state, had=issue.assignee, has=seen.assignee, more_comments=comments > issue.comments
    )
    changes: dict[str, Any] = {
        "state": state,
        "assignee": seen.assignee[:120],
        "comments": comments,
        "changed_at": seen.at or issue.changed_at,
    }
    speaking = [each for each in found if each in _HAPPENED]
    if speaking:
        changes |= {"said": speaking[-1], "said_at": at}
    TrackerIssue.objects.filter(pk=issue.pk).update(**changes)
    for each in found:
        record(_fact(issue, each, comments), by=POST, at=at, about=issue.improvement.about)
    return found


@verb
def set_aside(*, issue: TrackerIssue, by: Employee, at: datetime) -> None:
    """Somebody saw what the tracker says, and leaves things as they are, until it says something new."""
    TrackerIssue.objects.filter(pk=issue.pk).update(set_aside_at=at)
    said = events.ProposalSetAside(improvement_id=issue.improvement_id, issue_id=issue.pk, key=issue.key)
    record(said, by=by, at=at, about=issue.improvement.about)


def _fact(issue: TrackerIssue, what: str, comments: int) -> FactBody:
    which: dict[str, Any] = {"improvement_id": issue.improvement_id, "issue_id": issue.pk, "key": issue.key}
    if what == rules.COMMENTED:
        return events.IssueCommented(**which, comments=comments)
    made: FactBody = _HAPPENED[what](**which)
    return made
