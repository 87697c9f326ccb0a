"""What happened with a case, as sentences: facts, and the words that answers and notes carry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from gwidam.core.ledger import references
from gwidam.core.models import Fact
from gwidam.core.prepared import Prepared, any_of
from gwidam.core.words import reading_language
from gwidam.listen.models import Voice
from gwidam.listen.queries import channel_names
from gwidam.people.queries import Named, names

from ..models import Answer, Case, Incident, Note, Outcome, Promise
from .rows import CAME_INTO_HANDS, NOBODY

MOST_MOMENTS = 200

ICONS = {
    "listen.VoiceHeard": "voice",
    "listen.FileAttached": "clip",
    "own.CaseOpened": "guard",
    "own.GuardianChanged": "guard",
    "own.CaseTaken": "case",
    "own.HandOffOffered": "hand-over",
    "own.HandOffAccepted": "check",
    "own.HandOffBounced": "bounce",
    "own.HandOffExpired": "bounce",
    "own.HandOffWithdrawn": "bounce",
    "own.PromiseMade": "promise",
    "own.PromiseKept": "check",
    "own.PromiseAtRisk": "bell",
    "own.PromiseBroken": "alert",
    "own.PromiseReleased": "promise",
    "own.ServedFirst": "shelter",
    "own.PapersReminded": "bell",
    "own.PapersOverdue": "alert",
    "own.WordsAdded": "voice",
    "own.MayBeRelated": "link",
    "own.WordsTakenBack": "close",
    "own.FirstWordSaid": "phone",
    "own.AnswerGiven": "answer",
    "own.AnswerDelivered": "check",
    "own.AnswerFailed": "alert",
    "own.NoteLeft": "note",
    "understand.DangerHeard": "bell",
    "understand.ReadingCorrected": "note",
    "own.CaseClosed": "close",
    "own.OutcomeSaid": "voice",
    "own.CaseReopened": "reopen",
    "own.CaseMerged": "merge",
    "own.CaseUnmerged": "merge",
    "own.AbuseReported": "shelter",
    "post.MessageSent": "mail",
    "post.MessageDeferred": "mail",
    "post.MessageWithheld": "alert",
    "post.MessageFailed": "alert",
    "post.MessageBounced": "alert",
}
STATES = {
    "own.PromiseKept": "kept",
    "own.AnswerDelivered": "kept",
    "own.PromiseAtRisk": "soon",
    "own.PromiseBroken": "late",
    "own.PapersOverdue": "late",
    "own.AnswerFailed": "late",
    "own.HandOffExpired": "late",
}

# A letter is told once it left, and only when it was for the customer.
# That a voice was read is seen beside the voice.
UNTOLD = frozenset({"post.MessageQueued", "post.DigestBundled", "understand.VoiceRead"})

_told = Prepared(
    lambda abouts: (
        Fact.objects.filter(about=any_of(abouts))
        .exclude(kind__in=sorted(UNTOLD))
        .order_by("-id")[: MOST_MOMENTS + 1]
    )
)
_answers = Prepared(lambda case: Answer.objects.filter(case=case))
_notes = Prepared(lambda case: Note.objects.filter(case=case))


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of a case.

    `who` is empty where the words name them already; `text` is what an answer or a note said; `is_public`: the
    customer sees it, too; `is_said`: `text` is the customer's own.
    """

    at: datetime
    icon: str
    who: str
    words: str
    text: str
    state: str
    is_public: bool
    is_note: bool
    is_said: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """Moments, the newest first; `is_whole` is False where older ones were left out.

    `held_since` is when the work last changed hands, None where none of these moments tells.
    """

    moments: list[Moment]
    is_whole: bool
    kinds: frozenset[str]
    last_answer: Answer | None
    held_since: datetime | None

    def may_tell(self, kind: str) -> bool:
        """Whether such a fact happened, as far as this story can know."""
        return kind in self.kinds or not self.is_whole


def timeline_of(case: Case) -> Timeline:
    """The story of a case: one query for its facts, one each for answers and notes where there are any."""
    found = _told(abouts=[case.about, f"voice:{case.voice_id}"])
    facts = [each for each in found[:MOST_MOMENTS] if not _is_among_us(each)]
    kinds = frozenset(each.kind for each in facts)
    answers = {each.pk: each for each in _answers(case=case.pk)} if "own.AnswerGiven" in kinds else {}
    notes = {each.pk: each for each in _notes(case=case.pk)} if "own.NoteLeft" in kinds else {}
    added = _added(facts) if "own.WordsAdded" in kinds else {}
    language, named = reading_language(), names()
    return Timeline(
        moments=[_moment(fact, named, language, answers, notes, added) for fact in facts],
        is_whole=len(found) <= MOST_MOMENTS,
        kinds=kinds,
        last_answer=answers[max(answers)] if answers else None,
        held_since=next((each.at for each in facts if each.kind in CAME_INTO_HANDS), None),
    )


def _is_among_us(fact: Fact) -> bool:
    """Whether it only tells of a letter to a colleague."""
    return fact.kind.startswith("post.") and fact.body.get("to_employee_id") is not None


def _added(facts: Sequence[Fact]) -> dict[int, str]:
    """What the customer said later, by the id of that voice."""
    ids = [each.body["added_voice_id"] for each in facts if each.kind == "own.WordsAdded"]
    return dict(Voice.objects.filter(pk__in=ids).values_list("pk", "text"))


def _moment(
    fact: Fact,
    named: Mapping[tuple[str, int], Named],
    language: str,
    answers: Mapping[int, Answer],
    notes: Mapping[int, Note],
    added: Mapping[int, str],
) -> Moment:
    text = ""
    if fact.kind == "own.AnswerGiven" and (answer := answers.get(fact.body["answer_id"])):
        text = answer.text
    elif fact.kind == "own.NoteLeft" and (note := notes.get(fact.body["note_id"])):
        text = note.text
    elif fact.kind == "own.WordsAdded":
        text = added.get(fact.body["added_voice_id"], "")
    state = STATES.get(fact.kind, "")
    if fact.body.get("was_late"):
        state = "late"
    words = fact.said(places_of(fact, named, language), language)
    who = who_did(fact.by, named, language)
    return Moment(
        at=fact.at,
        icon=ICONS.get(fact.kind, "case"),
        who="" if words.startswith(who) else who,
        words=words,
        text=text,
        state=state,
        is_public=fact.is_public,
        is_note=fact.kind == "own.NoteLeft",
        is_said=fact.kind == "own.WordsAdded",
    )


def who_did(actor: str, named: Mapping[tuple[str, int], Named], language: str) -> str:
    """The name behind an actor key: a colleague's, or what the house calls the others."""
    noun, _colon, pk = actor.partition(":")
    if noun == "employee" and pk.isdecimal():
        return named.get(("employee", int(pk)), NOBODY).into(language)
    return _("Customer") if noun == "customer" else ""


def places_of(fact: Fact, named: Mapping[tuple[str, int], Named], language: str) -> dict[str, object]:
    """Names and words for the places of a fact's sentence: people, departments, and codes as words."""
    places: dict[str, object] = {
        role: _("the customer") if noun == "customer" else named.get((noun, pk), NOBODY).into(language)
        for role, noun, pk in references(fact.body)
    }
    body = fact.body
    if "promise_kind" in body and not fact.all_fields.get("says"):
        places["says"] = Promise.Kind(body["promise_kind"]).label
    if fact.kind == "listen.VoiceHeard":
        places["channel"] = _channel_name(body["channel"], language)
    elif fact.kind == "own.OutcomeSaid":
        places["word"] = Outcome.Word(body["word"]).label
    elif fact.kind == "own.AbuseReported":
        places["incident_kind"] = Incident.Kind(body["incident_kind"]).label
    return places


def _channel_name(code: str, language: str) -> str:
    return channel_names().get(code, NOBODY).into(language) or code


def newer_answers(case: Case, *, than: int, but: Sequence[int] = ()) -> list[Answer]:
    """Answers given after the one with this id, oldest first; somebody else may have written while you typed."""
    return list(
        Answer.objects.filter(case=case, pk__gt=than).exclude(by__in=but).select_related("by").order_by("id")
    )
