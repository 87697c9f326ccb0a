"""What every offer of work is made of, whatever is offered: until somebody accepts, it stays with its giver."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gwidam.core.models import Watched


class Offer(Watched):
    """An offer to a department, and what became of it. Whoever inherits says what is offered, by whom, until when."""

    class State(models.TextChoices):
        OFFERED = "offered", _("offered")
        ACCEPTED = "accepted", _("accepted")
        BOUNCED = "bounced", _("bounced")
        EXPIRED = "expired", _("expired")
        WITHDRAWN = "withdrawn", _("withdrawn")

    reason = models.TextField()
    offered_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OFFERED)
    decided_at = models.DateTimeField(null=True)
    bounce_reason = models.TextField(blank=True)

    class Meta:
        abstract: ClassVar = True
