"""The end of a case, and its beginning again: nothing closes on the customer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gwidam.core.models import Watched

from .cases import Case


class Closure(Watched):
    """Why a case could end: it was answered, "anything else?" was asked, cause and recurrence are decided."""

    class Recurrence(models.TextChoices):
        NONE = "none", _("none, because …")
        TAUGHT = "taught", _("taught")
        IMPROVEMENT = "improvement", _("improvement")

    case = models.ForeignKey(Case, models.CASCADE, related_name="closures")
    by = models.ForeignKey("people.Employee", models.PROTECT, related_name="closures")
    at = models.DateTimeField()
    anything_else = models.TextField(help_text="what the customer said when asked")
    cause = models.TextField()
    recurrence = models.CharField(max_length=12, choices=Recurrence.choices)
    recurrence_why = models.TextField()
    unreached_because = models.TextField(blank=True, help_text="the customer could not be reached, and why")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="closure_at")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(anything_else="") & ~Q(cause="") & ~Q(recurrence_why=""),
                name="closure_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(recurrence__in=["none", "taught", "improvement"]), name="closure_recurrence"
            ),
        ]

    @property
    def has_reached(self) -> bool:
        return self.unreached_because == ""


class Outcome(Watched):
    """The customer's own word on a closure: fixed, half, or not."""

    class Word(models.TextChoices):
        FIXED = "fixed", _("fixed")
        HALF = "half", _("half")
        NOT = "not", _("not fixed")

    closure = models.OneToOneField(Closure, models.CASCADE, related_name="outcome")
    word = models.CharField(max_length=5, choices=Word.choices)
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="outcome_at")]


class Reopening(Watched):
    """Begun again, at the guardian, by whoever said it was not done."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="reopenings")
    by = models.CharField(max_length=60)
    why = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="reopening_at")]


class ErasureGround(models.TextChoices):
    """Why everything about a customer is erased."""

    ASKED = "asked", _("The customer asked for it")
    EXPIRED = "expired", _("The time we may keep it has passed")
    ORDERED = "ordered", _("A court or an authority ordered it")


class Incident(Watched):
    """Abuse of an employee: what happened, what was said, and how the person was looked after."""

    class Kind(models.TextChoices):
        INSULT = "insult", _("insult")
        THREAT = "threat", _("threat")
        SEXUAL = "sexual", _("sexual harassment")
        OBSTRUCTION = "obstruction", _("repeated obstruction")

    class Step(models.TextChoices):
        STOPPED = "stopped", _("stopped, with a notice")
        SWITCHED = "switched", _("switched to a trained colleague")

    case = models.ForeignKey(Case, models.CASCADE, related_name="incidents")
    employee = models.ForeignKey("people.Employee", models.PROTECT, related_name="incidents")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    step = models.CharField(max_length=10, choices=Step.choices)
    what = models.TextField()
    notice = models.TextField(help_text="what the customer was told")
    at = models.DateTimeField()
    cool_off_until = models.DateTimeField(null=True)
    cover = models.ForeignKey("people.Employee", models.PROTECT, null=True, related_name="+")
