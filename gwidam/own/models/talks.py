"""Talks: two people who write to each other now. What was said becomes one voice when it ends."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gwidam.core.models import Watched
from gwidam.core.words import Bilingual

from .. import rules
from .offers import Offer

PHOTOS = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})


class Talk(Watched):
    """A live conversation with one customer, kept by one employee once somebody has taken it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        ENDED = "ended", _("ended")

    class Because(models.TextChoices):
        """Why a talk ended."""

        CUSTOMER = "customer", _("the customer ended it")
        EMPLOYEE = "employee", _("nothing else was asked")
        NOBODY = "nobody", _("nobody was on duty")
        WAITED = "waited", _("nobody could take it in time")
        AWAY = "away", _("the customer went away")
        SILENT = "silent", _("nobody wrote any more")

    # Marks of presence, and when the clock looks next: nothing has happened that a fact could tell.
    quiet_fields: ClassVar = frozenset({"seen_at", "customer_wrote_at", "keeper_wrote_at", "tick_at"})

    id = models.BigIntegerField(primary_key=True)
    channel = models.ForeignKey("listen.Channel", models.PROTECT, related_name="talks", db_index=False)
    # What opens it is kept by its hash: whoever reads the table cannot speak for the customer.
    key = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the key the customer's browser made")
    customer = models.ForeignKey("people.Customer", models.PROTECT, related_name="talks")
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    keeper = models.ForeignKey("people.Employee", models.PROTECT, null=True, related_name="talks", db_index=False)
    began_at = models.DateTimeField()
    waits_since = models.DateTimeField(help_text="when it began, or was let go again")
    said = models.PositiveIntegerField(default=0, help_text="number of the last line")
    said_at = models.DateTimeField(help_text="when the last line was said")
    seen_at = models.DateTimeField(help_text="when the customer's window was last open")
    customer_wrote_at = models.DateTimeField(null=True)
    keeper_wrote_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True, help_text="“anything else?” was asked and nothing came since")
    is_answered = models.BooleanField(
        default=False, help_text="the keeper says that the talk itself is the answer"
    )
    ended_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=8, choices=Because.choices, blank=True)
    voice = models.OneToOneField("listen.Voice", models.PROTECT, null=True, related_name="talk")
    tick_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["channel", "waits_since"], name="talk_waiting", condition=Q(state="waiting")),
            models.Index(fields=["keeper"], name="talk_running", condition=Q(state="running")),
            models.Index(fields=["tick_at"], name="talk_tick", condition=Q(tick_at__isnull=False)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=list(rules.TALK_STATES)), name="talk_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(keeper__isnull=False), name="talk_running_has_a_keeper"
            ),
            # Ended is: it is a voice. One cannot be without the other, whoever is killed in between.
            models.CheckConstraint(
                condition=Q(state="ended", voice__isnull=False, ended_at__isnull=False, tick_at__isnull=True)
                | (~Q(state="ended") & Q(voice__isnull=True, ended_at__isnull=True, tick_at__isnull=False)),
                name="talk_ended_is_a_voice",
            ),
        ]

    def __str__(self) -> str:
        return self.about

    @property
    def about(self) -> str:
        return f"talk:{self.pk}"

    @property
    def is_over(self) -> bool:
        return self.state == self.State.ENDED


class TalkLine(Watched):
    """One thing said in a talk, numbered without gaps; the same key again is the same line."""

    class Side(models.TextChoices):
        CUSTOMER = "customer", _("customer")
        EMPLOYEE = "employee", _("employee")
        HOUSE = "house", _("the house itself")

    talk = models.ForeignKey(Talk, models.CASCADE, related_name="lines", db_index=False)
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=64)
    side = models.CharField(max_length=8, choices=Side.choices)
    by = models.ForeignKey("people.Employee", models.PROTECT, null=True, related_name="+", db_index=False)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["talk", "number"], name="line_numbered_once"),
            models.UniqueConstraint(fields=["talk", "key"], name="line_said_once"),
        ]

    @property
    def has_file(self) -> bool:
        """Whether a file came with it. No query where `file` was selected with the line."""
        return hasattr(self, "file")


class TalkFile(Watched):
    """A file that was given in a talk; the line it came with has its name. Its bytes lie under their own hash."""

    line = models.OneToOneField(TalkLine, models.CASCADE, related_name="file")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="bytes")
    erased_at = models.DateTimeField(null=True)

    @property
    def is_photo(self) -> bool:
        """Whether it can be drawn anew as a preview."""
        return self.media_type in PHOTOS


class TalkOffer(Offer):
    """An offer of a running talk to a department, and what became of it: the words and steps of a hand-over."""

    talk = models.ForeignKey(Talk, models.CASCADE, related_name="offers")
    giver = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    to_department = models.ForeignKey("people.Department", models.PROTECT, related_name="+", db_index=False)
    due_at = models.DateTimeField(help_text="somebody is waiting in the window: minutes, around the clock")
    decided_by = models.ForeignKey("people.Employee", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["to_department"], name="talk_offers", condition=Q(state="offered")),
            models.Index(fields=["due_at"], name="talk_offer_due", condition=Q(state="offered")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=list(rules.HANDOFF_STATES)), name="talk_offer_state_is_known"
            ),
            models.UniqueConstraint(
                fields=["talk"], condition=Q(state="offered"), name="one_talk_offer_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="bounced") | ~Q(bounce_reason=""), name="talk_bounce_has_a_reason"
            ),
        ]


class Seat(models.Model):
    """Who has the page of talks open right now. Only they are given talks; forgotten within minutes."""

    employee = models.OneToOneField("people.Employee", models.CASCADE, related_name="seat")
    seen_at = models.DateTimeField()


class ReadyAnswer(Watched):
    """Words that are said again and again, in both languages, with places such as {customer}."""

    title_ko = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80, blank=True)
    text_ko = models.TextField()
    text_en = models.TextField(blank=True)
    title = Bilingual("title")

    class Meta:
        ordering: ClassVar = ["title_ko"]

    def __str__(self) -> str:
        return str(self.title)
