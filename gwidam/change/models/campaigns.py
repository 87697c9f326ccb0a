"""A "please fix it" campaign: a time in which people are asked what should be fixed."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gwidam.core.models import Watched
from gwidam.core.words import Bilingual

from ..rules.ideas import Points


class Campaign(Watched):
    """Asks for ideas from its first to its last day; each idea is a voice heard through the channel of its own.

    In an anonymous one nothing tells who handed an idea in: no key of a person, no address, no moment but the
    day. Whoever supports or comments leaves a mark made with `salt`, which is thrown away when the campaign ends.
    In an open one customers see each other's ideas behind the link, support them and comment.
    """

    class Audience(models.TextChoices):
        EMPLOYEES = "employees", _("all colleagues")
        DEPARTMENTS = "departments", _("some departments")
        CUSTOMERS = "customers", _("customers, by a link")

    title_ko = models.CharField(max_length=160, blank=True)
    title_en = models.CharField(max_length=160, blank=True)
    text_ko = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    theme_words = models.CharField(max_length=200, blank=True, help_text="what it is about, with commas")
    opens_on = models.DateField()
    last_on = models.DateField(help_text="the last day on which ideas are taken")
    audience = models.CharField(max_length=12, choices=Audience.choices)
    departments = models.ManyToManyField("people.Department", related_name="campaigns", blank=True)
    is_anonymous = models.BooleanField(default=False)
    is_open = models.BooleanField(default=False, help_text="customers see ideas, support them and comment")
    key = models.CharField(max_length=32, null=True, unique=True, help_text="of the link customers are given")
    salt = models.CharField(max_length=32, blank=True, help_text="of supporters' marks; empty once it has ended")
    owner = models.ForeignKey("people.Employee", models.PROTECT, related_name="campaigns")
    channel = models.OneToOneField("listen.Channel", models.PROTECT, related_name="campaign")
    points_submitted = models.PositiveSmallIntegerField(default=0)
    points_accepted = models.PositiveSmallIntegerField(default=0)
    points_done = models.PositiveSmallIntegerField(default=0)
    made_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    title = Bilingual("title")
    text = Bilingual("text")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title_ko="") | ~Q(title_en=""), name="campaign_has_a_title"),
            models.CheckConstraint(condition=Q(last_on__gte=F("opens_on")), name="campaign_ends_after_it_opens"),
            models.CheckConstraint(
                condition=Q(audience="customers", key__isnull=False)
                | ~Q(audience="customers") & Q(key__isnull=True),
                name="customers_come_by_a_link",
            ),
            models.CheckConstraint(
                condition=Q(is_anonymous=False) | Q(points_submitted=0, points_accepted=0, points_done=0),
                name="no_points_without_names",
            ),
            # One person is one support only where it is known who that person is.
            models.CheckConstraint(
                condition=Q(is_open=False) | Q(audience="customers", is_anonymous=False),
                name="open_to_customers_with_names",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def about(self) -> str:
        return f"campaign:{self.pk}"

    @property
    def points(self) -> Points:
        return Points(self.points_submitted, self.points_accepted, self.points_done)

    @property
    def has_points(self) -> bool:
        return bool(self.points_submitted or self.points_accepted or self.points_done)

    @property
    def is_for_customers(self) -> bool:
        return self.audience == self.Audience.CUSTOMERS

    def is_running(self, on: date) -> bool:
        """Whether ideas are taken on this day."""
        return self.ended_at is None and self.opens_on <= on <= self.last_on
