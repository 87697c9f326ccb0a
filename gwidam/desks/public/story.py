"""What a customer sees of their voice: derived from public facts, typed by nobody."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from gwidam.change.queries.public import Outcome as Became
from gwidam.change.queries.public import outcomes_of, was_told_since
from gwidam.core.errors import NotFound
from gwidam.core.models import Fact
from gwidam.core.prepared import Prepared, any_of
from gwidam.listen.models import Voice
from gwidam.own.models import Answer, Case, Closure, Outcome, Promise
from gwidam.own.queries.public_facts import told_to_customer
from gwidam.own.tracking import voice_of
from gwidam.people.models import Contact
from gwidam.people.queries import departments

SEEN_AFTER_CLOSURE = timedelta(days=90)
ICONS = {
    "listen.VoiceHeard": "ear",
    "own.CaseOpened": "guard",
    "own.GuardianChanged": "guard",
    "own.HandOffOffered": "hand-over",
    "own.HandOffAccepted": "hand-over",
    "own.HandOffBounced": "bounce",
    "own.HandOffExpired": "bounce",
    "own.PromiseMade": "promise",
    "own.PromiseKept": "check",
    "own.PromiseBroken": "alert",
    "own.AnswerGiven": "answer",
    "own.AnswerDelivered": "answer",
    "own.AnswerFailed": "alert",
    "own.CaseClosed": "close",
    "own.CaseReopened": "reopen",
    "own.WordsAdded": "plus",
}

# Everything in one row; grams are thousands of numbers that no page shows.
_voice = Prepared(
    lambda receipt: (
        Voice.objects.select_related("customer", "case__guardian").defer("grams").filter(receipt=receipt)
    )
)
_phones = Prepared(
    lambda customer: Contact.objects.filter(customer=customer, kind=Contact.Kind.PHONE).values_list("pk")[:1]
)
_public_facts = Prepared(lambda abouts: Fact.objects.filter(about=any_of(abouts), is_public=True).order_by("id"))
_promises = Prepared(lambda case: Promise.objects.filter(case=case).order_by("due_at"))
_answers = Prepared(lambda case: Answer.objects.filter(case=case).order_by("id"))
_last_closure = Prepared(
    lambda case: Closure.objects.filter(case=case).select_related("outcome").order_by("-id")[:1]
)


@dataclass(frozen=True, slots=True)
class Moment:
    """One public fact, as a sentence."""

    at: datetime
    words: str
    icon: str


@dataclass(frozen=True, slots=True)
class Day:
    """What happened on one day, first to last."""

    on: date
    moments: list[Moment]


@dataclass(slots=True)
class Story:
    """All that the follow page shows. `may_read` says whether the words themselves are shown."""

    voice: Voice
    case: Case | None
    may_read: bool
    guarded_since: datetime
    promises: list[Promise] = field(default_factory=list)
    papers: list[Promise] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    added: list[Voice] = field(default_factory=list)
    closure: Closure | None = None
    outcome: Outcome | None = None
    led_to: list[Became] = field(default_factory=list)
    days: list[Day] = field(default_factory=list)

    @property
    def unread(self) -> list[Answer]:
        """Answers that have not reached the customer as far as we know."""
        return [each for each in self.answers if each.delivered_at is None and each.failed_at is None]

    @property
    def may_add(self) -> bool:
        """Whether words can be added: until it is closed."""
        return self.case is not None and self.case.state != Case.State.CLOSED


def voice_by_token(token: str, *, at: datetime) -> Voice:
    """The voice a link opens. Raises the same NotFound for a wrong link and for one that is over."""
    voice = voice_of(token)
    if is_over(voice, at=at):
        raise nothing()
    return voice


def voice_by_receipt(receipt: str, *, at: datetime) -> Voice:
    """The voice a cookie names. Raises NotFound when its time is over."""
    voice = _voice.first(receipt=receipt)
    if voice is None or is_over(voice, at=at):
        raise nothing()
    return voice


def is_over(voice: Voice, *, at: datetime) -> bool:
    """Whether nobody may look any more: 90 days after it was closed, or heard where no answer was needed, or after
    they were told what became of it."""
    case = case_of(voice)
    if case is not None and case.closed_at is None:
        return False
    ended = case.closed_at if case and case.closed_at else voice.heard_at
    return at >= ended + SEEN_AFTER_CLOSURE and not was_told_since(voice.pk, at - SEEN_AFTER_CLOSURE)


def case_of(voice: Voice) -> Case | None:
    """The case this voice opened, if it needed an answer."""
    return getattr(voice, "case", None)


def nothing() -> NotFound:
    """What `tracking.voice_of` says of a link that opens nothing."""
    return NotFound(ko="이 링크로는 볼 수 있는 것이 없습니다.", en="There is nothing to see under this link.")


def has_phone(voice: Voice) -> bool:
    """Whether the words are kept behind the last digits of a phone."""
    return bool(_phones(customer=voice.customer_id))


def story_of(voice: Voice, *, has_proof: bool) -> Story:
    """Everything for the page, in a fixed number of queries."""
    case = case_of(voice)
    story = Story(voice, case, has_proof or not has_phone(voice), voice.heard_at)
    facts = _public_facts(abouts=[f"voice:{voice.pk}", f"case:{voice.pk}"])
    story.days = _days(facts)
    story.led_to = outcomes_of([voice.pk]).get(voice.pk, [])
    if case is None:
        return story
    case.department = departments()[case.department_id]  # remembered; the page names both
    case.guardian.department = departments()[case.guardian.department_id]
    changes = [each.at for each in facts if each.kind in ("own.CaseOpened", "own.GuardianChanged")]
    story.guarded_since = changes[-1] if changes else case.opened_at
    waiting = [each for each in _promises(case=case.pk) if each.is_waiting]
    story.papers = [each for each in waiting if each.owed_by == Promise.OwedBy.CUSTOMER]
    story.promises = [
        each for each in waiting if each.owed_by == Promise.OwedBy.US and each.kind != Promise.Kind.WORK
    ]
    story.answers = _answers(case=case.pk)
    if added := _added(facts):
        story.added = list(Voice.objects.filter(pk__in=added).order_by("pk"))
    if case.state == Case.State.CLOSED:
        story.closure = _last_closure.first(case=case.pk)
        story.outcome = getattr(story.closure, "outcome", None)
    return story


def _added(facts: list[Fact]) -> list[int]:
    return [each.body["added_voice_id"] for each in facts if each.kind == "own.WordsAdded"]


def _days(facts: list[Fact]) -> list[Day]:
    moments = [
        Moment(each.at, words, ICONS.get(each.kind, "case")) for each in facts if (words := told_to_customer(each))
    ]
    by_day = itertools.groupby(moments, key=lambda each: timezone.localtime(each.at).date())
    return [Day(on, list(group)) for on, group in by_day]
