"""The one small cast of all tests: a company with a few named people, and a customer or two.

Everybody is made by the verbs users use. `charlie` is the outsider: an employee who has nothing to do with any
case unless a test says so.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any

from gwidam.core.actors import House
from gwidam.core.hours import ALWAYS, Hours
from gwidam.listen.models import Channel
from gwidam.listen.verbs import open_channel, set_channel
from gwidam.moments.verbs import plant_journeys, set_standard
from gwidam.own.verbs import Taken, take_in
from gwidam.people import contacts
from gwidam.people.models import Calendar, Department, Employee, Roster
from gwidam.people.verbs import answer_for, change_employee, join, set_calendar, set_department, set_roster

SETUP = House("tests")
NOW = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)  # Monday, 10:00 in Seoul
PASSWORD = "calm-paper-lantern-7"  # the same for all of the cast
OFFICE = Hours.from_dict(
    {
        "zone": "Asia/Seoul",
        "region": "KR",
        "weekly": {day: [["09:00", "12:00"], ["13:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
    }
)


@dataclass
class Cast:
    """Everybody by first name, every department and channel by what it is."""

    centre: Department
    internet: Department
    billing: Department
    cvi: Department
    board: Department
    mina: Employee  # front line, on duty around the clock with hana
    hana: Employee  # front line
    jun: Employee  # internet technicians
    bora: Employee  # internet technicians too
    sora: Employee  # billing
    dohyun: Employee  # CVI team
    yuna: Employee  # executive
    oksu: Employee  # operator
    charlie: Employee  # the outsider, of billing's sister department
    web: Channel
    phone: Channel
    counter: Channel
    portal: Channel
    imported: Channel
    api: Channel

    def voice(self, text: str = "인터넷이 자꾸 끊겨요.", *, at: datetime = NOW, **more: Any) -> Taken:
        """A customer speaks; through the web form unless told otherwise."""
        more.setdefault("channel", self.web)
        more.setdefault("by", SETUP)
        email, phone = more.pop("email", ""), more.pop("phone", "")
        if email or phone:
            more["reaches"] = contacts.reaches(email_=email, phone_=phone)
        return take_in(text=text, at=at, **more)


def assemble() -> Cast:
    """Make the cast in an empty house."""
    by: dict[str, Any] = {"by": SETUP, "at": NOW - timedelta(days=400)}
    office = set_calendar(code="office", name_ko="사무실", name_en="Office", hours=OFFICE, **by)
    always = set_calendar(code="always", name_ko="하루 종일", name_en="Around the clock", hours=ALWAYS, **by)
    departments = _departments(office, always, by)
    people = _people(departments, by)
    plant_journeys(seed="generic", **by)
    _standards(by)
    around_the_clock = [(people[name], day * 1440, 1440) for name in ("mina", "hana") for day in range(7)]
    roster = set_roster(code="desk", name_ko="상담 근무", name_en="Desk", shifts=around_the_clock, **by)
    answer_for(
        department=departments["internet"],
        topic="인터넷 속도",
        says_ko="인터넷이 느리거나 자꾸 끊길 때",
        says_en="slow or unstable internet",
        **by,
    )
    answer_for(
        department=departments["billing"],
        person=people["sora"],
        topic="요금",
        says_ko="요금이 잘못 청구되었을 때",
        says_en="wrong bills",
        **by,
    )
    return Cast(**departments, **people, **_channels(roster, people, departments, by))


def find() -> Cast | None:
    """The cast as it stands in the database; None in an empty house."""
    departments = {each.code: each for each in Department.objects.select_related("calendar")}
    if not departments:
        return None
    people = {
        each.email.partition("@")[0]: each for each in Employee.objects.select_related("department__calendar")
    }
    channels = {
        each.code: each
        for each in Channel.objects.select_related("owner__department", "department", "roster", "touchpoint")
    }
    channels["imported"] = channels.pop("import")
    names = {each.name for each in fields(Cast)}
    found = {**departments, **people, **channels}
    return Cast(**{name: found[name] for name in names})


def _departments(office: Calendar, always: Calendar, by: dict[str, Any]) -> dict[str, Department]:
    told = (
        ("centre", "고객센터", "Call centre", always, False),
        ("internet", "인터넷기술팀", "Internet technicians", office, False),
        ("billing", "요금팀", "Billing", office, False),
        ("cvi", "고객가치혁신팀", "Customer value innovation", office, True),
        ("board", "임원실", "Executives", office, False),
    )
    return {
        code: set_department(code=code, name_ko=ko, name_en=en, calendar=calendar, is_cvi=is_cvi, **by)
        for code, ko, en, calendar, is_cvi in told
    }


def _people(departments: dict[str, Department], by: dict[str, Any]) -> dict[str, Employee]:
    told = (
        ("mina", "김미나", "Mina Kim", "centre", ["front_line"], ["internet", "billing"]),
        ("hana", "박하나", "Hana Park", "centre", ["front_line"], ["english"]),
        ("jun", "이준", "Jun Lee", "internet", ["department"], ["internet"]),
        ("bora", "최보라", "Bora Choi", "internet", ["department"], ["internet"]),
        ("sora", "정소라", "Sora Jung", "billing", ["department"], ["billing"]),
        ("dohyun", "강도현", "Dohyun Kang", "cvi", ["cvi"], []),
        ("yuna", "윤유나", "Yuna Yoon", "board", ["executive"], []),
        ("oksu", "오옥수", "Oksu Oh", "board", ["operator"], []),
        ("charlie", "차찰리", "Charlie Cha", "billing", ["department"], []),
    )
    people = {
        name: join(
            email=f"{name}@daon.example",
            name_ko=ko,
            name_en=en,
            department=departments[where],
            roles=roles,
            skills=skills,
            password=PASSWORD,
            **by,
        )
        for name, ko, en, where, roles, skills in told
    }
    change_employee(employee=people["mina"], deputy=people["hana"], **by)
    return people


def _standards(by: dict[str, Any]) -> None:
    """House standards that the tests reckon with, whatever the planted ones say."""
    for kind, value, unit, ko, en in (
        ("first_word", 1, "hours", "1시간 안에 첫 연락", "A first word within an hour"),
        ("answer", 3, "days", "3일 안에 답변", "An answer within 3 days"),
        ("accept", 4, "hours", "4시간 안에 맡거나 되돌리기", "Accepted or bounced within 4 hours"),
        ("callback", 2, "hours", "2시간 안에 전화", "A call back within 2 hours"),
        ("papers", 7, "days", "7일 안에 서류", "Papers within 7 days"),
        ("work", 2, "working_days", "2일(근무일) 안에 처리", "Work within 2 working days"),
    ):
        set_standard(kind=kind, value=value, unit=unit, says_ko=ko, says_en=en, **by)


def _channels(
    roster: Roster,
    people: dict[str, Employee],
    departments: dict[str, Department],
    by: dict[str, Any],
) -> dict[str, Channel]:
    told = (
        ("web", "web", "누리집", "Web"),
        ("phone", "phone", "전화", "Phone"),
        ("counter", "counter", "매장", "Shop"),
        ("portal", "portal", "사내 창구", "Portal"),
        ("import", "import", "파일", "Files"),
        ("api", "api", "API", "API"),
    )
    channels = {}
    for code, kind, ko, en in told:
        channel = set_channel(
            code=code,
            kind=kind,
            name_ko=ko,
            name_en=en,
            owner=people["mina"],
            department=departments["centre"],
            roster=roster,
            **by,
        )
        open_channel(channel=channel, **by)
        channels["imported" if code == "import" else code] = channel
    return channels


def opened(cast: Cast, kind: str, *, code: str, at: datetime = NOW, **more: Any) -> Channel:
    """One more open channel, with Mina, the centre and the web's roster behind it."""
    process = {"owner": cast.mina, "department": cast.centre, "roster": cast.web.roster, "by": SETUP, "at": at}
    made = set_channel(code=code, kind=kind, **{**process, "name_ko": code, "name_en": code, **more})
    open_channel(channel=made, by=SETUP, at=at)
    return made
