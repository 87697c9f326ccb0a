"""Models that were learnt here, and the tier that reading stands on."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gwidam.core.models import Watched


class Learnt(Watched):
    """One version of a model. A new one is current only if it was not worse on held-back examples."""

    class Subject(models.TextChoices):
        TOPIC = "topic", _("topics")
        ROUTES = "routes", _("routes")
        TONE = "tone", _("tone")
        KIND = "kind", _("kind of voice")

    subject = models.CharField(max_length=8, choices=Subject.choices)
    version = models.PositiveIntegerField()
    is_current = models.BooleanField(default=False)
    has_served = models.BooleanField(default=False, help_text="it was current once, so one can go back to it")
    learnt_at = models.DateTimeField()
    packed = models.BinaryField(help_text="the model, as `heart.labels.to_bytes` packs it")
    examples = models.PositiveIntegerField()
    until = models.BigIntegerField(default=0, help_text="number of the last example it has seen")
    held_back = models.PositiveIntegerField(default=0, help_text="examples it was compared on")
    accuracy = models.FloatField(null=True, help_text="on these; null where there were none")
    accuracy_before = models.FloatField(null=True, help_text="of the model before it, on the same")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "version"], name="learnt_version"),
            models.UniqueConstraint(fields=["subject"], condition=Q(is_current=True), name="one_current_model"),
        ]


class Footing(Watched):
    """The tier that reading stands on, and why not on the one that is wanted. There is one row."""

    quiet_fields: ClassVar = frozenset({"looked_at"})

    tier = models.CharField(max_length=2)
    wanted = models.CharField(max_length=2)
    troubles = ArrayField(models.TextField(), default=list)
    since = models.DateTimeField()
    looked_at = models.DateTimeField()
