"""Themes: what people talk about, which voices are of them, and how many people that is, day by day."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from gwidam.core.models import Watched


class Theme(Watched):
    """Something people talk about. Its number stays as long as it lives, whatever its voices.

    A theme that became part of another one overnight is `merged` into its `successor`. One that a person has put
    under another is still sorted by itself and only shown with that one (`under`), so that it can be taken out
    again. `parent` is the theme it was split off from.
    """

    class State(models.TextChoices):
        LIVE = "live"
        MERGED = "merged"
        ENDED = "ended"

    # What every night and every hour finds out anew.
    quiet_fields: ClassVar = frozenset(
        {
            "words",
            "speakers",
            "examples",
            "places",
            "first_said_at",
            "x",
            "y",
            "weeks",
            "people_lately",
            "expected",
        }
        | {"chance", "is_rising"}
    )

    state = models.CharField(max_length=6, choices=State.choices, default=State.LIVE)
    name = models.CharField(max_length=80, blank=True)
    is_named = models.BooleanField(default=False, help_text="by a person, whose word stays")
    founded_at = models.DateTimeField()
    first_said_at = models.DateTimeField(help_text="when its first voice was said")
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="predecessors")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="offspring")
    under = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    words = ArrayField(models.CharField(max_length=60), default=list, help_text="telling ones, most telling first")
    speakers = ArrayField(models.BigIntegerField(), default=list, help_text="voices that speak for it, best first")
    examples = ArrayField(models.BigIntegerField(), default=list, help_text="voices new ones are held against")
    places = models.JSONField(default=list, help_text="[[place, people], ...], most people first")
    x = models.FloatField(null=True, help_text="on a map whose side is 1; null before its first night")
    y = models.FloatField(null=True)
    weeks = models.JSONField(
        default=list, help_text="[[people, low, expected, high], ...] of weeks, oldest first; the last ends today"
    )
    people_lately = models.PositiveIntegerField(default=0, help_text="in the last seven days")
    expected = models.FloatField(default=0.0, help_text="people that the weeks before let expect of these days")
    chance = models.FloatField(default=1.0, help_text="of as many or more, if nothing has changed")
    is_rising = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="merged", successor__isnull=False)
                | ~Q(state="merged") & Q(successor__isnull=True),
                name="merged_theme_has_a_successor",
            ),
            models.CheckConstraint(
                condition=Q(under__isnull=True) | ~Q(under=models.F("id")), name="not_under_itself"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["id"], name="theme_live", condition=Q(state="live"))]

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"

    @property
    def about(self) -> str:
        return f"theme:{self.pk}"


class ThemeVoice(models.Model):
    """Which theme a voice is of. Found out from the voices, and anew every night; only a person's word is kept.

    Whoever says the same thing again within a week, and whoever sends a copy of a text, adds a voice and no person:
    such a voice counts for its `head`; a voice that is its own head counts for one person.
    """

    voice = models.OneToOneField("listen.Voice", models.PROTECT, primary_key=True, related_name="themed")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="voices", db_index=False)
    sorted_into = models.ForeignKey(
        Theme, models.PROTECT, related_name="+", db_index=False, help_text="differs where a person has moved it"
    )
    is_moved = models.BooleanField(default=False, help_text="by a person, whose word stays")
    placed_at = models.DateTimeField()
    head_id = models.BigIntegerField(help_text="the voice of the person it counts for")
    first_id = models.BigIntegerField(help_text="the first voice it is a copy of, itself where it is none")
    marks = ArrayField(
        models.BigIntegerField(), default=list, help_text="smallest hashes, by which copies are found"
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["theme", "-voice"], name="theme_voices"),
            models.Index(fields=["first_id"], name="theme_copies"),
            models.Index(fields=["head_id"], name="theme_heads"),
            models.Index(fields=["placed_at"], name="theme_placed"),
            models.Index(fields=["theme"], name="theme_moved", condition=Q(is_moved=True)),
            GinIndex(fields=["marks"], name="theme_marks"),
        ]


class ThemeDay(models.Model):
    """A day of a theme in counts: people, voices, and the voices' tones, by channel and touchpoint.

    Kept up to date as voices come, counted anew every night.
    """

    theme = models.ForeignKey(Theme, models.PROTECT, related_name="days", db_index=False)
    day = models.DateField(help_text="on the clock of the house, when the voices were said")
    channel = models.ForeignKey("listen.Channel", models.PROTECT, related_name="+", db_index=False)
    touchpoint = models.ForeignKey(
        "moments.Touchpoint", models.PROTECT, null=True, related_name="+", db_index=False
    )
    people = models.IntegerField()
    voices = models.IntegerField()
    negative = models.IntegerField()
    positive = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["theme", "day", "channel", "touchpoint"], name="theme_day_once", nulls_distinct=False
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["day"], name="theme_day")]


class Sorting(Watched):
    """A night's work. The last one says in which space new voices are compared."""

    at = models.DateTimeField()
    space = models.CharField(max_length=120, help_text="whose vectors, empty where letters stood alone")
    packed = models.BinaryField(help_text="the space, as `heart.likeness.Space` saves it")
    voices = models.PositiveIntegerField()
    themes = models.PositiveIntegerField()
    margin = models.FloatField(help_text="by which voices are nearer to their own theme than to the next one")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-at"], name="sorting_at")]


class Rise(Watched):
    """A theme that really rose, from when it was noticed until it was as usual again. Told once."""

    theme = models.ForeignKey(Theme, models.PROTECT, related_name="rises")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    people = models.PositiveIntegerField(help_text="in the seven days before it was noticed")
    expected = models.FloatField()
    chance = models.FloatField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["theme"], condition=Q(ended_at__isnull=True), name="one_rise_at_a_time"
            ),
        ]
