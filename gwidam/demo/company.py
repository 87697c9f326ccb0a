"""The demo company, founded by the verbs an operator uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gwidam.core.actors import House
from gwidam.core.hours import Hours, is_open, next_open
from gwidam.listen.models import Channel
from gwidam.listen.verbs import open_channel, set_channel
from gwidam.moments.models import Touchpoint
from gwidam.moments.verbs import plant_journeys
from gwidam.people import queries as people_queries
from gwidam.people.models import Calendar, Department, Employee, Roster
from gwidam.people.verbs import (
    answer_for,
    change_employee,
    join,
    set_calendar,
    set_department,
    set_roster,
)
from gwidam.understand.verbs import set_offer

from .texts import Texts

DEMO = House("demo")
ZONE = "Asia/Seoul"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 24 * 60
By = Mapping[str, Any]


@dataclass(frozen=True)
class Company:
    """Everybody and everything by the keys of the text files."""

    departments: Mapping[str, Department]
    people: Mapping[str, Employee]
    channels: Mapping[str, Channel]
    touchpoints: Mapping[str, Touchpoint]
    hours: Mapping[int, Hours]  # when a person works, by id

    def person(self, pk: int) -> Employee:
        """The employee with this id."""
        return next(each for each in self.people.values() if each.pk == pk)

    def department(self, pk: int) -> Department:
        """The department with this id."""
        return next(each for each in self.departments.values() if each.pk == pk)

    def works(self, person: Employee, at: datetime) -> bool:
        """Whether the person is at work and not away."""
        return is_open(self.hours[person.pk], at) and person.pk not in people_queries.away(at)

    def at_work(self, person: Employee, at: datetime) -> datetime:
        """`at` while the person works, else when their work next begins."""
        return next_open(self.hours[person.pk], at)

    def members(self, department: Department, at: datetime) -> list[Employee]:
        """Who can decide for a department at this moment; all of it when everybody is away."""
        away = people_queries.away(at)
        all_of_it = [each for each in self.people.values() if each.department_id == department.pk]
        return [each for each in all_of_it if each.pk not in away] or all_of_it

    def on_duty(self, channel: Channel, at: datetime) -> list[Employee]:
        """Who listens at this channel; the owner when nobody does."""
        present = people_queries.on_duty(channel.roster_id, at) if channel.roster_id else []
        owner = [channel.owner] if channel.owner else []
        return present or owner


def found(texts: Texts, *, at: datetime, passwords: Mapping[str, str]) -> Company:
    """Found the company: calendars, departments, people, directory, moments, open channels.

    `passwords` by e-mail address: everybody else cannot sign in until they have set one.
    """
    by: By = {"by": DEMO, "at": at}
    calendars = _calendars(texts, by)
    departments = _departments(texts, calendars, by)
    people = _people(texts, departments, passwords, by)
    touchpoints = {each.code: each for each in plant_journeys(seed="telco", **by)}
    _directory(texts, departments, people, touchpoints, by)
    _offers(texts, touchpoints, by)
    channels = {
        told["key"]: _channel(told, calendars, departments, people, by) for told in texts.people["channel"]
    }
    return Company(departments, people, channels, touchpoints, _hours(texts, people, calendars))


def _calendars(texts: Texts, by: By) -> dict[str, Calendar]:
    return {
        told["key"]: set_calendar(
            code=told["key"], name_ko=told["name_ko"], name_en=told["name_en"], hours=_hours_of(told), **by
        )
        for told in texts.people["calendar"]
    }


def _hours_of(told: Mapping[str, Any]) -> Hours:
    spans: dict[str, set[str]] = defaultdict(set)
    for part in told["week"]:
        for day in part["days"]:
            spans[day].update(part["spans"])
    return _weekly(spans, region="KR" if told["holidays"] == "KR" else None)


def _weekly(spans: Mapping[str, Iterable[str]], *, region: str | None) -> Hours:
    weekly = {
        day: [("00:00", "00:00") if span == "00:00-24:00" else tuple(span.split("-")) for span in sorted(each)]
        for day, each in spans.items()
    }
    return Hours.from_dict({"zone": ZONE, "weekly": weekly, "region": region})


def _departments(texts: Texts, calendars: Mapping[str, Calendar], by: By) -> dict[str, Department]:
    made: dict[str, Department] = {}
    for told in texts.people["department"]:  # parents come first
        made[told["code"]] = set_department(
            code=told["code"],
            name_ko=told["name_ko"],
            name_en=told["name_en"],
            calendar=calendars[told["calendar"]],
            parent=made.get(told["parent"]),
            is_cvi=told["code"] == "CVI",
            **by,
        )
    return made


def _people(
    texts: Texts, departments: Mapping[str, Department], passwords: Mapping[str, str], by: By
) -> dict[str, Employee]:
    made = {
        told["key"]: join(
            email=told["email"],
            name_ko=told["name_ko"],
            name_en=told["name_en"],
            department=departments[told["department"]],
            roles=told["roles"],
            skills=told["skills"],
            language=told["languages"][0],
            password=passwords.get(told["email"]),
            **by,
        )
        for told in texts.people["employee"]
    }
    for told in texts.people["employee"]:
        change_employee(employee=made[told["key"]], deputy=made[told["deputy"]], **by)
    return made


def _directory(
    texts: Texts,
    departments: Mapping[str, Department],
    people: Mapping[str, Employee],
    touchpoints: Mapping[str, Touchpoint],
    by: By,
) -> None:
    for row in texts.directory["row"]:
        answer_for(
            department=departments[row["department"]],
            person=people.get(row["person"]),
            product=texts.name_of("product", row["product"]),
            topic=texts.name_of("topic", row["topic"]),
            touchpoint=row["touchpoint"] if row["touchpoint"] in touchpoints else "",
            region=texts.name_of("region", row["region"]),
            says_ko=row["text_ko"],
            says_en=row["text_en"],
            **by,
        )


def _offers(texts: Texts, touchpoints: Mapping[str, Touchpoint], by: By) -> None:
    for told in texts.directory["offer"]:
        set_offer(
            need=told["need"],
            says_ko=told["text_ko"],
            says_en=told["text_en"],
            touchpoint=touchpoints[told["touchpoint"]],
            **by,
        )


def _channel(
    told: Mapping[str, Any],
    calendars: Mapping[str, Calendar],
    departments: Mapping[str, Department],
    people: Mapping[str, Employee],
    by: By,
) -> Channel:
    name = {"name_ko": told["name_ko"], "name_en": told["name_en"]}
    channel = set_channel(
        code=told["key"],
        kind=told["key"],
        owner=people[told["owner"]],
        department=departments[told["department"]],
        roster=_roster(told, people, by),
        hours=calendars[told["calendar"]].hours,
        **name,
        **by,
    )
    open_channel(channel=channel, **by)
    return channel


def _roster(told: Mapping[str, Any], people: Mapping[str, Employee], by: By) -> Roster:
    shifts = [
        (people[who], DAYS.index(day) * DAY + start, minutes)
        for shift in told["shift"]
        for start, minutes in [_span(shift["span"])]
        for day in shift["days"]
        for who in shift["people"]
    ]
    return set_roster(
        code=told["key"],
        name_ko=f"{told['name_ko']} 근무",
        name_en=f"{told['name_en']} duty",
        shifts=shifts,
        time_zone=ZONE,
        **by,
    )


def _span(span: str) -> tuple[int, int]:
    """(minute of the day it starts, minutes it lasts); an end not after the start lies on the next day."""
    start, end = (int(part[:2]) * 60 + int(part[3:]) for part in span.split("-"))
    return start, end - start if end > start else end + DAY - start


def _hours(texts: Texts, people: Mapping[str, Employee], calendars: Mapping[str, Calendar]) -> dict[int, Hours]:
    """When each person works: their shifts; without any the office's hours, or those of a department that
    works in no shifts."""
    spans: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for channel in texts.people["channel"]:
        for shift in channel["shift"]:
            for who in shift["people"]:
                for day in shift["days"]:
                    spans[who][day].add(shift["span"])
    calendar_of = {each["code"]: each["calendar"] for each in texts.people["department"]}
    in_shifts = {each["department"] for each in texts.people["employee"] if each["key"] in spans}
    found: dict[int, Hours] = {}
    for told in texts.people["employee"]:
        department = told["department"]
        if told["key"] in spans:
            hours = _weekly(spans[told["key"]], region=None)
        else:
            hours = calendars["office" if department in in_shifts else calendar_of[department]].hours
        found[people[told["key"]].pk] = hours
    return found
