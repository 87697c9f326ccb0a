"""Handing over is offered, not thrown: until somebody accepts, the work stays with its giver."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from .. import rules
from .cases import Case
from .offers import Offer


class HandOff(Offer):
    """An offer of the work to a department, and what became of it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="handoffs")
    giver = models.ForeignKey("people.Employee", models.PROTECT, related_name="given")
    from_department = models.ForeignKey("people.Department", models.PROTECT, related_name="handed_over")
    to_department = models.ForeignKey("people.Department", models.PROTECT, related_name="offers", db_index=False)
    to_person = models.ForeignKey("people.Employee", models.PROTECT, null=True, related_name="offers")
    due_at = models.DateTimeField(help_text="accept or bounce by then, on the receiver's own calendar")
    decided_by = models.ForeignKey("people.Employee", models.PROTECT, null=True, related_name="decided")
    better_department = models.ForeignKey(
        "people.Department", models.PROTECT, null=True, related_name="named_as_better"
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["to_department", "due_at"], name="handoff_offers", condition=Q(state="offered")),
            models.Index(fields=["due_at"], name="handoff_due", condition=Q(state="offered")),
            models.Index(fields=["decided_at"], name="handoff_decided", condition=Q(decided_at__isnull=False)),
            models.Index(fields=["from_department", "to_department", "offered_at"], name="handoff_route"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=list(rules.HANDOFF_STATES)), name="handoff_state_is_known"
            ),
            models.UniqueConstraint(fields=["case"], condition=Q(state="offered"), name="one_offer_at_a_time"),
            models.CheckConstraint(
                condition=~Q(state="bounced") | ~Q(bounce_reason=""), name="bounce_has_a_reason"
            ),
        ]
