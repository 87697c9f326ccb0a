"""Services that answer a need, and what became of them: a suggestion to the colleague, never a sale by itself."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gwidam.core.models import Watched
from gwidam.core.words import Bilingual


class Offer(Watched):
    """Something of ours that helps with a need, in the words in which a colleague would tell the customer."""

    is_remembered: ClassVar = True

    need = models.CharField(max_length=20, help_text="a code of `rules.OPTIONS['needs']`")
    says_ko = models.CharField(max_length=120)
    says_en = models.CharField(max_length=120, blank=True)
    link = models.URLField(max_length=300, blank=True)
    touchpoint = models.ForeignKey(
        "moments.Touchpoint",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="where it is given",
    )
    is_active = models.BooleanField(default=True)
    says = Bilingual("says")

    class Meta:
        ordering: ClassVar = ["need", "id"]

    def __str__(self) -> str:
        return str(self.says)


class Offering(Watched):
    """What a person made of an offer for one voice. The last word stands; each is a fact."""

    class Came(models.TextChoices):
        OFFERED = "offered", _("offered")
        UNFIT = "unfit", _("not fitting")

    voice = models.ForeignKey("listen.Voice", models.PROTECT, related_name="offerings", db_index=False)
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="offerings")
    came = models.CharField(max_length=8, choices=Came.choices)
    by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["voice", "offer"], name="offering_of_voice")]
