"""What became of hand-overs, for whoever advises the next one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gwidam.core.models import Watched


class RouteExample(Watched):
    """A voice that a department took, or bounced. One of each hand-over."""

    handoff_id = models.BigIntegerField(unique=True, help_text="the hand-over it was learnt from")
    voice = models.ForeignKey("listen.Voice", models.PROTECT, related_name="routes")
    department = models.ForeignKey("people.Department", models.PROTECT, related_name="+")
    better_department = models.ForeignKey(
        "people.Department", models.PROTECT, null=True, related_name="+", help_text="whose it is, says the bouncer"
    )
    is_accepted = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="route_at")]
