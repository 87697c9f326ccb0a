"""Promises, made and kept, both ways."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from gwidam.core.actors import Actor
from gwidam.core.errors import NotNow, NotValid
from gwidam.core.ledger import record, verb
from gwidam.core.prepared import Prepared, any_of
from gwidam.moments.queries import standard_for
from gwidam.people.models import Employee

from .. import events
from ..models import Case, Promise, Provision
from .moves import due_by, freshen_due, move, safe
from .taking import warn_at

PAPERS_EVERY = timedelta(days=2)  # how often the customer is reminded of papers


@verb
def promise(
    *,
    case: Case,
    kind: str,
    says: str,
    by: Employee,
    at: datetime,
    sooner: datetime | None = None,
) -> Promise:
    """Promise the customer something, by the standard of its kind; `sooner` may only be earlier than that.

    `work` runs on the holding department's calendar, everything else on the customer's clock.
    Raises NotValid for an unknown kind or a time after the standard's: a promise is never stretched.
    """
    if kind not in (Promise.Kind.CALLBACK, Promise.Kind.ANSWER, Promise.Kind.WORK):
        raise NotValid(ko="이런 약속은 할 수 없습니다.", en="No such promise can be made.", field="kind")
    move(case, "promise")
    made = _owe(case, kind=kind, says=says, by=by, at=at, sooner=sooner)
    freshen_due(case)
    return made


@verb
def serve_first(*, case: Case, served: str, papers: Sequence[str], by: Employee, at: datetime) -> Provision:
    """Do it first: serve now, and let the customer owe the missing papers (7 days by the house standard).

    1. A Provision says what was served; each paper is a promise of the customer with a clock of its own.
    2. Nothing is cancelled when papers stay away: the guardian is told and decides.
    """
    wanted = [each.strip() for each in papers if each.strip()]
    if not served.strip() or not wanted:
        raise NotValid(
            ko="무엇을 먼저 해 드렸는지, 어떤 서류가 남았는지 적어 주세요.",
            en="Say what was served and which papers are missing.",
            field="papers",
        )
    move(case, "serve_first")
    provision = Provision.objects.create(case=case, served=safe(served), by=by, at=at)
    record(
        events.ServedFirst(case_id=case.pk, provision_id=provision.pk, served=provision.served),
        by=by,
        at=at,
        about=case.about,
    )
    for paper in wanted:
        _owe(case, kind=Promise.Kind.PAPERS, says=paper, by=by, at=at)
    Case.objects.filter(pk=case.pk).update(owes_papers=True)
    case.owes_papers = True
    freshen_due(case)
    return provision


@verb
def keep(*, promise: Promise, by: Actor, at: datetime) -> None:
    """The promise is kept, late or not; nothing makes it look earlier than it was. Idempotent."""
    case = Case.objects.get(pk=promise.case_id)
    if _keep(promise, about=case.about, by=by, at=at):
        _settle_papers(case, at)
        freshen_due(case)


def _keep(promise: Promise, *, about: str, by: Actor, at: datetime) -> bool:
    """Mark it as kept, if it still waits."""
    waits = Promise.objects.filter(pk=promise.pk, kept_at__isnull=True, released_at__isnull=True)
    if not waits.update(kept_at=at, tick_at=None):
        return False
    promise.kept_at = at
    kept = events.PromiseKept(
        case_id=promise.case_id,
        promise_id=promise.pk,
        promise_kind=promise.kind,
        was_late=at > promise.due_at,
        says=promise.says,
    )
    record(kept, by=by, at=at, about=about)
    return True


@verb
def release(*, promise: Promise, because: str, by: Employee, at: datetime) -> None:
    """Let a promise go, with a reason: the customer no longer wants it, or does not owe it after all.

    An answer, and anything already broken, cannot be let go.
    """
    if not because.strip():
        raise NotValid(ko="거두는 이유를 적어 주세요.", en="Say why it is released.", field="because")
    if promise.kind == Promise.Kind.ANSWER or promise.broken_at is not None or at > promise.due_at:
        raise NotNow(
            ko="답변 약속이나 기한이 지난 약속은 거둘 수 없습니다.",
            en="An answer, or a promise past its time, cannot be released.",
        )
    if not Promise.objects.filter(pk=promise.pk, kept_at__isnull=True, released_at__isnull=True).update(
        released_at=at, released_because=safe(because)[:300], tick_at=None
    ):
        raise NotNow(ko="이미 끝난 약속입니다.", en="This promise is already over.")
    case = Case.objects.get(pk=promise.case_id)
    record(
        events.PromiseReleased(
            case_id=case.pk, promise_id=promise.pk, promise_kind=promise.kind, because=safe(because)
        ),
        by=by,
        at=at,
        about=case.about,
    )
    _settle_papers(case, at)
    freshen_due(case)


_waiting = Prepared(
    lambda case, kinds: Promise.objects.filter(
        case=case,
        owed_by=Promise.OwedBy.US,
        kind=any_of(kinds),
        kept_at__isnull=True,
        released_at__isnull=True,
    )
)


def keep_all(case: Case, *, kinds: Sequence[str], by: Actor, at: datetime) -> bool:
    """Keep every waiting promise of ours of these kinds; whether there was one, so that the due time is another."""
    waiting = _waiting(case=case.pk, kinds=[str(each) for each in kinds])
    return bool([each for each in waiting if _keep(each, about=case.about, by=by, at=at)])


def owe_answer_again(case: Case, *, by: Actor, at: datetime) -> Promise | None:
    """After a reopening or an answer that did not arrive: the answer is owed anew, unless it still is."""
    waiting = Promise.objects.filter(
        case=case, kind=Promise.Kind.ANSWER, kept_at__isnull=True, released_at__isnull=True
    )
    if waiting.exists():
        return None
    return _owe(case, kind=Promise.Kind.ANSWER, says="", by=by, at=at)


def _owe(case: Case, *, kind: str, says: str, by: Actor, at: datetime, sooner: datetime | None = None) -> Promise:
    channel_kind = case.voice.channel.kind
    standard = standard_for(kind, touchpoint_id=case.voice.touchpoint_id, channel_kind=channel_kind)
    if standard is None:
        raise NotNow(
            ko="이 약속에 대한 기준이 없습니다. 기준을 먼저 정해 주세요.",
            en="There is no standard for this promise; set one first.",
        )
    department = case.department if kind == Promise.Kind.WORK else None
    due_at = due_by(standard, at, department.calendar.hours) if department else due_by(standard, at)
    if sooner is not None:
        if not at < sooner <= due_at:
            raise NotValid(
                ko="기준보다 늦게 약속할 수 없습니다.",
                en="A promise cannot be later than its standard.",
                field="sooner",
                latest=due_at.isoformat(),
            )
        due_at = sooner
    made = Promise.objects.create(
        case=case,
        owed_by=Promise.OwedBy.CUSTOMER if kind == Promise.Kind.PAPERS else Promise.OwedBy.US,
        kind=kind,
        says=safe(says)[:300],
        standard=standard,
        department=department,
        made_by=by.actor,
        made_at=at,
        due_at=due_at,
        tick_at=at + PAPERS_EVERY if kind == Promise.Kind.PAPERS else warn_at(at, due_at),
    )
    record(
        events.PromiseMade(
            case_id=case.pk,
            promise_id=made.pk,
            promise_kind=kind,
            owed_by=made.owed_by,
            due_at=due_at.isoformat(),
            says=made.says,
        ),
        by=by,
        at=at,
        about=case.about,
    )
    return made


def _settle_papers(case: Case, at: datetime) -> None:
    """Once the last paper is there, what was served first is settled."""
    waiting = Promise.objects.filter(
        case=case, owed_by=Promise.OwedBy.CUSTOMER, kept_at__isnull=True, released_at__isnull=True
    )
    if case.owes_papers and not waiting.exists():
        Provision.objects.filter(case=case, settled_at__isnull=True).update(settled_at=at)
        Case.objects.filter(pk=case.pk).update(owes_papers=False)
        case.owes_papers = False
