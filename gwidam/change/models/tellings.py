"""Who was told what became of what they asked for, and the sending that tells them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gwidam.core.models import Watched

from .. import rules
from ..rules.telling import REASONS
from .improvements import Improvement


class Sending(Watched):
    """The telling of everybody who asks for one improvement, in one of its rounds.

    It goes on in batches. How far it is stands nowhere but in the tellings themselves: who has one is passed over,
    so that whoever dies in the middle is followed by somebody who goes on behind the last batch.
    """

    quiet_fields: ClassVar = frozenset({"next_look_at"})

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        PAUSED = "paused", _("paused")
        OVER = "over", _("over")

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="sendings", db_index=False)
    round = models.PositiveSmallIntegerField()
    is_no = models.BooleanField(help_text="tells why it is not done")
    state = models.CharField(max_length=7, choices=State.choices, default=State.RUNNING)
    pace = models.PositiveIntegerField(help_text="people a minute")
    begun_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    next_look_at = models.DateTimeField(help_text="when to look again who is to be told")
    over_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["improvement", "round"], name="sending_once_a_round"),
            models.CheckConstraint(
                condition=Q(state__in=["running", "paused", "over"]), name="sending_state_is_known"
            ),
            models.CheckConstraint(condition=Q(pace__gt=0), name="sending_has_a_pace"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_look_at"], name="sending_due", condition=Q(state="running")),
        ]


class Telling(Watched):
    """One person told of one improvement, once in each of its rounds; or the reason why they were not.

    A colleague who supports it has no customer; one who also spoke as a customer has both, and is one person.
    """

    class State(models.TextChoices):
        SENT = "sent", _("on the way")
        DELIVERED = "delivered", _("told")
        NOT_TOLD = "not_told", _("not told")

    class Door(models.TextChoices):
        MAIL = "mail", _("by e-mail")
        TEXT = "text", _("by text message")
        PORTAL = "portal", _("as a colleague")
        PAGE = "page", _("on their own page")
        SPOKEN = "spoken", _("by word of mouth")
        NONE = "none", _("by no door")

    DONE: ClassVar = (State.DELIVERED, State.NOT_TOLD)

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="tellings", db_index=False)
    round = models.PositiveSmallIntegerField()
    customer = models.ForeignKey("people.Customer", models.PROTECT, null=True, related_name="tellings")
    employee = models.ForeignKey("people.Employee", models.PROTECT, null=True, related_name="+", db_index=False)
    voice = models.ForeignKey(
        "listen.Voice",
        models.PROTECT,
        null=True,
        related_name="tellings",
        help_text="what they said last, named in the telling; empty for who only supports it",
    )
    door = models.CharField(max_length=6, choices=Door.choices)
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=9, choices=State.choices)
    reason = models.CharField(max_length=20, blank=True, help_text="code of why they were not told")
    message = models.ForeignKey("post.Message", models.PROTECT, null=True, related_name="+")
    settled = models.BooleanField(null=True, help_text="their answer to: does this settle it?")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    resettled_at = models.DateTimeField(null=True, help_text="when they changed their answer, which they may once")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["improvement", "round", "customer"], name="told_once_a_round"),
            models.UniqueConstraint(
                fields=["improvement", "round", "employee"],
                condition=Q(employee__isnull=False),
                name="colleague_told_once_a_round",
            ),
            models.CheckConstraint(
                condition=Q(customer__isnull=False) | Q(employee__isnull=False), name="telling_of_somebody"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sent", "delivered", "not_told"]), name="telling_state_is_known"
            ),
            models.CheckConstraint(condition=Q(state="not_told") ^ Q(reason=""), name="not_told_with_a_reason"),
            models.CheckConstraint(
                condition=Q(state="sent") ^ Q(done_at__isnull=False), name="telling_done_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(settled__isnull=True) ^ Q(settled_at__isnull=False), name="settled_at_a_time"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["improvement", "round", "state"], name="telling_counted"),
            models.Index(fields=["improvement", "made_at"], name="telling_paced"),
            models.Index(fields=["done_at"], name="telling_done"),
        ]

    @property
    def about(self) -> str:
        return f"improvement:{self.improvement_id}"

    @property
    def why(self) -> str:
        """Why they were not told, in the reader's language."""
        return str(REASONS[self.reason]) if self.reason else ""

    @property
    def may_change_answer(self) -> bool:
        """Whether an answer that was given can still be changed."""
        return self.settled is not None and self.resettled_at is None

    @property
    def number(self) -> str:
        """Of the improvement, as people speak of it."""
        return rules.shown(self.improvement_id)
