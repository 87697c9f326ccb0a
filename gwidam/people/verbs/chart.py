"""The organisation chart of a company, taken over whole: departments, employees, deputies."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gwidam.core.actors import Actor
from gwidam.core.ledger import record, verb
from gwidam.core.tables import Refused

from .. import events
from ..chart import ChartDepartment, ChartRow, Found
from ..models import Calendar, Department, Employee, Role
from .employees import change_employee, join
from .organisation import set_department

_NOT_IN_CODES = re.compile(r"[^A-Za-z0-9_-]+")
Path = tuple[str, ...]


@dataclass(slots=True)
class ChartReport:
    """What became of a chart, line by line."""

    joined: int = 0
    changed: int = 0
    same: int = 0
    departments: int = 0
    refused: list[Refused] = field(default_factory=list)

    @property
    def kept(self) -> int:
        return self.joined + self.changed + self.same


@verb
def import_chart(*, rows: Iterable[Found], calendar: Calendar, by: Actor, at: datetime) -> ChartReport:
    """Take over every line that could be read; the others are in the report. Doing it twice changes nothing.

    1. Departments are found by code, or by name under their parent, and made on `calendar` where they are new.
    2. Employees are known by their e-mail address; empty cells leave what was there. Nobody leaves by a chart.
    3. Deputies are set once all are there. ChartImported is recorded.
    """
    report, chart = ChartReport(), _Chart(calendar, by, at)
    lines: list[ChartRow] = []
    for row in rows:
        match row:
            case Refused():
                report.refused.append(row)
            case ChartDepartment():
                chart.department(row.department, row.department_code)
            case ChartRow():
                lines.append(row)
    people = {row.email: _take(row, chart, report, by=by, at=at) for row in lines}
    for row in lines:
        if row.deputy_email:
            deputy = people.get(row.deputy_email) or Employee.objects.get(email=row.deputy_email)
            change_employee(employee=people[row.email], deputy=deputy, by=by, at=at)
    report.departments = chart.made
    record(events.ChartImported(kept=report.kept, refused=len(report.refused)), by=by, at=at, about="house:chart")
    return report


class _Chart:
    """The departments of the house while a chart is taken over."""

    def __init__(self, calendar: Calendar, by: Actor, at: datetime) -> None:
        self.made = 0
        self._calendar, self._by, self._at = calendar, by, at
        self._by_path: dict[Path, Department] = {}
        self._known = list(Department.objects.all())

    def department(self, path: Path, code: str) -> Department:
        """The department at the end of a path, made with all above it where it is not there."""
        found = self._by_path.get(path) or self._find(path, code)
        if found is None:
            parent = self.department(path[:-1], "") if len(path) > 1 else None
            found = set_department(
                code=_code(path, code),
                name_ko=path[-1][:80],
                name_en="",
                calendar=self._calendar,
                parent=parent,
                by=self._by,
                at=self._at,
            )
            self._known.append(found)
            self.made += 1
        self._by_path[path] = found
        return found

    def _find(self, path: Path, code: str) -> Department | None:
        if code:
            wanted = _code(path, code)
            return next((each for each in self._known if each.code == wanted), None)
        parent = self.department(path[:-1], "") if len(path) > 1 else None
        for each in self._known:
            if each.name_ko == path[-1][:80] and each.parent_id == (parent.pk if parent else None):
                return each
        return None


def _code(path: Path, code: str) -> str:
    """The company's own code as an address can bear it, else one that follows from the path."""
    plain = _NOT_IN_CODES.sub("-", code).strip("-")[:50]
    return plain or "d-" + hashlib.sha256(">".join(path).encode()).hexdigest()[:10]


def _take(row: ChartRow, chart: _Chart, report: ChartReport, *, by: Actor, at: datetime) -> Employee:
    department = chart.department(row.department, row.department_code)
    employee = Employee.objects.filter(email=row.email).first()
    if employee is None:
        report.joined += 1
        return join(
            email=row.email,
            name_ko=row.name[:60],
            name_en=row.name_en[:60],
            department=department,
            roles=row.roles or (Role.DEPARTMENT,),
            skills=_short(row.skills),
            phone=row.phone[:40],
            by=by,
            at=at,
        )
    told: dict[str, Any] = {
        "name_ko": row.name[:60],
        "name_en": row.name_en[:60],
        "roles": list(row.roles),
        "skills": _short(row.skills),
        "phone": row.phone[:40],
    }
    changes = {name: value for name, value in told.items() if value} | {"department": department}
    if all(getattr(employee, name) == value for name, value in changes.items()):
        report.same += 1
    else:
        report.changed += 1
        change_employee(employee=employee, by=by, at=at, **changes)
    return employee


def _short(skills: Iterable[str]) -> list[str]:
    return [each[:40] for each in skills]
