"""Handing over: offered, accepted, bounced, expired, withdrawn. Until accepted it is still the giver's."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.actors import Actor
from gwidam.core.errors import NotNow, NotValid, NotYours
from gwidam.core.ledger import record, verb
from gwidam.moments.models import Standard
from gwidam.moments.queries import standard_for
from gwidam.people.models import Department, Employee, Role
from gwidam.people.queries import covered_by, cvi_team

from .. import events, rules
from ..models import Case, HandOff
from .moves import due_by, freshen_due, move
from .offering import decide, must_receive

BOUNCES_TO_CVI = 2  # a second bounce of one case is the company's problem, not the customer's


@verb
def hand_over(
    *,
    case: Case,
    to: Department,
    reason: str,
    by: Employee,
    at: datetime,
    person: Employee | None = None,
) -> HandOff:
    """Offer the work to another department; the giver keeps it until they accept, the guardian keeps the case.

    1. The offer is due on the receiving department's own calendar, by the `accept` standard.
    2. HandOffOffered is recorded and wakes the department's desk.

    Raises NotYours when the giver neither holds nor guards it, NotNow while another offer waits,
    NotValid without a reason or to where it already is.
    """
    if not reason.strip():
        raise NotValid(ko="왜 건네는지 적어 주세요.", en="Say why you hand it over.", field="reason")
    if to.pk == case.department_id and (person is None or person.pk == case.holder_id):
        raise NotValid(ko="이미 그 부서에서 맡고 있습니다.", en="That department already holds it.", field="to")
    if person is not None and (person.department_id != to.pk or not person.is_active):
        raise NotValid(
            ko="그 부서에서 일하는 사람을 골라 주세요.",
            en="Choose somebody of that department.",
            field="person",
        )
    _must_keep(case, by, at)
    move(case, "hand_over")
    if HandOff.objects.filter(case=case, state=HandOff.State.OFFERED).exists():
        raise NotNow(ko="이미 다른 부서에 건네 둔 상태입니다.", en="It is already offered to another department.")
    standard = standard_for(Standard.Kind.ACCEPT, touchpoint_id=case.voice.touchpoint_id)
    if standard is None:
        raise NotNow(ko="“맡기” 기준이 없습니다.", en="There is no standard for accepting.")
    handoff = HandOff.objects.create(
        case=case,
        giver_id=case.holder_id,
        from_department_id=case.department_id,
        to_department=to,
        to_person=person,
        reason=reason.strip(),
        offered_at=at,
        due_at=due_by(standard, at, to.calendar.hours),
    )
    record(
        events.HandOffOffered(
            case_id=case.pk,
            handoff_id=handoff.pk,
            giver_employee_id=handoff.giver_id,
            guardian_employee_id=case.guardian_id,
            from_department_id=handoff.from_department_id,
            to_department_id=to.pk,
            reason=handoff.reason,
        ),
        by=by,
        at=at,
        about=case.about,
    )
    freshen_due(case)
    return handoff


@verb
def accept(*, handoff: HandOff, by: Employee, at: datetime) -> HandOff:
    """Take what was offered to one's department: the work changes hands, the guardian does not.

    Raises NotYours for another department, NotNow when somebody was faster (naming them).
    """
    must_receive(handoff, by)
    decide(handoff, "accept", by=by, at=at)
    case = Case.objects.get(pk=handoff.case_id)
    move(case, "accept", holder_id=by.pk, department_id=handoff.to_department_id)
    record(
        events.HandOffAccepted(
            case_id=case.pk,
            handoff_id=handoff.pk,
            giver_employee_id=handoff.giver_id,
            guardian_employee_id=case.guardian_id,
            taker_employee_id=by.pk,
            from_department_id=handoff.from_department_id,
            to_department_id=handoff.to_department_id,
        ),
        by=by,
        at=at,
        about=case.about,
    )
    freshen_due(case)
    return handoff


@verb
def bounce(
    *, handoff: HandOff, reason: str, by: Employee, at: datetime, better: Department | None = None
) -> HandOff:
    """Refuse with a reason and, where known, a better owner; it stays with the giver.

    The CVI team is the last stop and does not bounce. Raises like `accept`, and NotValid without a reason.
    """
    if not reason.strip():
        raise NotValid(ko="되돌리는 이유를 적어 주세요.", en="Say why you bounce it.", field="reason")
    if better is not None and better.pk == handoff.to_department_id:
        raise NotValid(ko="더 맞는 다른 부서를 골라 주세요.", en="Name another department.", field="better")
    must_receive(handoff, by)
    if handoff.to_department.is_cvi:
        raise NotNow(
            ko="고객가치혁신팀은 되돌릴 수 없습니다. 여기가 마지막입니다.",
            en="The customer value innovation team cannot bounce: it is the last stop.",
        )
    decide(
        handoff,
        "bounce",
        by=by,
        at=at,
        bounce_reason=reason.strip(),
        better_department_id=better.pk if better else None,
    )
    case = Case.objects.get(pk=handoff.case_id)
    rules.step(case.state, "bounce")
    record(
        events.HandOffBounced(
            case_id=case.pk,
            handoff_id=handoff.pk,
            giver_employee_id=handoff.giver_id,
            guardian_employee_id=case.guardian_id,
            from_department_id=handoff.from_department_id,
            to_department_id=handoff.to_department_id,
            better_department_id=better.pk if better else None,
            reason=reason.strip(),
        ),
        by=by,
        at=at,
        about=case.about,
    )
    freshen_due(case)
    return handoff


@verb
def withdraw(*, handoff: HandOff, by: Employee, at: datetime) -> HandOff:
    """Take an offer back before it is decided."""
    case = Case.objects.get(pk=handoff.case_id)
    _must_keep(case, by, at)
    decide(handoff, "withdraw", by=by, at=at)
    record(
        events.HandOffWithdrawn(
            case_id=case.pk,
            handoff_id=handoff.pk,
            giver_employee_id=handoff.giver_id,
            to_department_id=handoff.to_department_id,
        ),
        by=by,
        at=at,
        about=case.about,
    )
    freshen_due(case)
    return handoff


@verb
def expire(*, handoff: HandOff, by: Actor, at: datetime) -> None:
    """Nobody decided in time: the offer ends, the work stays where it is, the guardian is told."""
    decide(handoff, "expire", by=None, at=at)
    case = Case.objects.get(pk=handoff.case_id)
    record(
        events.HandOffExpired(
            case_id=case.pk,
            handoff_id=handoff.pk,
            giver_employee_id=handoff.giver_id,
            guardian_employee_id=case.guardian_id,
            from_department_id=handoff.from_department_id,
            to_department_id=handoff.to_department_id,
        ),
        by=by,
        at=at,
        about=case.about,
    )
    freshen_due(case)


@verb
def bring_to_cvi(*, case: Case, by: Actor, at: datetime) -> HandOff | None:
    """Offer a case that was bounced twice to the CVI team, in the guardian's name. None when not called for."""
    team = cvi_team()
    bounces = HandOff.objects.filter(case=case, state=HandOff.State.BOUNCED).count()
    offered = HandOff.objects.filter(case=case, state=HandOff.State.OFFERED).exists()
    if team is None or bounces < BOUNCES_TO_CVI or offered or case.department_id == team.pk or not case.is_open:
        return None
    return hand_over(
        case=case,
        to=team,
        reason=f"{bounces}번 되돌아온 건입니다. 맡을 곳을 정해 주세요. · Bounced {bounces} times: please decide.",
        by=case.guardian,
        at=at,
    )


@verb
def take(*, case: Case, by: Employee, at: datetime) -> None:
    """Take over the work of a colleague of one's own department, or as guardian take it back.

    Raises NotYours for anybody else, NotNow when somebody was faster.
    """
    if by.pk == case.holder_id:
        return
    if by.department_id != case.department_id and by.pk != case.guardian_id and not by.is_a(Role.CVI):
        raise NotYours(
            ko="같은 부서의 일만 가져올 수 있습니다.", en="You can take work of your own department only."
        )
    old = case.holder_id
    move(case, "take", holder_id=by.pk, department_id=by.department_id)
    record(
        events.CaseTaken(case_id=case.pk, old_employee_id=old, taker_employee_id=by.pk),
        by=by,
        at=at,
        about=case.about,
    )


def _must_keep(case: Case, by: Employee, at: datetime) -> None:
    """Holder, guardian, who covers for them, a colleague of the holder's department, or the CVI team."""
    if by.pk in (case.holder_id, case.guardian_id) or by.department_id == case.department_id:
        return
    covers = (covered_by(case.guardian, at), covered_by(case.holder, at))
    if by in covers or by.is_a(Role.CVI):
        return
    raise NotYours(
        ko="이 건을 맡거나 지키는 사람만 할 수 있습니다.",
        en="Only whoever holds or guards this case can do that.",
    )
