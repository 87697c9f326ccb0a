"""What was said, in their words, and how it arrived."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from gwidam.core.models import Watched
from gwidam.core.receipts import shown

from .channels import Channel


class Voice(Watched):
    """What somebody said, in their words. Never changed; only erasure takes the words away."""

    class Kind(models.TextChoices):
        COMPLAINT = "complaint", _("complaint")
        REQUEST = "request", _("request")
        QUESTION = "question", _("question")
        PRAISE = "praise", _("praise")
        IDEA = "idea", _("idea")
        REPORT = "report", _("report")

    id = models.BigIntegerField(primary_key=True)
    receipt = models.CharField(max_length=10, unique=True)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="voices", db_index=False)
    touchpoint = models.ForeignKey(
        "moments.Touchpoint", models.PROTECT, null=True, related_name="voices", db_index=False
    )
    customer = models.ForeignKey("people.Customer", models.PROTECT, related_name="voices")
    heard_by = models.ForeignKey(
        "people.Employee", models.PROTECT, null=True, related_name="heard", db_index=False
    )
    kind = models.CharField(max_length=10, choices=Kind.choices, blank=True)
    text = models.TextField()
    summary = models.CharField(max_length=200)
    language = models.CharField(max_length=2)
    product = models.CharField(max_length=60, blank=True)
    place = models.JSONField(null=True)
    said_at = models.DateTimeField()
    heard_at = models.DateTimeField()
    needs_answer = models.BooleanField()
    is_masked = models.BooleanField(default=False, help_text="something was masked before the first write")
    erased_at = models.DateTimeField(null=True)
    grams = ArrayField(models.IntegerField(), default=list)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["channel", "-id"], name="voice_channel"),
            models.Index(fields=["heard_at"], name="voice_heard"),
            models.Index(fields=["said_at", "id"], name="voice_said"),
            GinIndex(fields=["grams"], name="voice_grams"),
        ]

    def __str__(self) -> str:
        return shown(self.receipt)

    @property
    def shown_receipt(self) -> str:
        return shown(self.receipt)


class KeyRenewal(models.Model):
    """Voices that may have search keys from before, as long as there are any; see `verbs.keys`."""

    below = models.BigIntegerField(help_text="voices with a smaller number are left")
    renewed = models.BigIntegerField(default=0)


class Delivery(Watched):
    """How a voice arrived. The same key at the same door twice is one voice.

    `raw` is kept, sealed and for a time, only where what was stored differs from what was sent.
    """

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="deliveries", db_index=False)
    key = models.CharField(max_length=200, help_text="the sender's name for this delivery")
    digest = models.CharField(max_length=64, help_text="SHA-256 of what was sent")
    voice = models.ForeignKey(Voice, models.PROTECT, related_name="deliveries")
    raw = models.BinaryField(null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints: ClassVar = [models.UniqueConstraint(fields=["key"], name="delivered_once")]

    @staticmethod
    def name_of(channel: Channel, key: str) -> str:
        """The key as it is kept: the channel's own, unless it begins with a slash and so is the sender's own."""
        return key if key.startswith("/") else f"{channel.code}/{key}"


class Attachment(Watched):
    """A file somebody gave with a voice, an answer or a note; its bytes lie under their own hash."""

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="attachments")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="bytes")
    at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
