"""Telephones, and calls as the telephone system told of them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gwidam.core.models import Watched
from gwidam.core.sealed import SealedTextField

from ..phone import Known
from .channels import Channel
from .voices import Voice


class Extension(Watched):
    """A telephone of the company's, and whose it is: calls that ring there are shown on that person's screen."""

    is_remembered: ClassVar = True

    number = models.CharField(max_length=40, unique=True)
    employee = models.ForeignKey("people.Employee", models.CASCADE, related_name="extensions")

    class Meta:
        ordering: ClassVar = ["number"]


class Call(Watched):
    """A call as the telephone system told of it, see `phone.Known`. What is known is sealed where it is personal.

    `voice`: what the caller said, once somebody has taken it down; the recording is kept with it.
    """

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="calls")
    key = models.CharField(max_length=200, help_text="the telephone system's name for it")
    caller = SealedTextField()
    rung = ArrayField(models.CharField(max_length=40), default=list)
    rang_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True)
    recording = SealedTextField()
    told_at = models.DateTimeField(help_text="when it was first told of")
    voice = models.ForeignKey(Voice, models.CASCADE, null=True, related_name="calls")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["channel", "key"], name="call_is_told_once")]
        indexes: ClassVar = [
            models.Index(
                fields=["rang_at"], name="call_running", condition=Q(ended_at__isnull=True, rang_at__isnull=False)
            ),
            models.Index(fields=["told_at"], name="call_told"),
        ]

    @property
    def about(self) -> str:
        return f"call:{self.pk}"

    @property
    def known(self) -> Known:
        """What is known of it."""
        return Known(
            caller=self.caller,
            rung=tuple(self.rung),
            rang_at=self.rang_at,
            answered_at=self.answered_at,
            answered_by=self.answered_by,
            ended_at=self.ended_at,
            recording=self.recording,
        )
