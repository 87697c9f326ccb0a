"""How improvements are weighed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gwidam.core.models import Watched

from .improvements import Improvement


class Method(Watched):
    """The way the house weighs improvements. There is one row, written when somebody chooses; before that RICE."""

    class Code(models.TextChoices):
        RICE = "rice", "RICE"
        WSJF = "wsjf", "WSJF"
        ICE = "ice", "ICE"

    is_remembered: ClassVar = True

    code = models.CharField(max_length=4, choices=Code.choices)
    by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Score(Watched):
    """An improvement weighed by one method.

    parts: {code: [value, id of the employee who set it, ISO moment]}. What voices count (reach) is not among them:
    it is taken from `Reach` when the score is reckoned.
    """

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="scores", db_index=False)
    method = models.CharField(max_length=4, choices=Method.Code.choices)
    parts = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("score")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["improvement", "method"], name="one_score_by_method"),
            models.CheckConstraint(condition=Q(method__in=["rice", "wsjf", "ice"]), name="score_method_is_known"),
        ]

    @property
    def values(self) -> dict[str, float]:
        """The parts as numbers."""
        return {code: float(part[0]) for code, part in self.parts.items()}
