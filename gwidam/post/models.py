"""Words that leave: each message to a reader, and what a reader does not want to be told."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gwidam.core.models import Watched
from gwidam.core.sealed import SealedTextField

from . import rules


class Message(Watched):
    """One notice to one reader: written once for its key, then sent, withheld or put in a digest."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENDING = "sending", _("on its way")
        SENT = "sent", _("sent")
        FAILED = "failed", _("not delivered")
        WITHHELD = "withheld", _("withheld")
        BUNDLED = "bundled", _("in a digest")

    class Carrier(models.TextChoices):
        EMAIL = "email", _("e-mail")
        NONE = "none", _("page only")

    quiet_fields: ClassVar = frozenset({"attempts", "next_try_at", "sending_since"})

    key = models.CharField(max_length=120, unique=True, help_text="the same notice is never written twice")
    reader = models.CharField(max_length=60, help_text="actor key: customer:12, employee:5")
    about = models.CharField(max_length=60, help_text="case:12")
    topic = models.SlugField(max_length=40, db_index=False)
    template = models.SlugField(max_length=40, db_index=False)
    language = models.CharField(max_length=2)
    urgency = models.CharField(max_length=6, choices=[("now", _("at once")), ("digest", _("in a digest"))])
    carrier = models.CharField(max_length=8, choices=Carrier.choices)
    address = SealedTextField(null=True)
    mark = models.CharField(max_length=32, blank=True, help_text="fingerprint of the address")
    is_verified = models.BooleanField(help_text="the address was known to be the reader's when this was written")
    reply_to = models.CharField(max_length=254, blank=True)
    subject = SealedTextField(null=True)
    body = SealedTextField(null=True)
    page = SealedTextField(null=True, help_text="the same words as HTML")
    url = SealedTextField(null=True, help_text="where the reader goes from here; the line of a digest")
    message_id = models.CharField(
        max_length=200, unique=True, help_text="RFC 5322 Message-ID, the same at every try"
    )
    state = models.CharField(max_length=8, choices=State.choices)
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sending_since = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failed_because = models.CharField(max_length=300, blank=True)
    withheld_because = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], name="message_due", condition=Q(state="queued", urgency="now")),
            models.Index(
                fields=["next_try_at"],
                name="message_for_digest",
                condition=Q(state="queued", urgency="digest"),
            ),
            models.Index(fields=["sending_since"], name="message_sending", condition=Q(state="sending")),
            models.Index(fields=["mark", "queued_at"], name="message_cap", condition=Q(is_verified=False)),
            models.Index(fields=["about", "id"], name="message_about"),
            models.Index(fields=["reader", "id"], name="message_reader"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=list(rules.STATES)), name="message_state_is_known"),
            models.CheckConstraint(condition=Q(urgency__in=["now", "digest"]), name="message_urgency_is_known"),
            models.CheckConstraint(
                condition=~Q(state="queued") | Q(next_try_at__isnull=False, address__isnull=False),
                name="message_waits_for_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="sending") ^ Q(sending_since__isnull=True), name="message_sending_since"
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="message_sent_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(failed_because=""), name="message_failed_because"
            ),
            models.CheckConstraint(
                condition=Q(state="withheld") ^ Q(withheld_because=""), name="message_withheld_because"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_waiting(self) -> bool:
        """Whether it may still reach its reader by mail."""
        return self.state in (self.State.QUEUED, self.State.SENDING)


class Mute(Watched):
    """One reader does not want mail about one topic."""

    reader = models.CharField(max_length=60)
    topic = models.SlugField(max_length=40, db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["reader", "topic"], name="muted_once")]
