"""Words: answers that leave, notes that stay, drafts that survive anything."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from gwidam.core.models import Watched

from .cases import Case


class Answer(Watched):
    """What we told the customer, and whether it reached them. A bounced mail is no answer."""

    class Door(models.TextChoices):
        EMAIL = "email", _("by e-mail")
        LINE = "line", _("where they wrote")
        TEXT = "text", _("by text message")
        SPOKEN = "spoken", _("spoken")
        PAGE = "page", _("on their follow page")

    case = models.ForeignKey(Case, models.CASCADE, related_name="answers")
    text = models.TextField()
    door = models.CharField(max_length=8, choices=Door.choices)
    contact = models.ForeignKey("people.Contact", models.SET_NULL, null=True, related_name="+")
    is_public = models.BooleanField(default=False, help_text="everybody may read it where it was said")
    by = models.ForeignKey("people.Employee", models.PROTECT, related_name="answers")
    at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failed_because = models.CharField(max_length=300, blank=True)

    @property
    def is_delivered(self) -> bool:
        return self.delivered_at is not None and self.failed_at is None


class Note(Watched):
    """Words among colleagues; the customer never sees them."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    text = models.TextField()
    by = models.ForeignKey("people.Employee", models.PROTECT, related_name="notes")
    at = models.DateTimeField()
    mentions = ArrayField(models.BigIntegerField(), default=list)


class Draft(models.Model):
    """Words not yet said, one of each kind a person and place; kept at every pause of the typing."""

    employee = models.ForeignKey("people.Employee", models.CASCADE, related_name="drafts")
    place = models.CharField(max_length=80, help_text="such as 'case:12:answer' or 'intake'")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["employee", "place"], name="one_draft_a_place")]
