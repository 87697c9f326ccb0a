"""What executives ruled."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gwidam.core.models import Watched

from .improvements import Improvement


class Ruling(Watched):
    """Yes, no with a reason, or more information by a date from a named person."""

    class Verdict(models.TextChoices):
        YES = "yes", _("yes, do it")
        NO = "no", _("no, because …")
        MORE = "more", _("more information")

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="rulings")
    round = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=4, choices=Verdict.choices)
    executive = models.ForeignKey("people.Employee", models.PROTECT, related_name="rulings")
    reason = models.TextField(blank=True)
    asked_of = models.ForeignKey("people.Employee", models.PROTECT, null=True, related_name="+")
    asked_until = models.DateField(null=True)
    owner = models.ForeignKey("people.Employee", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(verdict__in=["yes", "no", "more"]), name="ruling_is_known"),
            models.CheckConstraint(condition=~Q(verdict="no") | ~Q(reason=""), name="no_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(verdict="more") | Q(asked_of__isnull=False, asked_until__isnull=False),
                name="more_from_somebody_by_a_date",
            ),
            models.CheckConstraint(condition=~Q(verdict="yes") | Q(owner__isnull=False), name="yes_has_an_owner"),
        ]
