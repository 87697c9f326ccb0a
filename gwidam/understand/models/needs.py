"""What stands behind a theme: the step from what people complain of to what they need."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gwidam.core.models import Watched

from .offers import Offer
from .themes import Theme


class Need(Watched):
    """The need behind a theme, in the words of whoever wrote it last. Earlier versions are facts.

    `offers` are suggested to the colleague on the case page of every voice of the theme.
    """

    is_remembered: ClassVar = True

    theme = models.OneToOneField(Theme, models.PROTECT, related_name="need")
    version = models.PositiveSmallIntegerField(help_text="counts from 1")
    job = models.TextField(help_text="what the customer tries to do")
    cause = models.TextField(blank=True, help_text="why it does not go well")
    prevention = models.TextField(blank=True, help_text="what would have prevented it")
    offers = models.ManyToManyField(Offer, related_name="+")
    by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(job=""), name="need_has_a_job")]

    def __str__(self) -> str:
        return self.job
