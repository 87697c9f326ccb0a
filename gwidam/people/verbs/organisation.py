"""Departments, calendars, rosters, and the directory of who answers for what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gwidam.core.actors import Actor
from gwidam.core.errors import NotValid
from gwidam.core.grams import grams
from gwidam.core.hours import Hours
from gwidam.core.ledger import record, verb

from .. import events
from ..models import Calendar, Department, Employee, Responsibility, Roster, Shift

WEEK = 7 * 1440  # minutes


@verb
def set_calendar(*, code: str, name_ko: str, name_en: str, hours: Hours, by: Actor, at: datetime) -> Calendar:
    """Make or change a calendar. Open clocks on it are reckoned anew by the loop."""
    calendar, _ = Calendar.objects.update_or_create(
        code=code, defaults={"name_ko": name_ko, "name_en": name_en, "spec": hours.to_dict()}
    )
    record(
        events.CalendarChanged(calendar_id=calendar.pk, code=code),
        by=by,
        at=at,
        about=f"calendar:{calendar.pk}",
    )
    return calendar


@verb
def set_department(
    *,
    code: str,
    name_ko: str,
    name_en: str,
    calendar: Calendar,
    by: Actor,
    at: datetime,
    parent: Department | None = None,
    is_cvi: bool = False,
) -> Department:
    """Make or change a department, known by its code. Raises NotValid on a cycle of parents."""
    above = parent
    while above is not None:
        if above.code == code:
            raise NotValid(
                ko="상위 부서가 서로 물려 있습니다.",
                en="The departments are their own parents.",
                field="parent",
            )
        above = above.parent
    department, _ = Department.objects.update_or_create(
        code=code,
        defaults={
            "name_ko": name_ko,
            "name_en": name_en,
            "calendar": calendar,
            "parent": parent,
            "is_cvi": is_cvi,
        },
    )
    record(
        events.DepartmentChanged(department_id=department.pk),
        by=by,
        at=at,
        about=f"department:{department.pk}",
    )
    return department


@verb
def set_roster(
    *,
    code: str,
    name_ko: str,
    name_en: str,
    shifts: Sequence[tuple[Employee, int, int]],
    by: Actor,
    at: datetime,
    time_zone: str = "Asia/Seoul",
) -> Roster:
    """Replace the weekly shifts of a roster: (employee, minute of the week it starts, minutes it lasts)."""
    roster, _ = Roster.objects.update_or_create(
        code=code, defaults={"name_ko": name_ko, "name_en": name_en, "time_zone": time_zone}
    )
    for employee, starts_minute, minutes in shifts:
        if not employee.is_active or not 0 <= starts_minute < WEEK or not 0 < minutes <= 1440:
            raise NotValid(
                ko="근무표의 한 줄이 맞지 않습니다.",
                en="A shift of the roster is not possible.",
                field="shifts",
            )
    roster.shifts.all().delete()
    Shift.objects.bulk_create(
        Shift(roster=roster, employee=employee, starts_minute=start, minutes=minutes)
        for employee, start, minutes in shifts
    )
    record(events.RosterChanged(roster_id=roster.pk, code=code), by=by, at=at, about=f"roster:{roster.pk}")
    return roster


@verb
def answer_for(
    *,
    department: Department,
    by: Actor,
    at: datetime,
    person: Employee | None = None,
    product: str = "",
    service: str = "",
    topic: str = "",
    touchpoint: str = "",
    region: str = "",
    says_ko: str = "",
    says_en: str = "",
    line: Responsibility | None = None,
) -> Responsibility:
    """Write a line of the directory, or change `line`."""
    words = [product, service, topic, region, says_ko, says_en, department.name_ko, department.name_en]
    if person is not None:
        words += [person.name_ko, person.name_en]
    line = line or Responsibility()
    line.department, line.person = department, person
    line.product, line.service, line.topic = product, service, topic
    line.touchpoint, line.region = touchpoint, region
    line.says_ko, line.says_en = says_ko, says_en
    line.grams = grams(" ".join(filter(None, words)))
    line.save()
    record(
        events.ResponsibilityChanged(
            responsibility_id=line.pk,
            department_id=department.pk,
            says=says_ko or topic or service or product,
        ),
        by=by,
        at=at,
        about=f"department:{department.pk}",
    )
    return line


@verb
def stop_answering_for(*, line: Responsibility, by: Actor, at: datetime) -> None:
    """Take a line out of the directory."""
    record(
        events.ResponsibilityChanged(
            responsibility_id=line.pk, department_id=line.department_id, says=line.says_ko or line.topic
        ),
        by=by,
        at=at,
        about=f"department:{line.department_id}",
    )
    line.delete()
