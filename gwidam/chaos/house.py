"""The small company of a run, made by the verbs people use."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gwidam.core.actors import House
from gwidam.core.hours import ALWAYS
from gwidam.listen.verbs import open_channel, set_channel
from gwidam.moments.queries import touchpoint
from gwidam.moments.verbs import plant_journeys, set_standard
from gwidam.people.models import Department, Employee
from gwidam.people.verbs import join, make_token, set_calendar, set_department, set_roster

from .plan import CHANNEL, CHAT, HURRIED, HURRY_SECONDS, TECHNICIANS, Keys

SETUP = House("chaos")
MINUTES_A_DAY = 1440


def furnish(*, at: datetime) -> Keys:
    """Make the company in an empty house: one person on duty day and night, and one to hand over to."""
    by: dict[str, Any] = {"by": SETUP, "at": at}
    always = set_calendar(code="always", name_ko="하루 종일", name_en="Around the clock", hours=ALWAYS, **by)
    desk = set_department(code="desk", name_ko="상담팀", name_en="Desk", calendar=always, **by)
    technicians = set_department(code=TECHNICIANS, name_ko="기술팀", name_en="Technicians", calendar=always, **by)
    set_department(code="cvi", name_ko="고객가치혁신팀", name_en="CVI", calendar=always, is_cvi=True, **by)
    arin = _employee("arin", "서아린", "Arin Seo", desk, "front_line", by)
    haneul = _employee("haneul", "문하늘", "Haneul Moon", technicians, "department", by)
    _standards(by)
    shifts = [(arin, day * MINUTES_A_DAY, MINUTES_A_DAY) for day in range(7)]
    roster = set_roster(code="desk", name_ko="상담 근무", name_en="Desk", shifts=shifts, **by)
    for code, kind, name in ((CHANNEL, "api", "API"), (CHAT, "chat", "대화")):
        channel = set_channel(
            code=code, kind=kind, name_ko=name, name_en=name, owner=arin, department=desk, roster=roster, **by
        )
        open_channel(channel=channel, **by)
    return Keys(desk=_key(arin, by), technician=_key(haneul, by))


def _employee(name: str, ko: str, en: str, department: Department, role: str, by: dict[str, Any]) -> Employee:
    return join(
        email=f"{name}@house.example",
        name_ko=ko,
        name_en=en,
        department=department,
        roles=[role],
        **by,
    )


def _standards(by: dict[str, Any]) -> None:
    plant_journeys(seed="generic", **by)
    for kind, value, unit, ko, en in (
        ("first_word", 1, "hours", "1시간 안에 첫 연락", "A first word within an hour"),
        ("answer", 3, "days", "3일 안에 답변", "An answer within 3 days"),
        ("accept", 4, "hours", "4시간 안에 맡거나 되돌리기", "Accepted or bounced within 4 hours"),
        ("work", 2, "days", "2일 안에 처리", "Work within 2 days"),
    ):
        set_standard(kind=kind, value=value, unit=unit, says_ko=ko, says_en=en, **by)
    set_standard(
        kind="first_word",
        value=HURRY_SECONDS,
        unit="seconds",
        says_ko="곧바로 첫 연락",
        says_en="A first word at once",
        touchpoint=touchpoint(HURRIED),
        **by,
    )


def _key(employee: Employee, by: dict[str, Any]) -> str:
    scopes = ["voices:write", "voices:read", "cases:read", "cases:write"]
    return make_token(name=f"chaos {employee.name_en}", scopes=scopes, employee=employee, **by)[1]
