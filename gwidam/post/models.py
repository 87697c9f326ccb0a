"""Words that leave: each message to a reader, and what a reader does not want to be told."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gwidam.core.failing import FAILURES, ODD, STRANGER
from gwidam.core.models import Watched
from gwidam.core.sealed import SealedJSONField, SealedTextField
from gwidam.core.words import Said

from . import lines, rules
from .carriers.webhook import rules as webhook_rules


class Line(Watched):
    """An account of the house at another service, used both ways: where it is, what proves who we are, how it goes.

    `failed` says why the last words did not leave by it, `failed_at` since when. How hearing goes is told by ears.
    `told_at` is when the other side last reported what became of words; `told_failed`, `told_failed_at` and
    `told_tried_at` say why, since when and when last its reports were not taken.
    """

    quiet_fields: ClassVar = frozenset({"sent_at", "failed_at", "rest_until"}) | {
        "told_at",
        "told_failed",
        "told_failed_at",
        "told_tried_at",
    }

    kind = models.SlugField(max_length=20, db_index=False)
    name = models.CharField(max_length=80)
    url = models.CharField(max_length=300, blank=True)
    account = models.CharField(max_length=254, blank=True)
    secrets = SealedJSONField(default=dict)
    spec = models.JSONField(default=dict)
    lacks = ArrayField(
        models.CharField(max_length=40), default=list, db_default=[], help_text="fields that are still asked for"
    )
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failed = models.CharField(max_length=300, blank=True)
    failed_at = models.DateTimeField(null=True)
    rest_until = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    told_failed = models.CharField(max_length=20, blank=True, default="", db_default="")
    told_failed_at = models.DateTimeField(null=True)
    told_tried_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(told_failed="", told_failed_at__isnull=True)
                | Q(told_failed__in=[STRANGER, ODD], told_failed_at__isnull=False),
                name="line_told_failure_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def about(self) -> str:
        """What its facts are told of."""
        return f"line:{self.pk}"

    @property
    def shape(self) -> lines.LineKind:
        """What kind it is of."""
        return lines.kind_of(self.kind)

    @property
    def can_send(self) -> bool:
        """Whether words may leave by it now."""
        return self.ended_at is None and self.shape.carrier is not None and not self.lacks

    @property
    def lacking(self) -> list[Said]:
        """What is still to be given before it can be used, by the labels of its form."""
        return [field.label for field in self.shape.fields if field.name in self.lacks]

    @property
    def failure(self) -> Said | str:
        """Why words do not leave by it: in our words where we know them, else in theirs."""
        return FAILURES.get(self.failed, self.failed)

    @property
    def told_failure(self) -> Said | None:
        """Why its reports are not taken, in words."""
        return TOLD_FAILURES.get(self.told_failed)


# What is wrong with a report that came, where a call of ours would have failed otherwise.
TOLD_FAILURES = {
    STRANGER: Said(
        "보고의 비밀 값이 맞지 않습니다. 게이트웨이의 웹훅과 같은 값인지 확인해 주세요.",
        "The secret of its reports is wrong. It has to be the one of the webhook there.",
    ),
    ODD: Said(
        "보고를 알아들을 수 없습니다. 그 주소로 다른 것을 보내고 있지 않은지 확인해 주세요.",
        "Its reports make no sense. See that nothing else is sent to that address.",
    ),
}


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
        LINE = "line", _("a line")
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
    line = models.ForeignKey(
        Line, models.PROTECT, null=True, related_name="messages", db_index=False, help_text="null: the mail server"
    )
    thread = SealedJSONField(null=True, help_text="what it replies to; only its kind of line can read it")
    is_public = models.BooleanField(default=False, help_text="everybody may read it where it is said")
    said_mark = models.CharField(
        max_length=32, blank=True, help_text="fingerprint of what the other side calls it"
    )
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
            models.Index(fields=["mark", "-id"], name="message_by_line", condition=Q(line__isnull=False)),
            models.Index(fields=["said_mark"], name="message_said", condition=~Q(said_mark="")),
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


class Webhook(Watched):
    """An address of another system that is told of facts as they happen.

    `reads_from` is the first transaction whose facts it has yet to be told of; see `verbs.gathering`.
    """

    class State(models.TextChoices):
        ON = "on", _("on")
        PAUSED = "paused", _("paused")

    is_remembered: ClassVar = True
    quiet_fields: ClassVar = frozenset({"reads_from", "after_fact", "failing_since", "reached_at", "away_until"})

    name = models.CharField(max_length=80)
    url = models.CharField(max_length=500)
    kinds = ArrayField(models.CharField(max_length=60), help_text="change.ImprovementReleased, or change.*")
    state = models.CharField(max_length=6, choices=State.choices, default=State.ON)
    paused_because = models.CharField(max_length=8, blank=True)
    secret = SealedTextField()
    old_secret = SealedTextField(null=True)
    old_secret_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    reads_from = models.BigIntegerField()
    after_fact = models.BigIntegerField(default=0, help_text="facts up to this number are from before a restore")
    away_until = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    reached_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=["on", "paused"]), name="webhook_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="paused") ^ Q(paused_because=""), name="webhook_paused_because"
            ),
            models.CheckConstraint(
                condition=Q(old_secret__isnull=True) ^ Q(old_secret_until__isnull=False),
                name="webhook_old_secret_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def about(self) -> str:
        """What its facts are told of."""
        return f"webhook:{self.pk}"

    @property
    def is_on(self) -> bool:
        """Whether it is told of anything now."""
        return self.state == self.State.ON

    @property
    def pause_said(self) -> str:
        """Why it is paused, in the reader's language."""
        return str(webhook_rules.PAUSES[self.paused_because]) if self.paused_because else ""

    def secrets_at(self, at: datetime) -> list[str]:
        """What a delivery is signed with: the key, and the one before it for a day."""
        if self.old_secret is None or self.old_secret_until is None or self.old_secret_until <= at:
            return [self.secret]
        return [self.secret, self.old_secret]


class WebhookDelivery(models.Model):
    """One fact on its way to one webhook: a row of a log, which no fact tells of. Without a fact it is a trial."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENDING = "sending", _("on its way")
        SENT = "sent", _("taken")
        FAILED = "failed", _("given up")

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries", db_index=False)
    fact_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    sending_since = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True, help_text="of the last answer")
    took_ms = models.PositiveIntegerField(null=True)
    answer = models.CharField(max_length=200, blank=True, help_text="how the last answer began")
    trouble = models.CharField(max_length=20, blank=True, help_text="why there was no answer")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["webhook", "next_try_at"], name="delivery_due", condition=Q(state="queued")),
            models.Index(
                fields=["webhook", "sending_since"], name="delivery_sending", condition=Q(state="sending")
            ),
            models.Index(fields=["webhook", "-id"], name="delivery_log"),
            models.Index(fields=["queued_at"], name="delivery_age"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["webhook", "fact_id"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(state__in=list(webhook_rules.STATES)), name="delivery_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="queued") | Q(next_try_at__isnull=False), name="delivery_waits_for_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="sending") ^ Q(sending_since__isnull=True), name="delivery_sending_since"
            ),
        ]

    @property
    def message_id(self) -> str:
        """The `webhook-id`: the same at every try and when sent again. It holds no full stop, as the rules ask."""
        return f"fact_{self.webhook_id}_{self.fact_id}" if self.fact_id else f"trial_{self.webhook_id}_{self.pk}"

    @property
    def trouble_said(self) -> str:
        """Why there was no answer, in the reader's language."""
        return str(webhook_rules.TROUBLES[self.trouble]) if self.trouble else ""

    @property
    def can_be_resent(self) -> bool:
        """Whether its way is over."""
        return self.state in (self.State.SENT, self.State.FAILED)
