"""The read side: who is on duty, who covers, who answers for this."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from gwidam.core.errors import NotFound
from gwidam.core.grams import sought
from gwidam.core.memory import remembered
from gwidam.core.prepared import Prepared

from .models import Absence, Contact, Customer, Department, Employee, Responsibility, Role, Shift, Token


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or something with a name in both languages, light enough to keep a page's worth of."""

    ko: str
    en: str

    def into(self, language: str) -> str:
        return (self.en or self.ko) if language == "en" else self.ko


@remembered
def names() -> dict[tuple[str, int], Named]:
    """Names of all employees and departments by ('employee' | 'department', id), for timelines."""
    found = {
        ("employee", pk): Named(ko, en) for pk, ko, en in Employee.objects.values_list("id", "name_ko", "name_en")
    }
    found |= {
        ("department", pk): Named(ko, en)
        for pk, ko, en in Department.objects.values_list("id", "name_ko", "name_en")
    }
    return found


@remembered
def department(code: str) -> Department:
    """The department with this code. Raises NotFound."""
    found = Department.objects.select_related("calendar").filter(code=code).first()
    if found is None:
        raise NotFound(
            ko=f"그런 부서가 없습니다: {code}", en=f"There is no department {code}.", field="department"
        )
    return found


@remembered
def departments() -> dict[int, Department]:
    """All departments with their calendars by id, in the order of their Korean names."""
    return {each.pk: each for each in Department.objects.select_related("calendar")}


@remembered
def cvi_team() -> Department | None:
    """The customer value innovation team, where a case goes that was bounced twice."""
    return Department.objects.select_related("calendar").filter(is_cvi=True).first()


@remembered
def shifts_of(roster_id: int) -> tuple[tuple[Shift, Employee], ...]:
    """All weekly shifts of a roster with their people, those who left not among them."""
    found = Shift.objects.filter(roster_id=roster_id, employee__is_active=True).select_related(
        "employee__department", "roster"
    )
    return tuple((shift, shift.employee) for shift in found)


@remembered
def _absences() -> tuple[Absence, ...]:
    return tuple(Absence.objects.select_related("deputy", "employee"))


def away(at: datetime) -> dict[int, Employee]:
    """{id of an absent employee: who covers} at this moment."""
    return {each.employee_id: each.deputy for each in _absences() if each.starts_at <= at < each.ends_at}


def covered_by(employee: Employee, at: datetime) -> Employee | None:
    """Who covers for this employee now: None when they are here. Deputies of deputies are followed."""
    absent = away(at)
    seen = {employee.pk}
    cover = absent.get(employee.pk)
    while cover is not None and cover.pk in absent and cover.pk not in seen:
        seen.add(cover.pk)
        cover = absent[cover.pk]
    return cover


def covers_for(employee: Employee, at: datetime) -> list[int]:
    """Ids of those this employee covers for now."""
    return [pk for pk, deputy in away(at).items() if deputy.pk == employee.pk]


def on_duty(roster_id: int, at: datetime) -> list[Employee]:
    """Who has a shift at this moment and is not absent, each once, by id."""
    shifts = shifts_of(roster_id)
    if not shifts:
        return []
    local = at.astimezone(ZoneInfo(shifts[0][0].roster.time_zone))
    minute = local.weekday() * 1440 + local.hour * 60 + local.minute
    absent = away(at)
    return [each for each in _on_shift(roster_id, minute) if each.id not in absent]


@remembered
def _on_shift(roster_id: int, minute: int) -> tuple[Employee, ...]:
    """Who has a shift at this minute of the week, each once, by id."""
    present = {employee.pk: employee for shift, employee in shifts_of(roster_id) if shift.is_on(minute)}
    return tuple(present[pk] for pk in sorted(present))


def who_answers(words: str, *, limit: int = 12) -> list[Responsibility]:
    """Lines of the directory for what somebody types, best match first; all of it for no words.

    A line matches by the share of the typed rows of letters it contains, so endings and typing errors do not hide it.
    """
    lines = Responsibility.objects.select_related("department", "person")
    wanted = sought(words).rows
    if not wanted:
        return list(lines.order_by("department__name_ko", "id")[:limit])
    found = lines.filter(grams__overlap=sorted({key for row in wanted for key in row}))
    scored = [(_share(wanted, set(line.grams)), -line.pk, line) for line in found[:500]]
    return [line for score, _, line in sorted(scored, reverse=True)[:limit] if score >= 1 / 3]


def _share(wanted: Sequence[Sequence[int]], keys: set[int]) -> float:
    return sum(not keys.isdisjoint(row) for row in wanted) / len(wanted)


def active_employees() -> QuerySet[Employee]:
    """Everybody who can be given something."""
    return Employee.objects.filter(is_active=True).select_related("department")


def operators() -> QuerySet[Employee]:
    """Who runs the house."""
    return active_employees().filter(roles__contains=[Role.OPERATOR]).order_by("pk")


def find_people(words: str, *, limit: int = 10) -> list[Employee]:
    """Active employees whose name, address or department contains the words."""
    words = words.strip()
    return list(
        active_employees()
        .filter(
            Q(name_ko__icontains=words)
            | Q(name_en__icontains=words)
            | Q(email__istartswith=words)
            | Q(department__name_ko__icontains=words)
            | Q(department__name_en__icontains=words)
        )
        .order_by("name_ko")[:limit]
    )


# Asked for every letter, and for every answer.
_live_contacts = Prepared(lambda customer: Contact.objects.filter(customer=customer, dead_at__isnull=True))


def live_contacts(customer: Customer) -> list[Contact]:
    """Contacts that still work, e-mail first: it is the one the house can write to by itself."""
    return sorted(
        _live_contacts(customer=customer.pk), key=lambda each: (each.kind != Contact.Kind.EMAIL, each.pk)
    )


@remembered
def token_with(hash: str) -> Token | None:  # noqa: A002 - the field's name
    """The key with this hash and its person."""
    return Token.objects.select_related("employee__department").filter(hash=hash).first()


def named(people: Iterable[Employee]) -> list[str]:
    """Their names, for a sentence."""
    return [str(each) for each in people]
