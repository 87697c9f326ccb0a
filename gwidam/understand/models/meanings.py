"""What voices mean, as vectors of the model that read them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from gwidam.core.models import CurrentTransaction, Watched


class Meaning(Watched):
    """The vector of a voice, one byte a dimension. Written anew, never changed, so that whoever follows `xact`
    misses none (see `core.models.Fact`).

    `space` names the model and its version; vectors of two spaces are never compared. It is empty where the voice
    was read without a model, `codes` also where the model knew none of its words.
    """

    voice = models.OneToOneField("listen.Voice", models.PROTECT, related_name="meaning")
    space = models.CharField(max_length=120, blank=True)
    codes = models.BinaryField(help_text="int8[dims]; times scale they are a row of length 1")
    scale = models.FloatField()
    xact = models.BigIntegerField(db_default=Cast(CurrentTransaction(), models.BigIntegerField()))

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["space"], name="meaning_space"),
            models.Index(fields=["id"], name="meaning_newest", condition=~Q(space="")),
            models.Index(fields=["xact"], name="meaning_xact"),
        ]
