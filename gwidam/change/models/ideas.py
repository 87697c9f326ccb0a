"""What people hand in to a campaign, who wants it, too, what evaluators say of it, and what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models
from django.db.models import F, Q

from gwidam.core.models import Watched

from ..rules.ideas import IDEA_NAMES, IDEA_STATES
from .campaigns import Campaign
from .improvements import Improvement

if TYPE_CHECKING:
    from gwidam.people.models import Customer


class Idea(Watched):
    """An idea in a campaign. Its words are those of its voice; the answer is the official one.

    `employee` and `department` are empty in an anonymous campaign, and for customers. `decision` names the act
    that decided it, together with the others of that act, so that the act can be taken back as one.
    """

    quiet_fields: ClassVar = frozenset({"supporters", "comments", "spread"})

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="ideas", db_index=False)
    voice = models.OneToOneField("listen.Voice", models.PROTECT, related_name="idea")
    title = models.CharField(max_length=160)
    grams = ArrayField(models.IntegerField(), default=list, help_text="of title and text, to find like ones")
    on = models.DateField(help_text="the day it was handed in")
    employee = models.ForeignKey("people.Employee", models.PROTECT, null=True, related_name="ideas")
    department = models.ForeignKey("people.Department", models.PROTECT, null=True, related_name="ideas")
    state = models.CharField(max_length=10, choices=[(each, each) for each in IDEA_STATES], default=IDEA_STATES[0])
    was = models.CharField(max_length=10, blank=True, help_text="the state before it was decided or folded")
    answer = models.TextField(blank=True, help_text="the official answer")
    decision = models.UUIDField(null=True, db_index=True)
    decided_by = models.ForeignKey("people.Employee", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    tell_at = models.DateTimeField(null=True, help_text="when the answer leaves; until then it can be taken back")
    told_at = models.DateTimeField(null=True)
    improvement = models.ForeignKey(Improvement, models.PROTECT, null=True, related_name="ideas")
    folded_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="behind")
    supporters = models.PositiveIntegerField(default=0)
    comments = models.PositiveIntegerField(default=0)
    spread = models.PositiveSmallIntegerField(default=0, help_text="how far evaluators stand apart, 0 to 4")
    shown_by = models.ForeignKey(
        "people.Employee",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        help_text="who let it show on the page of an open campaign",
    )
    shown_at = models.DateTimeField(null=True)
    unshown_why = models.CharField(max_length=300, blank=True, help_text="why it does not show there")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["campaign", "state", "-id"], name="idea_newest"),
            models.Index(fields=["campaign", "-supporters", "-id"], name="idea_most_wanted"),
            models.Index(fields=["campaign", "-spread", "-id"], name="idea_most_disputed"),
            models.Index(fields=["tell_at"], name="idea_to_tell", condition=Q(tell_at__isnull=False)),
            GinIndex(fields=["grams"], name="idea_grams"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=list(IDEA_STATES)), name="idea_state_is_known"),
            models.CheckConstraint(condition=~Q(folded_into=F("id")), name="idea_not_into_itself"),
            models.CheckConstraint(
                condition=Q(state="folded", folded_into__isnull=False)
                | ~Q(state="folded") & Q(folded_into__isnull=True),
                name="folded_into_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "done"]) | Q(improvement__isnull=False),
                name="accepted_with_an_improvement",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "declined", "done"])
                | ~Q(answer="") & Q(decided_by__isnull=False),
                name="decided_with_an_answer",
            ),
            models.CheckConstraint(
                condition=Q(shown_at__isnull=True, shown_by__isnull=True)
                | Q(shown_at__isnull=False, shown_by__isnull=False, unshown_why=""),
                name="shown_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def about(self) -> str:
        return f"idea:{self.pk}"

    @property
    def state_name(self) -> str:
        """The state in the reader's language."""
        return str(IDEA_NAMES[self.state])

    @property
    def further_words(self) -> str:
        """The words of its voice behind the line that is its title."""
        first, _gap, rest = str(self.voice.text).partition("\n")
        return (rest if first.strip().startswith(self.title[:40]) else str(self.voice.text)).strip()

    @property
    def is_decided(self) -> bool:
        return self.state in ("accepted", "declined", "done")


class IdeaSupport(Watched):
    """Somebody who wants it, too, by a mark that is the same each time they come.

    `customer` is kept in an open campaign, so that they are told what becomes of it.
    """

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="supports", db_index=False)
    mark = models.CharField(max_length=40)
    customer = models.ForeignKey("people.Customer", models.PROTECT, null=True, related_name="idea_supports")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["idea", "mark"], name="idea_supported_once")]

    @classmethod
    def leave(cls, *, idea: Idea, mark: str, customer: Customer | None) -> bool:
        """Leave the mark; False where it is there already: of two at once the second waits, and finds the first."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO change_ideasupport (idea_id, mark, customer_id) VALUES (%s, %s, %s)"
                " ON CONFLICT DO NOTHING",
                [idea.pk, mark, customer.pk if customer else None],
            )
            is_new = bool(cursor.rowcount)
        if is_new:
            cls.note_write()
        return is_new


class IdeaComment(Watched):
    """A few words about an idea. The team may hide it with a reason; it is never rewritten.

    One of a customer is held until a colleague lets it show.
    """

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="said")
    text = models.TextField()
    employee = models.ForeignKey("people.Employee", models.PROTECT, null=True, related_name="+", db_index=False)
    customer = models.ForeignKey("people.Customer", models.PROTECT, null=True, related_name="+")
    on = models.DateField()
    shown_by = models.ForeignKey("people.Employee", models.PROTECT, null=True, related_name="+", db_index=False)
    hidden_by = models.ForeignKey("people.Employee", models.PROTECT, null=True, related_name="+", db_index=False)
    hidden_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(hidden_by__isnull=True) | ~Q(hidden_why=""), name="hidden_with_a_reason"
            )
        ]

    @property
    def is_held(self) -> bool:
        """Whether it waits for somebody to let it show."""
        return self.customer_id is not None and self.shown_by_id is None and self.hidden_by_id is None


class Evaluation(Watched):
    """What one evaluator says of an idea: asked by a day, then marks from 1 to 5 and a note."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="evaluations", db_index=False)
    evaluator = models.ForeignKey("people.Employee", models.PROTECT, related_name="evaluations")
    asked_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", db_index=False)
    due_on = models.DateField()
    value = models.PositiveSmallIntegerField(null=True)
    feasibility = models.PositiveSmallIntegerField(null=True)
    note = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["idea", "evaluator"], name="idea_evaluated_once_each"),
            models.CheckConstraint(
                condition=Q(value__isnull=True, feasibility__isnull=True, done_at__isnull=True)
                | Q(value__range=(1, 5), feasibility__range=(1, 5), done_at__isnull=False),
                name="marks_from_1_to_5",
            ),
        ]
