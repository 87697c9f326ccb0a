"""A work-out meeting: its frame, teams, items with their owners, votes, rulings, minutes and follow-ups."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gwidam.core.models import Watched

from ..rules.meetings import MEETING_NAMES, MEETING_STATES
from .campaigns import Campaign
from .improvements import Improvement
from .rulings import Ruling


class Meeting(Watched):
    """A work-out. Its clock is one for all screens: it ends at `clock_ends_at`, or stands with `clock_left` seconds."""

    title = models.CharField(max_length=160)
    goal = models.TextField(help_text="what it is to reach, measurable")
    scope = models.TextField(blank=True, help_text="what belongs to it, and what does not")
    ground_rules = models.TextField(blank=True)
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, related_name="meetings")
    sponsor = models.ForeignKey("people.Employee", models.PROTECT, related_name="sponsored")
    facilitator = models.ForeignKey("people.Employee", models.PROTECT, related_name="facilitated")
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=120, blank=True)
    votes_each = models.PositiveSmallIntegerField(default=4)
    seconds_each = models.PositiveSmallIntegerField(default=300, help_text="for an item")
    state = models.CharField(
        max_length=12, choices=[(each, each) for each in MEETING_STATES], default=MEETING_STATES[0]
    )
    current = models.ForeignKey("MeetingItem", models.SET_NULL, null=True, related_name="+", db_index=False)
    clock_ends_at = models.DateTimeField(null=True)
    clock_left = models.IntegerField(default=0)
    made_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-starts_at"], name="meeting_latest")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=list(MEETING_STATES)), name="meeting_state_is_known"),
            models.CheckConstraint(condition=Q(votes_each__range=(1, 20)), name="some_votes_each"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def about(self) -> str:
        return f"meeting:{self.pk}"

    @property
    def state_name(self) -> str:
        """The state in the reader's language."""
        return str(MEETING_NAMES[self.state])


class MeetingTeam(Watched):
    """A few people who bring items together."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="teams")
    name = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["meeting", "name"], name="team_named_once")]

    def __str__(self) -> str:
        return self.name


class Participant(Watched):
    """Somebody who takes part, and may vote in the gallery."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="participants", db_index=False)
    employee = models.ForeignKey("people.Employee", models.PROTECT, related_name="workouts")
    team = models.ForeignKey(MeetingTeam, models.SET_NULL, null=True, related_name="participants")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["meeting", "employee"], name="takes_part_once")]


class MeetingItem(Watched):
    """An improvement that a team brings. It cannot be presented before its owner is named."""

    quiet_fields: ClassVar = frozenset({"votes"})

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items", db_index=False)
    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="meeting_items")
    team = models.ForeignKey(MeetingTeam, models.SET_NULL, null=True, related_name="items")
    owner = models.ForeignKey("people.Employee", models.PROTECT, null=True, related_name="meeting_items")
    votes = models.PositiveIntegerField(default=0)
    presented_at = models.DateTimeField(null=True)
    ruling = models.OneToOneField(Ruling, models.PROTECT, null=True, related_name="meeting_item")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "improvement"], name="brought_once"),
            models.CheckConstraint(
                condition=Q(presented_at__isnull=True) | Q(owner__isnull=False),
                name="owner_named_before_presenting",
            ),
            models.CheckConstraint(
                condition=Q(ruling__isnull=True) | Q(presented_at__isnull=False), name="presented_before_ruled"
            ),
        ]


class GalleryVote(Watched):
    """One vote of one participant for one item."""

    item = models.ForeignKey(MeetingItem, models.CASCADE, related_name="ballots", db_index=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="ballots")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "participant"], name="one_vote_for_an_item")
        ]


class FollowUp(Watched):
    """What the owner says 30, 60 and 90 days after a yes. `tick_at`: when the clock reminds them next."""

    item = models.ForeignKey(MeetingItem, models.CASCADE, related_name="follow_ups", db_index=False)
    days = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    tick_at = models.DateTimeField(null=True)
    reminded = models.PositiveSmallIntegerField(default=0)
    result = models.TextField(blank=True)
    by = models.ForeignKey("people.Employee", models.PROTECT, null=True, related_name="+", db_index=False)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["tick_at"], name="follow_up_due", condition=Q(tick_at__isnull=False))
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "days"], name="one_follow_up_a_term"),
            models.CheckConstraint(condition=Q(done_at__isnull=True) | ~Q(result=""), name="followed_up_in_words"),
        ]


class Minutes(Watched):
    """The minutes as they were written when the meeting closed: a PDF under its hash in the store of files."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="minutes")
    language = models.CharField(max_length=2)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "minutes"
