"""Promises, both ways: what we owe the customer, and the papers a customer owes after we served first."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gwidam.core.models import Watched

from .cases import Case


class Promise(Watched):
    """Something somebody owes by a time. The time comes from a standard and a calendar; nobody types it in."""

    class OwedBy(models.TextChoices):
        US = "us", _("us")
        CUSTOMER = "customer", _("the customer")

    class Kind(models.TextChoices):
        FIRST_WORD = "first_word", _("first word")
        ANSWER = "answer", _("answer")
        CALLBACK = "callback", _("call back")
        PAPERS = "papers", _("papers")
        WORK = "work", _("work of the department")

    # When the clock looks at it next: pushed on by the clock itself, also when it fails on this row.
    quiet_fields: ClassVar = frozenset({"tick_at"})

    case = models.ForeignKey(Case, models.CASCADE, related_name="promises")
    owed_by = models.CharField(max_length=8, choices=OwedBy.choices, default=OwedBy.US)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    says = models.CharField(max_length=300, blank=True)
    # Nobody asks for all promises of a standard or a department, so they have no index to keep.
    standard = models.ForeignKey(
        "moments.Standard", models.PROTECT, null=True, related_name="promises", db_index=False
    )
    department = models.ForeignKey(
        "people.Department", models.PROTECT, null=True, related_name="promises", db_index=False
    )  # set where the clock runs on a department's calendar; empty: the customer's clock, 24/7
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=False)
    kept_at = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    released_because = models.CharField(max_length=300, blank=True)
    reminded = models.PositiveSmallIntegerField(default=0)
    tick_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["tick_at"], name="promise_tick", condition=Q(tick_at__isnull=False)),
            models.Index(fields=["due_at"], name="promise_due"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kept_at__isnull=True) | Q(released_at__isnull=True),
                name="promise_kept_or_released",
            ),
        ]

    @property
    def is_waiting(self) -> bool:
        return self.kept_at is None and self.released_at is None


class Provision(Watched):
    """Served first: what the customer was given before all papers were there."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="provisions")
    served = models.TextField()
    by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
