"""Issue trackers that improvements are handed to, and the issues made there."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gwidam.core.models import Watched
from gwidam.core.sealed import SealedTextField
from gwidam.core.words import Said

from ..rules import trackers as rules
from ..trackers.kinds import SHAPES
from ..trackers.shapes import Place, Shape
from .improvements import Improvement


class Tracker(Watched):
    """A tracker of the company's: where it is, what proves who speaks, both ways, and how asking it goes.

    `cursor`: it has been asked for all that changed before. `rest_until`: it wants to be left alone.
    """

    class Kind(models.TextChoices):
        GITHUB = "github", "GitHub"
        JIRA = "jira", "Jira"

    quiet_fields: ClassVar = frozenset(
        {"cursor", "poll_at", "tries", "rest_until", "succeeded_at", "failed_at", "rung_at"}
    )

    kind = models.CharField(max_length=8, choices=Kind.choices)
    url = models.URLField(max_length=300, help_text="of its API")
    project = models.CharField(max_length=140, help_text="owner/name, or the key of a Jira project")
    account = models.CharField(max_length=254, blank=True, help_text="whose token it is, in the cloud of Jira")
    token = SealedTextField()
    secret = SealedTextField(help_text="with which its webhooks are signed")
    made_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    failed = models.CharField(max_length=10, blank=True, help_text="why it does not do what it is asked")
    failed_at = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    rung_at = models.DateTimeField(null=True, help_text="when its last webhook came")
    cursor = models.DateTimeField(null=True)
    poll_at = models.DateTimeField(null=True, help_text="when it is asked next")
    tries = models.PositiveIntegerField(default=0, help_text="since it last answered")
    rest_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=["github", "jira"]), name="tracker_kind_is_known"),
            models.CheckConstraint(condition=Q(failed__in=["", *rules.FAILURES]), name="tracker_failure_is_known"),
            models.UniqueConstraint(fields=["url", "project"], name="tracker_connected_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.project}"

    @property
    def about(self) -> str:
        return f"tracker:{self.pk}"

    @property
    def is_connected(self) -> bool:
        """Whether it may be asked: it has a token, and was not disconnected."""
        return self.ended_at is None and self.poll_at is not None

    @property
    def shape(self) -> Shape:
        """How it is spoken to."""
        return SHAPES[self.kind]

    @property
    def place(self) -> Place:
        """Where issues are made."""
        return Place(self.url, self.project, self.account, self.token)

    @property
    def failure(self) -> Said | None:
        """Why it does not do what it is asked, in words."""
        return rules.FAILURES.get(self.failed)


class TrackerIssue(Watched):
    """An improvement's issue: asked for, made, and what it was like over there when it was last looked at.

    `mark` is the key by which it is found again when whoever made it was killed before we knew. `said` is the
    last thing that happened there and may mean something here; nothing follows from it without a person.
    """

    quiet_fields: ClassVar = frozenset({"tick_at", "tries", "state", "assignee", "comments", "changed_at"})

    tracker = models.ForeignKey(Tracker, models.PROTECT, related_name="issues", db_index=False)
    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="issues")
    mark = models.CharField(max_length=40, unique=True)
    asked_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    tick_at = models.DateTimeField(null=True, help_text="when it is made, or tried again; empty once it is there")
    tries = models.PositiveIntegerField(default=0)
    failed = models.CharField(max_length=10, blank=True, help_text="why it could not be made the last time")
    key = models.CharField(max_length=60, blank=True, help_text="the tracker's name for it, once it is made")
    url = models.URLField(max_length=400, blank=True)
    state = models.CharField(max_length=8, blank=True, help_text="over there")
    assignee = models.CharField(max_length=120, blank=True, help_text="over there")
    comments = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, help_text="over there, by the tracker's clock")
    said = models.CharField(max_length=10, blank=True)
    said_at = models.DateTimeField(null=True)
    set_aside_at = models.DateTimeField(null=True, help_text="when somebody saw it, and did nothing")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tracker", "improvement"], name="one_issue_in_a_tracker"),
            models.UniqueConstraint(fields=["tracker", "key"], condition=~Q(key=""), name="issue_named_once"),
            models.CheckConstraint(condition=Q(state__in=["", *rules.SEEN_STATES]), name="issue_state_is_known"),
            models.CheckConstraint(condition=Q(key="") | Q(tick_at__isnull=True), name="issue_is_made_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["tick_at"], name="issue_to_make", condition=Q(tick_at__isnull=False))
        ]

    @property
    def proposal(self) -> str:
        """The verb of the improvement that the tracker speaks for, and nobody has answered; empty for none."""
        if self.said_at is None or (self.set_aside_at is not None and self.set_aside_at >= self.said_at):
            return ""
        return rules.proposed(self.said, self.improvement.state)

    @property
    def failure(self) -> Said | None:
        """Why it could not be made, in words."""
        return rules.FAILURES.get(self.failed)
