"""The people of a house to be measured: made by the verbs an operator uses, the same in the small and the large."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from gwidam.core.actors import House
from gwidam.core.hours import ALWAYS
from gwidam.listen.verbs import open_channel, set_channel
from gwidam.moments.verbs import plant_journeys
from gwidam.people.models import Department, Employee
from gwidam.people.sessions import SessionStore
from gwidam.people.verbs import join, set_calendar, set_department, set_roster
from gwidam.people.verbs.tokens import SCOPES, make_token

BENCH = House("bench")
FRONT_LINE = 60
IN_A_DEPARTMENT = 8
DEPARTMENTS = (
    ("internet", "인터넷기술팀", "Internet technicians"),
    ("billing", "요금팀", "Billing"),
    ("mobile", "이동전화팀", "Mobile"),
    ("roaming", "로밍팀", "Roaming"),
    ("shops", "매장지원팀", "Shops"),
    ("contracts", "계약팀", "Contracts"),
    ("devices", "단말팀", "Devices"),
    ("tv", "방송팀", "Television"),
)
CHANNELS = (
    ("web", "누리집", "Web"),
    ("phone", "전화", "Phone"),
    ("counter", "매장", "Shop"),
    ("api", "연동", "API"),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody by number, who looks at the pages (session keys), and the keys of the API."""

    centre_id: int
    front_line: list[int]
    departments: dict[int, list[int]]
    channels: dict[str, int]
    reader_id: int  # of the front line: opens the list of guarded cases, cases, the search
    worker_id: int  # of the first department: opens its desk
    sessions: dict[int, str]
    keys: list[str]


def assemble(*, at: datetime, keys: int) -> Cast:
    """Found the house."""
    by: dict[str, Any] = {"by": BENCH, "at": at - timedelta(days=800)}
    calendar = set_calendar(code="always", name_ko="하루 종일", name_en="Around the clock", hours=ALWAYS, **by)
    centre = set_department(code="centre", name_ko="고객센터", name_en="Call centre", calendar=calendar, **by)
    front_line = people("agent", FRONT_LINE, centre, ["front_line"], by)
    departments = {
        department: people(department.code, IN_A_DEPARTMENT, department, ["department", "front_line"], by)
        for department in (
            set_department(code=code, name_ko=ko, name_en=en, calendar=calendar, **by)
            for code, ko, en in DEPARTMENTS
        )
    }
    plant_journeys(seed="telco", **by)
    channels = open_channels(front_line, centre, by)
    reader, worker = front_line[0], next(iter(departments.values()))[0]
    return Cast(
        centre_id=centre.pk,
        front_line=[each.pk for each in front_line],
        departments={where.pk: [each.pk for each in who] for where, who in departments.items()},
        channels=channels,
        reader_id=reader.pk,
        worker_id=worker.pk,
        sessions={each.pk: session_of(each) for each in (reader, worker)},
        keys=[
            make_token(name=f"bench {number}", scopes=list(SCOPES), employee=reader, **by)[1]
            for number in range(keys)
        ],
    )


def people(name: str, count: int, where: Department, roles: list[str], by: dict[str, Any]) -> list[Employee]:
    """So many colleagues of one department."""
    return [
        join(
            email=f"{name}{number}@bench.example",
            name_ko=f"{'김이박최정강조윤장임'[number % 10]}{'도서하지민준예은현우'[number * 7 % 10]}{number}",
            name_en=f"{name.title()} {number}",
            department=where,
            roles=roles,
            **by,
        )
        for number in range(count)
    ]


def open_channels(front_line: list[Employee], centre: Department, by: dict[str, Any]) -> dict[str, int]:
    """{code: id} of channels that are open around the clock."""
    shifts = [(each, day * 1440, 1440) for each in front_line for day in range(7)]
    roster = set_roster(code="desk", name_ko="상담 근무", name_en="Desk", shifts=shifts, **by)
    found = {}
    for code, ko, en in CHANNELS:
        channel = set_channel(
            code=code, kind=code, name_ko=ko, name_en=en, owner=front_line[0], department=centre, roster=roster, **by
        )  # fmt: skip
        open_channel(channel=channel, **by)
        found[code] = channel.pk
    return found


def session_of(employee: Employee) -> str:
    """The key of a session in which this person is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(employee.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = employee.get_session_auth_hash()
    session["second_factor"] = True
    session.create()
    return str(session.session_key)
