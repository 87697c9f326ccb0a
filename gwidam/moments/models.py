"""Where company and customer meet, and the standard each meeting is held to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gwidam.core.hours import Amount
from gwidam.core.models import Watched
from gwidam.core.words import Bilingual


class Journey(Watched):
    """A stretch of life with the company: joining, using, repair, leaving."""

    is_remembered: ClassVar = True
    code = models.SlugField(unique=True)
    name_ko = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    place = models.PositiveSmallIntegerField(default=0, help_text="order on the journey map")
    name = Bilingual("name")

    class Meta:
        ordering: ClassVar = ["place"]


class Touchpoint(Watched):
    """A moment of truth: where fifteen seconds decide."""

    is_remembered: ClassVar = True
    journey = models.ForeignKey(Journey, models.PROTECT, related_name="touchpoints")
    code = models.SlugField(unique=True)
    name_ko = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    place = models.PositiveSmallIntegerField(default=0)
    name = Bilingual("name")

    class Meta:
        ordering: ClassVar = ["journey__place", "place"]

    def __str__(self) -> str:
        return str(self.name)


class Standard(Watched):
    """A number and a unit we hold ourselves to. A changed standard is a new row: old promises keep theirs."""

    is_remembered: ClassVar = True

    class Kind(models.TextChoices):
        FIRST_WORD = "first_word", _("first human word")
        ANSWER = "answer", _("answer")
        ACCEPT = "accept", _("hand-over accepted or bounced")
        CALLBACK = "callback", _("call back")
        PAPERS = "papers", _("missing papers")
        WORK = "work", _("department's work")
        VISIT = "visit", _("visit")

    class Unit(models.TextChoices):
        SECONDS = "seconds", _("seconds")
        MINUTES = "minutes", _("minutes")
        HOURS = "hours", _("hours")
        DAYS = "days", _("days")
        WORKING_DAYS = "working_days", _("working days")

    touchpoint = models.ForeignKey(
        Touchpoint, models.PROTECT, null=True, blank=True, related_name="standards"
    )  # empty: the house standard, where a touchpoint has none of its own
    channel_kind = models.CharField(max_length=12, blank=True)  # empty: whatever the door
    kind = models.CharField(max_length=12, choices=Kind.choices)
    value = models.PositiveIntegerField()
    unit = models.CharField(max_length=12, choices=Unit.choices)
    says_ko = models.CharField(max_length=200)
    says_en = models.CharField(max_length=200)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    says = Bilingual("says")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(value__gt=0), name="standard_is_a_number"),
            models.UniqueConstraint(
                fields=["touchpoint", "channel_kind", "kind"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="standard_one_in_force",
            ),
        ]

    @property
    def amount(self) -> Amount:
        return Amount(value=self.value, unit=self.unit)


class Check(Watched):
    """Somebody looked whether a standard was met, and what they saw."""

    standard = models.ForeignKey(Standard, models.PROTECT, related_name="checks")
    by = models.ForeignKey("people.Employee", models.PROTECT, related_name="checks")
    at = models.DateTimeField()
    is_met = models.BooleanField()
    measured = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    saw = models.TextField(blank=True)
