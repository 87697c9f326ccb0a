"""Closing, the customer's word on it, and beginning again: nothing closes on the customer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from gwidam.core.actors import Actor
from gwidam.core.errors import NotNow, NotValid
from gwidam.core.ledger import record, verb
from gwidam.core.prepared import Prepared
from gwidam.people.models import Employee

from .. import events
from ..models import Answer, Case, Closure, HandOff, Outcome, Promise, Reopening
from .moves import freshen_due, move, safe
from .promising import owe_answer_again

UNREACHED_AFTER = timedelta(days=7)  # as long as a customer has for papers, so long we keep trying

# Asked at every closing.
_arrived = Prepared(
    lambda case: Answer.objects.filter(case=case, delivered_at__isnull=False, failed_at__isnull=True).values_list(
        "pk"
    )[:1]
)
_owed = Prepared(
    lambda case: Promise.objects.filter(case=case, kept_at__isnull=True, released_at__isnull=True).values_list(
        "pk", "kind"
    )
)
_offered = Prepared(lambda case: HandOff.objects.filter(case=case, state="offered").values_list("pk")[:1])
_behind = Prepared(lambda front: Case.objects.filter(merged_into=front))


class LinksImprovement(Protocol):
    """Links the voice of a case to an improvement: `named` by its number or the title of a new one, or not at all.

    Gives the number it is linked to; raises NotValid on the field `improvement`.
    """

    def __call__(self, *, case: Case, named: str, why: str, by: Employee, at: datetime) -> str: ...


_link_improvement: LinksImprovement | None = None


def improvements_are_linked_by(link: LinksImprovement) -> None:
    """What a closure with the decision "improvement" does in the same transaction. The room above says it."""
    global _link_improvement  # noqa: PLW0603 - said once, when the house starts
    _link_improvement = link


@verb
def close(
    *,
    case: Case,
    anything_else: str,
    cause: str,
    recurrence: str,
    recurrence_why: str,
    by: Employee,
    at: datetime,
    improvement: str = "",
) -> Closure:
    """Close a case whose customer has been answered.

    Needs: an answer that was really delivered, what the customer said to "anything else?", a cause, and how it
    is kept from happening again. No open promise and no waiting offer may be left behind.
    1. Closure row and CaseClosed. 2. Where an improvement was decided on, the voice is linked to it: `improvement`
    is its number or the title of a new one. 3. Cases standing behind it close with it.

    Raises NotNow naming what is still owed, NotValid naming what is not written.
    """
    closure = _closure(case, anything_else, cause, recurrence, recurrence_why)
    if not _arrived(case=case.pk):
        raise NotNow(
            ko="아직 고객에게 닿은 답이 없습니다. 닿은 답이 있어야 마칠 수 있습니다.",
            en="No answer has reached the customer yet; only then can it be closed.",
        )
    _nothing_owed(case)
    move(case, "close", closed_at=at)
    linked = _closed(case, closure, improvement, by=by, at=at)
    for behind in _behind(front=case.pk):
        move(behind, "close_behind", closed_at=at, merged_into=None)
        _closed(behind, _closure(behind, anything_else, cause, recurrence, recurrence_why), linked, by=by, at=at)
    return closure


@verb
def close_unreached(
    *,
    case: Case,
    because: str,
    cause: str,
    recurrence: str,
    recurrence_why: str,
    by: Employee,
    at: datetime,
    improvement: str = "",
) -> Closure:
    """Close a case whose customer could not be reached, and say why; counted apart from the answered ones.

    Only when an answer was tried, none arrived, and a week has passed since the last try.
    """
    if not because.strip():
        raise NotValid(
            ko="왜 닿지 못했는지 적어 주세요.", en="Say why they could not be reached.", field="because"
        )
    last = Answer.objects.filter(case=case).order_by("-at").first()
    if last is None or at - last.at < UNREACHED_AFTER:
        raise NotNow(
            ko="답을 보내고 7일이 지나도 닿지 않을 때에만 이렇게 마칠 수 있습니다.",
            en="Only when an answer was tried and seven days have passed.",
        )
    closure = _closure(case, "(닿지 못함 · not reached)", cause, recurrence, recurrence_why)
    closure.unreached_because = safe(because)
    _nothing_owed(case, but=(Promise.Kind.ANSWER, Promise.Kind.FIRST_WORD, Promise.Kind.CALLBACK))
    move(case, "close_unreached", closed_at=at)
    _closed(case, closure, improvement, by=by, at=at)
    return closure


@verb
def say_outcome(*, closure: Closure, word: str, words: str, by: Actor, at: datetime) -> Outcome:
    """The customer's own word: fixed, half or not. "Not" begins the case again at its guardian.

    Raises NotNow when they have said it before.
    """
    if word not in Outcome.Word.values:
        raise NotValid(ko="셋 중 하나를 골라 주세요.", en="Choose one of the three.", field="word")
    case = Case.objects.select_related("guardian", "voice__channel").get(pk=closure.case_id)
    move(case, "say_outcome")
    outcome, is_new = Outcome.objects.get_or_create(
        closure=closure, defaults={"word": word, "words": safe(words), "at": at}
    )
    if not is_new:
        raise NotNow(ko="이미 알려 주셨습니다. 고맙습니다.", en="You have told us already. Thank you.")
    record(events.OutcomeSaid(case_id=case.pk, closure_id=closure.pk, word=word), by=by, at=at, about=case.about)
    if word == Outcome.Word.NOT:
        reopen(case=case, why=words.strip() or "고객: 해결되지 않았습니다 · Customer: not fixed", by=by, at=at)
    return outcome


@verb
def reopen(*, case: Case, why: str, by: Actor, at: datetime) -> Reopening:
    """Begin again, at the guardian, with the customer's clock never having stopped.

    1. Holder becomes the guardian. 2. An answer is owed anew. 3. CaseReopened wakes the guardian.
    """
    if not why.strip():
        raise NotValid(ko="무엇이 남았는지 적어 주세요.", en="Say what is left.", field="why")
    reopening = Reopening.objects.create(case=case, by=by.actor, why=safe(why), at=at)
    move(
        case,
        "reopen",
        closed_at=None,
        answered_at=None,
        holder_id=case.guardian_id,
        department_id=case.guardian.department_id,
    )
    owe_answer_again(case, by=by, at=at)
    record(
        events.CaseReopened(case_id=case.pk, guardian_employee_id=case.guardian_id, why=reopening.why),
        by=by,
        at=at,
        about=case.about,
    )
    freshen_due(case)
    return reopening


def _closure(case: Case, anything_else: str, cause: str, recurrence: str, recurrence_why: str) -> Closure:
    said = {"anything_else": anything_else, "cause": cause, "recurrence_why": recurrence_why}
    for name, text in said.items():
        if not text.strip():
            raise NotValid(
                ko="“더 필요한 것은 없으신가요?”의 답, 원인, 재발 방지를 모두 적어 주세요.",
                en="Write what the customer said to “anything else?”, the cause, and the recurrence decision.",
                field=name,
            )
    if recurrence not in Closure.Recurrence.values:
        raise NotValid(ko="재발 방지를 골라 주세요.", en="Choose the recurrence decision.", field="recurrence")
    return Closure(case=case, recurrence=recurrence, **{name: safe(text) for name, text in said.items()})


def _nothing_owed(case: Case, but: tuple[str, ...] = ()) -> None:
    owed = [pk for pk, kind in _owed(case=case.pk) if kind not in but]
    if owed:
        raise NotNow(
            ko="아직 지키지 않은 약속이나 남은 서류가 있습니다.",
            en="A promise or a paper is still owed.",
            promises=owed,
        )
    if _offered(case=case.pk):
        raise NotNow(ko="건네 둔 부서의 답을 기다리고 있습니다.", en="An offer is still waiting.")


def _closed(case: Case, closure: Closure, improvement: str, *, by: Employee, at: datetime) -> str:
    """Write the closure down; the number of the improvement that was linked, or ''."""
    closure.case, closure.by, closure.at = case, by, at
    closure.save()
    Promise.objects.filter(case=case, kept_at__isnull=True, released_at__isnull=True).update(
        released_at=at, released_because="closed", tick_at=None
    )
    record(
        events.CaseClosed(
            case_id=case.pk,
            closure_id=closure.pk,
            recurrence=closure.recurrence,
            has_reached=closure.has_reached,
            cause=closure.cause,
        ),
        by=by,
        at=at,
        about=case.about,
    )
    freshen_due(case)
    if closure.recurrence != Closure.Recurrence.IMPROVEMENT or _link_improvement is None:
        return ""
    return _link_improvement(case=case, named=improvement, why=closure.recurrence_why, by=by, at=at)
