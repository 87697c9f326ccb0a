"""The case: one voice that needs an answer, and the person who keeps it until its customer has one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gwidam.core.models import Watched
from gwidam.core.receipts import shown
from gwidam.people.models import Undoable

from .. import rules


class Case(Watched):
    """A voice in somebody's keeping. It bears the number and the receipt of the voice that opened it."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ANSWERED = "answered", _("answered")
        CLOSED = "closed", _("closed")
        MERGED = "merged", _("standing behind another")

    # A cached due time, and what it is the due time of: computed from promises and offers, never edited.
    quiet_fields: ClassVar = frozenset({"next_due_at", "next_due_kind", "owes_papers"})

    id = models.BigIntegerField(primary_key=True)
    receipt = models.CharField(max_length=10)
    voice = models.OneToOneField("listen.Voice", models.PROTECT, related_name="case")
    customer = models.ForeignKey("people.Customer", models.PROTECT, related_name="cases")
    guardian = models.ForeignKey("people.Employee", models.PROTECT, related_name="guards", db_index=False)
    holder = models.ForeignKey("people.Employee", models.PROTECT, related_name="holds", db_index=False)
    department = models.ForeignKey(
        "people.Department", models.PROTECT, related_name="cases", db_index=False
    )  # the holder's, when they took it
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="behind", db_index=False)
    next_due_at = models.DateTimeField(null=True)
    next_due_kind = models.CharField(max_length=12, blank=True)
    owes_papers = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["guardian", "next_due_at"],
                include=["holder", "state", "owes_papers"],  # what the chips of the guarded list count
                name="case_guarded",
                condition=Q(state__in=["open", "answered"]),
            ),
            models.Index(
                fields=["department", "next_due_at"],
                name="case_held_by_department",
                condition=Q(state__in=["open", "answered"]),
            ),
            models.Index(
                fields=["holder", "next_due_at"],
                name="case_held",
                condition=Q(state__in=["open", "answered"]),
            ),
            # Few stand behind another; no new case pays for them.
            models.Index(fields=["merged_into"], name="case_behind", condition=Q(merged_into__isnull=False)),
            models.Index(fields=["opened_at"], name="case_opened"),
            models.Index(fields=["closed_at"], name="case_closed", condition=Q(closed_at__isnull=False)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["receipt"], name="case_receipt"),
            models.CheckConstraint(condition=Q(state__in=list(rules.STATES)), name="case_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="merged") ^ Q(merged_into__isnull=True), name="case_merged_has_a_target"
            ),
            models.CheckConstraint(
                condition=Q(state="closed") ^ Q(closed_at__isnull=True), name="case_closed_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="case_not_into_itself"),
        ]

    def __str__(self) -> str:
        return shown(self.receipt)

    @property
    def about(self) -> str:
        return f"case:{self.pk}"

    @property
    def shown_receipt(self) -> str:
        return shown(self.receipt)

    @property
    def is_open(self) -> bool:
        """Whether the customer still waits for anything: answered is not closed."""
        return self.state in (self.State.OPEN, self.State.ANSWERED)


class Merge(Undoable):
    """One case put behind another, and taken out again: nothing moves, so nothing is lost either way."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="merges")
    into = models.ForeignKey(Case, models.PROTECT, related_name="took_in")

    class Meta(Undoable.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(undone_at__isnull=True), name="merged_into_one")
        ]


class Presence(models.Model):
    """Who has a case open right now, and whether they are writing. Forgotten within a minute."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="present")
    employee = models.ForeignKey("people.Employee", models.CASCADE, related_name="+")
    is_writing = models.BooleanField(default=False)
    seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "employee"], name="present_once")]
