"""Who asks for an improvement: voices, themes, supporters, and how many people that is."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gwidam.core.models import Watched

from .. import rules
from .improvements import Improvement


class VoiceLink(Watched):
    """A voice that asks for an improvement. It changes nothing about the voice or its case.

    It keeps its own improvement when that is merged, and counts at `counted_at`, the one in front. What it weighs
    is copied from the voice, its reading and its promises, so that counting looks at one table.
    """

    class Via(models.TextChoices):
        CASE = "case", _("the page of its case")
        CLOSURE = "closure", _("the closing of its case")
        THEME = "theme", _("its theme")
        PAGE = "page", _("the page of the improvement")
        API = "api", _("the API")

    quiet_fields: ClassVar = frozenset({"counted_at", "letters", "heat", "is_unhappy", "is_danger", "has_broken"})

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="voices", db_index=False)
    voice = models.ForeignKey("listen.Voice", models.PROTECT, related_name="asks")
    by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    via = models.CharField(max_length=8, choices=Via.choices)
    counted_at = models.ForeignKey(Improvement, models.PROTECT, related_name="counted", db_index=False)
    customer = models.ForeignKey("people.Customer", models.PROTECT, related_name="asks", db_index=False)
    letters = models.BigIntegerField(help_text="keyed hash: equal for copies of one text, near ones too")
    week = models.DateField(help_text="Monday of the week in which it was said")
    heat = models.PositiveSmallIntegerField(default=0, help_text="percent")
    is_unhappy = models.BooleanField(default=False)
    is_danger = models.BooleanField(default=False)
    has_broken = models.BooleanField(default=False, help_text="a promise to this customer was broken in its case")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["improvement", "voice"], name="voice_linked_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["counted_at", "letters", "voice"], name="voicelink_copies"),
            models.Index(fields=["counted_at", "letters", "-week"], name="voicelink_latest"),
            models.Index(fields=["counted_at", "customer"], name="voicelink_people"),
            models.Index(fields=["counted_at", "-id"], name="voicelink_newest"),
        ]


class Reach(models.Model):
    """What the voices linked to an improvement count to, kept up to date with every link: see `verbs.counting`."""

    improvement = models.OneToOneField(Improvement, models.CASCADE, primary_key=True, related_name="reach")
    people = models.IntegerField(default=0, help_text="copies of one text count as one")
    customers = models.IntegerField(default=0, help_text="who is to be told: senders of copies, too")
    voices = models.IntegerField(default=0)
    heat = models.IntegerField(default=0, help_text="percents of all voices together")
    unhappy = models.IntegerField(default=0)
    danger = models.IntegerField(default=0)
    broken = models.IntegerField(default=0)
    supporters = models.IntegerField(default=0)
    weeks = models.JSONField(default=dict, help_text="{Monday: people who asked for the first time in that week}")
    last_weeks = models.JSONField(default=dict, help_text="{Monday: people who asked last in that week}")
    this_week = models.DateField(null=True, help_text="Monday of the running week, with which the quarter ends")
    lately = models.IntegerField(default=0, help_text="people who asked within that quarter")
    movement = models.JSONField(default=dict, help_text="of the last week, as `rules.Movement`; {} before a look")

    @property
    def pain(self) -> float:
        """0 to 1: mean heat of the voices."""
        return self.heat / (100 * self.voices) if self.voices else 0.0

    @property
    def broken_share(self) -> float:
        """0 to 1: voices to whom a promise was broken."""
        return self.broken / self.voices if self.voices else 0.0

    @property
    def trend(self) -> float:
        """The weight of the last week's movement."""
        return rules.Movement(**self.movement).weight if self.movement else 1.0


class ThemeLink(Watched):
    """A theme whose voices ask for an improvement."""

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="themes", db_index=False)
    theme = models.ForeignKey("understand.Theme", models.PROTECT, related_name="improvements")
    by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["improvement", "theme"], name="theme_linked_once")
        ]


class Support(Watched):
    """Somebody who wants it, too: a customer, named by the employee who heard them, or a colleague."""

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="supports", db_index=False)
    customer = models.ForeignKey("people.Customer", models.PROTECT, null=True, related_name="supports")
    employee = models.ForeignKey("people.Employee", models.PROTECT, null=True, related_name="supports")
    by = models.ForeignKey(
        "people.Employee", models.PROTECT, related_name="+", help_text="who gave it, for themselves or a customer"
    )
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(customer__isnull=False) ^ Q(employee__isnull=False), name="support_of_one"
            ),
            models.UniqueConstraint(
                fields=["improvement", "customer"],
                condition=Q(customer__isnull=False),
                name="customer_supports_once",
            ),
            models.UniqueConstraint(
                fields=["improvement", "employee"],
                condition=Q(employee__isnull=False),
                name="employee_supports_once",
            ),
        ]
