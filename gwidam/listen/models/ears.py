"""What listens at other services, and through what a voice was heard."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gwidam.core.failing import FAILURES
from gwidam.core.models import Watched
from gwidam.core.sealed import SealedJSONField, SealedTextField
from gwidam.core.words import Said

from ..ears import kinds
from ..ears.kinds import EarKind
from .channels import Channel
from .voices import Voice


class Ear(Watched):
    """What listens for a channel: by a line, or told by others. Also where it is in what it has yet to hear.

    `cursor`: everything before it is stored. `rest_until`: the other side wants to be left alone. `failed` says why it
    does not hear, `failed_at` since when; `heard_at` is when the last voice came, `answered_at` when the other side
    last answered well. `again_failed`, `again_failed_at` and `again_tried_at` say why, since when and when last it
    could not look whether what it heard is still there.
    """

    is_remembered: ClassVar = True
    quiet_fields: ClassVar = frozenset(
        {"cursor", "poll_at", "tries", "rest_until", "heard_at", "answered_at", "failed_at"}
        | {"again_failed", "again_failed_at", "again_tried_at"}
    )

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="ears")
    line = models.ForeignKey("post.Line", models.PROTECT, null=True, related_name="ears")
    kind = models.SlugField(max_length=20, db_index=False)
    secret = SealedTextField(help_text="with which whoever tells it signs")
    cursor = models.JSONField(null=True)
    poll_at = models.DateTimeField(null=True, help_text="when it looks next; empty for one that is told")
    tries = models.PositiveIntegerField(default=0, help_text="since it last answered")
    rest_until = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    failed = models.CharField(max_length=20, blank=True)
    failed_at = models.DateTimeField(null=True)
    reconnects = models.PositiveIntegerField(default=0, help_text="how often it was well again after trouble")
    again_failed = models.CharField(max_length=20, blank=True, default="", db_default="")
    again_failed_at = models.DateTimeField(null=True)
    again_tried_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    turned_at = models.DateTimeField(null=True, help_text="when the secret was last made, and shown")
    old_secret = SealedTextField(null=True, help_text="the one before, which is good until `old_until`")
    old_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["channel", "kind", "line"],
                condition=Q(ended_at__isnull=True),
                name="ear_opened_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(failed__in=["", *FAILURES]), name="ear_failure_is_known"),
            models.CheckConstraint(
                condition=Q(again_failed="", again_failed_at__isnull=True)
                | Q(again_failed__in=list(FAILURES), again_failed_at__isnull=False),
                name="ear_again_failure_is_known",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["poll_at"], name="ear_due", condition=Q(poll_at__isnull=False, ended_at__isnull=True)
            )
        ]

    @property
    def about(self) -> str:
        """What its facts are told of."""
        return f"ear:{self.pk}"

    @property
    def shape(self) -> EarKind:
        """How it listens."""
        return kinds.kind_of(self.kind)

    @property
    def failure(self) -> Said | None:
        """Why it does not hear, in words."""
        return self.shape.said(self.failed) if self.failed else None

    @property
    def again_failure(self) -> Said | None:
        """Why it cannot look whether what it heard is still there, in words."""
        return self.shape.said(self.again_failed) if self.again_failed else None

    @property
    def can_be_tried(self) -> bool:
        """Whether a test can be sent through it."""
        return (self.line is not None and not self.line.lacks) or self.shape.trial is not None

    def secrets(self, at: datetime) -> list[str]:
        """The secrets that are good at this moment; none before one was shown."""
        if self.turned_at is None:
            return []
        is_old_good = self.old_secret is not None and self.old_until is not None and at < self.old_until
        return [self.secret, self.old_secret] if is_old_good else [self.secret]


class Hearing(Watched):
    """Through which ear a voice came, and what an answer needs to stand under it. Goes with the words."""

    voice = models.OneToOneField(Voice, models.CASCADE, primary_key=True, related_name="hearing")
    ear = models.ForeignKey(Ear, models.PROTECT, related_name="hearings")
    about = models.CharField(max_length=60, blank=True, help_text="case:12; what only higher rooms can read")
    address = SealedTextField(null=True, help_text="whom an answer goes to, as the line writes it")
    thread = SealedJSONField(default=dict)
    url = SealedTextField(null=True, help_text="where it can be read")
    is_public = models.BooleanField(help_text="everybody could read it where it was said")


class Withdrawn(models.Model):
    """Words that were taken back where they were said, so that hearing of them late does not bring them here."""

    mark = models.CharField(max_length=60, unique=True, help_text="the name of their delivery")
    at = models.DateTimeField()
