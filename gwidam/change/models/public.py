"""What the public board shows of an improvement: nothing that nobody has put there."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gwidam.core.models import Watched
from gwidam.core.words import Bilingual

from .improvements import Improvement


class Publication(Watched):
    """An improvement on the public board: put there by a person who has read its words as the public will.

    `theme` is what it stands under; `quote` a customer's words that a colleague has released, rewritten so that
    nobody can be told by them. `next_on`: when the next step is to be expected.
    """

    improvement = models.OneToOneField(Improvement, models.PROTECT, primary_key=True, related_name="publication")
    theme_ko = models.CharField(max_length=60, blank=True)
    theme_en = models.CharField(max_length=60, blank=True)
    quote_ko = models.CharField(max_length=300, blank=True)
    quote_en = models.CharField(max_length=300, blank=True)
    next_ko = models.CharField(max_length=300, blank=True)
    next_en = models.CharField(max_length=300, blank=True)
    next_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    taken_down_at = models.DateTimeField(null=True)

    theme = Bilingual("theme")
    quote = Bilingual("quote")
    next = Bilingual("next")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-at"], name="publication_newest", condition=Q(taken_down_at__isnull=True)),
        ]


class Photo(Watched):
    """Before or after: bytes in the store of files, under their own hash."""

    class When(models.TextChoices):
        BEFORE = "before", _("before")
        AFTER = "after", _("after")

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="photos")
    when = models.CharField(max_length=6, choices=When.choices)
    says_ko = models.CharField(max_length=200, blank=True)
    says_en = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="bytes")
    by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    taken_down_at = models.DateTimeField(null=True)

    says = Bilingual("says")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(when__in=["before", "after"]), name="photo_before_or_after"),
            models.CheckConstraint(condition=~Q(says_ko="") | ~Q(says_en=""), name="photo_has_words"),
        ]
