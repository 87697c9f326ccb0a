"""Readings of voices."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gwidam.core.models import Watched

from .. import rules


class Reading(Watched):
    """What was read of a voice, by which models. One of a voice's readings is current; old ones stay.

    `told` holds for each field what was read, surest first, as [code, confidence, [[start, end], ...]] with
    places in the voice's text. `corrected` holds a person's word: {field: {"now", "by", "at"}}; it goes over to
    every later reading. The columns hold what stands: the person's word, else what is sure, else nothing.
    """

    voice = models.ForeignKey("listen.Voice", models.PROTECT, related_name="readings", db_index=False)
    version = models.PositiveSmallIntegerField(help_text="counts the readings of this voice")
    is_current = models.BooleanField(default=True)
    read_at = models.DateTimeField()
    tier = models.CharField(max_length=2)
    made_by = models.JSONField(help_text="names and versions of rules, analyser, embedder and models")
    language = models.CharField(max_length=5)
    signals = models.JSONField(default=dict)
    tone = models.CharField(max_length=10, blank=True)
    heat = models.FloatField(help_text="0 to 1")
    kind = models.CharField(max_length=10, blank=True)
    topic = models.CharField(max_length=80, blank=True)
    product = models.CharField(max_length=80, blank=True)
    urgency = models.CharField(max_length=10, blank=True)
    dangers = ArrayField(models.CharField(max_length=12), default=list)
    needs = ArrayField(models.CharField(max_length=20), default=list)
    told = models.JSONField(default=dict)
    corrected = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["voice", "version"], name="reading_version"),
            models.UniqueConstraint(fields=["voice"], condition=Q(is_current=True), name="one_current_reading"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="reading_corrected", condition=Q(is_current=True) & ~Q(corrected={})),
        ]

    def stands(self, field: str) -> Any:
        """What stands for a field now: a person's word, else what is sure ('' or [] where nothing is)."""
        if field in self.corrected:
            return self.corrected[field]["now"]
        return rules.some(field, self.told) if field in rules.SOME_OF else rules.best(field, self.told)

    def settle(self) -> None:
        """Bring the columns to what stands; does not save."""
        for field in rules.FIELDS:
            if field != "heat":
                setattr(self, field, self.stands(field))
