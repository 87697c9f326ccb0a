"""Questions that somebody asks again and again."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gwidam.core.models import Watched


class SavedSearch(Watched):
    """A question of one employee under a name of theirs; with `wakes` they are told of new voices it finds."""

    is_remembered: ClassVar = True

    owner = models.ForeignKey("people.Employee", models.PROTECT, related_name="searches", db_index=False)
    name = models.CharField(max_length=80)
    question = models.CharField(max_length=400, help_text="as it was typed")
    wakes = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["owner", "name"], name="search_saved_once")]

    def __str__(self) -> str:
        return self.name
