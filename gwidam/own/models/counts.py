"""What was counted of days that are over."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class DayCount(models.Model):
    """A finished day of the house in counts: kept for speed, and counted anew wherever it is missing."""

    zone = models.CharField(max_length=40, help_text="the time zone that says when the day began and ended")
    day = models.DateField()
    shape = models.PositiveSmallIntegerField(help_text="what the counts look like, see queries.pulse.days")
    counts = models.JSONField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["zone", "shape", "day"], name="day_counted_once")]
