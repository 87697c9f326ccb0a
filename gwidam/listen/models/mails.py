"""Mails as they came, and what was made of them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gwidam.core.models import Watched
from gwidam.core.sealed import SealedJSONField, SealedTextField

from .ears import Ear
from .voices import Voice


class Mail(Watched):
    """A mail as it came: kept before anything is made of it, then what was made of it and why.

    What it says is sealed, and goes after a time or with its customer. `marks` and `named` are fingerprints, by which
    the same mail and replies to it are known for good.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("not read yet")
        READ = "read", _("read")

    class Became(models.TextChoices):
        VOICE = "voice", _("a voice")
        MORE = "more", _("more words in a case")
        TWICE = "twice", _("taken in before")
        BOUNCE = "bounce", _("mail that came back")
        RECEIPT = "receipt", _("a read receipt")
        AUTOMATIC = "automatic", _("automatic mail")
        LOOP = "loop", _("our own mail")
        MASS = "mass", _("mass mail")

    ASIDE: ClassVar = (Became.BOUNCE, Became.RECEIPT, Became.AUTOMATIC, Became.LOOP, Became.MASS)
    quiet_fields: ClassVar = frozenset({"read_due_at", "tries"})

    ear = models.ForeignKey(Ear, models.PROTECT, related_name="mails", db_index=False)
    key = models.CharField(max_length=120, help_text="what its mailbox calls it, or the hash of its bytes")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="bytes")
    raw = models.BinaryField(null=True, help_text="sealed")
    came_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    read_due_at = models.DateTimeField(help_text="when it is read next, while it waits")
    tries = models.PositiveIntegerField(default=0)
    became = models.CharField(max_length=12, blank=True, choices=Became.choices)
    is_quiet = models.BooleanField(default=False, help_text="nothing automatic answers it")
    voice = models.ForeignKey(Voice, models.PROTECT, null=True, related_name="mails")
    marks = ArrayField(models.CharField(max_length=32), default=list)
    named = models.CharField(max_length=32, blank=True, help_text="fingerprint of its Message-ID")
    log = SealedJSONField(null=True, help_text="envelope, decisions and problems, as the mail door says them")
    text = SealedTextField(null=True, help_text="the whole of it, with what is quoted")
    page = SealedTextField(null=True, help_text="its HTML, sanitised")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ear", "key"], name="mail_kept_once"),
            models.CheckConstraint(
                condition=Q(state="waiting") ^ ~Q(became=""), name="mail_read_became_something"
            ),
            models.CheckConstraint(
                condition=Q(
                    became__in=["", "voice", "more", "twice", "bounce", "receipt", "automatic", "loop", "mass"]
                ),
                name="mail_becoming_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(raw__isnull=False), name="mail_waits_with_its_bytes"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["read_due_at"], name="mail_due", condition=Q(state="waiting")),
            models.Index(fields=["named"], name="mail_named", condition=~Q(named="")),
            models.Index(fields=["came_at"], name="mail_came"),
            GinIndex(fields=["marks"], name="mail_marks"),
        ]

    @property
    def about(self) -> str:
        """What its facts are told of."""
        return f"mail:{self.pk}"

    @property
    def is_aside(self) -> bool:
        """Whether it was read and no voice was made of it."""
        return self.became in self.ASIDE
