"""The improvement: something many voices ask for, and what becomes of it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gwidam.core.models import Watched
from gwidam.core.words import Bilingual
from gwidam.people.models import Undoable

from .. import rules
from ..rules.states import NAMES


class Improvement(Watched):
    """Something to change. The public reads title, text and reason; `internal` is for colleagues.

    `round` counts how often it was begun: whoever asked is told once in each.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        SCORED = "scored", _("scored")
        TABLED = "tabled", _("waiting for a ruling")
        ASKED_MORE = "asked_more", _("more asked")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        IN_WORK = "in_work", _("in work")
        IN_PROOF = "in_proof", _("in proof")
        RELEASED = "released", _("released")
        TOLD = "told", _("everybody told")
        VERIFIED = "verified", _("verified")

    class Origin(models.TextChoices):
        VOICE = "voice", _("a voice")
        THEME = "theme", _("a theme")
        CLOSURE = "closure", _("the closing of a case")
        IDEA = "idea", _("an idea")
        MEETING = "meeting", _("a meeting")

    # Reckoned from links and scores, for the order of lists.
    quiet_fields: ClassVar = frozenset({"rank", "pain", "broken", "trend"})

    title_ko = models.CharField(max_length=160, blank=True)
    title_en = models.CharField(max_length=160, blank=True)
    text_ko = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    internal = models.TextField(blank=True)
    grams = ArrayField(models.IntegerField(), default=list, help_text="of title and text, to find similar ones")
    origin = models.CharField(max_length=8, choices=Origin.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    round = models.PositiveSmallIntegerField(default=1)
    reason_ko = models.TextField(blank=True, help_text="why it is not done, for the public")
    reason_en = models.TextField(blank=True)
    asked_of = models.ForeignKey("people.Employee", models.PROTECT, null=True, related_name="+", db_index=False)
    asked_until = models.DateField(null=True)
    owner = models.ForeignKey("people.Employee", models.PROTECT, null=True, related_name="improvements")
    department = models.ForeignKey("people.Department", models.PROTECT, null=True, related_name="improvements")
    is_must = models.BooleanField(default=False)
    must_ground = models.CharField(max_length=300, blank=True, help_text="the law or duty behind it")
    effort = models.FloatField(null=True, help_text="months of one person's work")
    rank = models.FloatField(default=0.0, help_text="the score by the method of the house")
    # What the list can weigh on top of the score, beside it so that no what-if has to look anywhere else.
    pain = models.FloatField(default=0.0, help_text="0 to 1: mean heat of the voices")
    broken = models.FloatField(default=0.0, help_text="share of the voices to whom a promise was broken")
    trend = models.FloatField(default=1.0, help_text="1: as usual; above: really rising; below: falling")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="behind")
    proposed_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField()
    moved_at = models.DateTimeField(help_text="when the state last changed")
    released_at = models.DateTimeField(null=True)

    title = Bilingual("title")
    text = Bilingual("text")
    reason = Bilingual("reason")

    class Meta:
        indexes: ClassVar = [
            GinIndex(fields=["grams"], name="improvement_grams"),
            models.Index(
                fields=["-is_must", "-rank", "id"],
                name="improvement_weighed",
                condition=Q(merged_into__isnull=True, state__in=rules.OPEN),
                include=["effort", "pain", "broken", "trend"],
            ),
            models.Index(
                fields=["owner", "-is_must", "-rank", "id"],
                name="improvement_owned",
                condition=Q(merged_into__isnull=True, state__in=rules.OPEN),
            ),
            models.Index(
                fields=["proposed_by", "-is_must", "-rank", "id"],
                name="improvement_mine",
                condition=Q(merged_into__isnull=True, state__in=rules.OPEN),
            ),
            models.Index(
                fields=["state", "-is_must", "-rank", "id"],
                name="improvement_board",
                condition=Q(merged_into__isnull=True),
            ),
            models.Index(fields=["asked_until"], name="improvement_asked", condition=Q(state="asked_more")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=list(rules.STATES)), name="improvement_state_is_known"),
            models.CheckConstraint(condition=~Q(title_ko="") | ~Q(title_en=""), name="improvement_has_a_title"),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="improvement_not_into_itself"),
            models.CheckConstraint(condition=Q(is_must=False) | ~Q(must_ground=""), name="must_has_a_ground"),
            models.CheckConstraint(condition=Q(effort__isnull=True) | Q(effort__gt=0), name="effort_is_positive"),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason_ko="") | ~Q(reason_en=""), name="declined_with_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="asked_more") | Q(asked_of__isnull=False, asked_until__isnull=False),
                name="asked_of_somebody_by_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "in_work", "in_proof", "released", "told", "verified"])
                | Q(owner__isnull=False, department__isnull=False),
                name="approved_with_an_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        """As people speak of it: G-12."""
        return rules.shown(self.pk)

    @property
    def about(self) -> str:
        return f"improvement:{self.pk}"

    @property
    def state_name(self) -> str:
        """The state in the reader's language."""
        return str(NAMES[self.state])

    @property
    def is_finished(self) -> bool:
        """Whether everybody who asked has been told."""
        return self.state in (self.State.TOLD, self.State.VERIFIED)


class Merging(Undoable):
    """One improvement put behind another, and taken out again; its voices stay its own."""

    improvement = models.ForeignKey(Improvement, models.CASCADE, related_name="mergings")
    into = models.ForeignKey(Improvement, models.PROTECT, related_name="took_in")

    class Meta(Undoable.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["improvement"], condition=Q(undone_at__isnull=True), name="improvement_merged_once"
            )
        ]


class Reopening(Watched):
    """Begun again, and why."""

    improvement = models.ForeignKey(Improvement, models.CASCADE, related_name="reopenings")
    was = models.CharField(max_length=10)
    why = models.TextField()
    by = models.CharField(max_length=60)
    at = models.DateTimeField()
