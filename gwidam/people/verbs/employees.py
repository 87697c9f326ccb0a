"""Employees join, change, are away, and leave; nobody they guard is left alone by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from gwidam.core.actors import Actor
from gwidam.core.errors import NotNow, NotValid
from gwidam.core.ledger import record, verb

from .. import events
from ..accounts import password_url
from ..models import Absence, Department, Employee, Role

CHANGEABLE = frozenset(
    {"name_ko", "name_en", "department", "roles", "skills", "phone", "deputy", "email", "language"}
)


@verb
def join(
    *,
    email: str,
    name_ko: str,
    department: Department,
    roles: Sequence[str],
    by: Actor,
    at: datetime,
    name_en: str = "",
    skills: Sequence[str] = (),
    phone: str = "",
    language: str = "ko",
    password: str | None = None,
    deputy: Employee | None = None,
) -> Employee:
    """Take a named person in. Without a password they can only sign in after setting one."""
    _known_roles(roles)
    employee = Employee(
        email=email.strip().lower(),
        name_ko=name_ko,
        name_en=name_en,
        department=department,
        roles=list(roles),
        skills=list(skills),
        phone=phone,
        language=language,
        deputy=deputy,
    )
    if password is None:
        employee.set_unusable_password()
    else:
        employee.set_password(password)
    employee.save()
    record(
        events.EmployeeJoined(new_employee_id=employee.pk, department_id=department.pk),
        by=by,
        at=at,
        about=employee.actor,
    )
    return employee


@verb
def change_employee(*, employee: Employee, by: Actor, at: datetime, **changes: Any) -> Employee:
    """Change some of CHANGEABLE. Raises NotValid on an unknown role or a deputy of oneself."""
    unknown = changes.keys() - CHANGEABLE
    if unknown:
        raise TypeError(f"not changeable here: {sorted(unknown)}")
    _known_roles(changes.get("roles", ()))
    if changes.get("deputy") == employee:
        raise NotValid(
            ko="자기 자신을 대리로 둘 수 없습니다.", en="Nobody can be their own deputy.", field="deputy"
        )
    different = {name: value for name, value in changes.items() if getattr(employee, name) != value}
    if not different:
        return employee
    for name, value in different.items():
        setattr(employee, name, value)
    employee.save(update_fields=list(different))
    record(
        events.EmployeeChanged(changed_employee_id=employee.pk, what=", ".join(sorted(different))),
        by=by,
        at=at,
        about=employee.actor,
    )
    return employee


@verb
def be_absent(
    *,
    employee: Employee,
    deputy: Employee,
    starts_at: datetime,
    ends_at: datetime,
    why: str,
    by: Actor,
    at: datetime,
) -> Absence:
    """The deputy covers; every case keeps its guardian. Raises NotValid on a deputy who is away too."""
    if ends_at <= starts_at:
        raise NotValid(ko="끝나는 때가 시작보다 빠릅니다.", en="It ends before it begins.", field="ends_at")
    if deputy == employee or not deputy.is_active:
        raise NotValid(
            ko="대신할 수 있는 다른 직원을 골라 주세요.",
            en="Choose another, active employee.",
            field="deputy",
        )
    away = Absence.objects.filter(employee=deputy, starts_at__lt=ends_at, ends_at__gt=starts_at)
    if away.exists():
        raise NotValid(
            ko=f"{deputy.name_ko} 님도 그때 자리를 비웁니다.",
            en=f"{deputy} is away at that time too.",
            field="deputy",
        )
    absence = Absence.objects.create(
        employee=employee, deputy=deputy, starts_at=starts_at, ends_at=ends_at, why=why
    )
    record(
        events.AbsenceBegun(
            away_employee_id=employee.pk,
            deputy_employee_id=deputy.pk,
            why=why,
            starts_at=starts_at.isoformat(),
            ends_at=ends_at.isoformat(),
        ),
        by=by,
        at=at,
        about=employee.actor,
    )
    return absence


@verb
def come_back(*, absence: Absence, by: Actor, at: datetime) -> None:
    """End an absence now, or take back one that has not begun. Idempotent for one that is over."""
    if at >= absence.ends_at:
        return
    if at > absence.starts_at:
        absence.ends_at = at
        absence.save(update_fields=["ends_at"])
    else:
        absence.delete()
    record(
        events.AbsenceEnded(away_employee_id=absence.employee_id, deputy_employee_id=absence.deputy_id),
        by=by,
        at=at,
        about=f"employee:{absence.employee_id}",
    )


@verb
def invite(*, employee: Employee, by: Actor, at: datetime) -> str:
    """An address where this employee sets a new password, for the operator to hand over; it is shown once.

    Raises NotNow for somebody who has left.
    """
    if not employee.is_active:
        raise NotNow(ko="이미 떠난 직원입니다.", en="This employee has already left.")
    record(events.EmployeeInvited(invited_employee_id=employee.pk), by=by, at=at, about=employee.actor)
    return password_url(employee)


@verb
def leave(*, employee: Employee, moved: int, by: Actor, at: datetime) -> None:
    """Close the account of somebody whose cases have been re-homed; called by the room that keeps cases.

    The database itself refuses it while an open case still names them (see the constraint triggers).
    """
    if not employee.is_active:
        raise NotNow(ko="이미 떠난 직원입니다.", en="This employee has already left.")
    employee.shifts.all().delete()
    Employee.objects.filter(deputy=employee).update(deputy=None)
    employee.tokens.filter(revoked_at__isnull=True).update(revoked_at=at)
    employee.is_active, employee.left_at = False, at
    employee.save(update_fields=["is_active", "left_at"])
    record(events.EmployeeLeft(leaving_employee_id=employee.pk, moved=moved), by=by, at=at, about=employee.actor)


def _known_roles(roles: Sequence[str]) -> None:
    unknown = set(roles) - set(Role.values)
    if unknown:
        raise NotValid(
            ko=f"모르는 역할입니다: {', '.join(sorted(unknown))}",
            en=f"Unknown role: {', '.join(sorted(unknown))}",
            field="roles",
        )
