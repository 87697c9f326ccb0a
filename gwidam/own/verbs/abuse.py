"""Employees are protected from abuse, and the customer's case goes on (Korean industrial safety act, art. 41)."""

from __future__ import annotations

from datetime import datetime, timedelta

from gwidam.core.errors import NotValid
from gwidam.core.ledger import record, verb
from gwidam.people.models import Absence, Employee
from gwidam.people.verbs import be_absent

from .. import events
from ..models import Case, Incident
from .moves import move, safe

COOL_OFF = timedelta(minutes=30)


@verb
def report_abuse(
    *,
    case: Case,
    kind: str,
    step: str,
    what: str,
    notice: str,
    by: Employee,
    at: datetime,
    cover: Employee | None = None,
    cool_off: timedelta = COOL_OFF,
) -> Incident:
    """Stop the talk, or switch it to a colleague, after a notice; a file is kept, the person rests.

    1. An Incident with what was said and the notice given. 2. A cool-off: an absence during which `cover`
    covers, so promises are looked after and the guardian is not marked for what falls due meanwhile.
    3. The case stays open and guarded: protection is no closure.
    """
    if kind not in Incident.Kind.values or step not in Incident.Step.values:
        raise NotValid(ko="종류와 조치를 골라 주세요.", en="Choose kind and step.", field="kind")
    if not what.strip() or not notice.strip():
        raise NotValid(
            ko="무슨 일이 있었는지, 고객에게 무엇을 알렸는지 적어 주세요.",
            en="Write what happened and what the customer was told.",
            field="what",
        )
    move(case, "report_abuse")
    cover = cover or by.deputy
    until = at + cool_off if cover is not None and cool_off else None
    incident = Incident.objects.create(
        case=case,
        employee=by,
        kind=kind,
        step=step,
        what=safe(what),
        notice=safe(notice),
        at=at,
        cool_off_until=until,
        cover=cover,
    )
    if until is not None and cover is not None:
        be_absent(employee=by, deputy=cover, starts_at=at, ends_at=until, why=Absence.Why.COOL_OFF, by=by, at=at)
    record(
        events.AbuseReported(
            case_id=case.pk,
            incident_id=incident.pk,
            harmed_employee_id=by.pk,
            cover_employee_id=cover.pk if cover else None,
            incident_kind=kind,
            protective_step=step,
        ),
        by=by,
        at=at,
        about=case.about,
    )
    return incident
