"""Who was told what became of what they asked for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gwidam.core.models import Watched

from .improvements import Improvement


class Telling(Watched):
    """One person told of one improvement, once in each of its rounds; or the reason why they were not."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        DELIVERED = "delivered", _("told")
        NOT_TOLD = "not_told", _("not told")

    DONE: ClassVar = (State.DELIVERED, State.NOT_TOLD)

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="tellings", db_index=False)
    round = models.PositiveSmallIntegerField()
    customer = models.ForeignKey(
        "people.Customer", models.SET_NULL, null=True, related_name="tellings", help_text="empty after erasure"
    )
    voice = models.ForeignKey(
        "listen.Voice", models.PROTECT, related_name="tellings", help_text="what they said, named in the telling"
    )
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=20, blank=True, help_text="code of why they were not told")
    message = models.ForeignKey("post.Message", models.SET_NULL, null=True, related_name="+")
    settled = models.BooleanField(null=True, help_text="their answer to: does this settle it?")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["improvement", "round", "customer"], name="told_once_a_round"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sent", "delivered", "not_told"]), name="telling_state_is_known"
            ),
            models.CheckConstraint(condition=~Q(state="not_told") | ~Q(reason=""), name="not_told_with_a_reason"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["improvement", "round", "state"], name="telling_counted"),
        ]
