"""The desk of a department: what was offered to it, what it holds, what it gave and waits for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from gwidam.core.hours import Hours, NeverOpen, is_open, next_open
from gwidam.core.receipts import shown
from gwidam.core.words import reading_language
from gwidam.people.models import Employee
from gwidam.people.queries import departments, names

from ..models import Case, HandOff, Promise
from .rows import CHANNEL_ICONS, NOBODY, OPEN, CaseRow, after, mark_of, most_at_risk_first, rows_of

PAGE = 25
MOST_OFFERS = 50
OFFER_COLUMNS = (
    "id",
    "case_id",
    "case__receipt",
    "case__voice__summary",
    "case__voice__channel__kind",
    "reason",
    "offered_at",
    "due_at",
    "from_department_id",
    "to_department_id",
    "giver_id",
    "to_person_id",
)


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One offer that waits, either way."""

    pk: int
    case_id: int
    receipt: str
    summary: str
    channel: str
    reason: str
    offered_at: datetime
    due_at: datetime
    from_department: str
    to_department: str
    giver: str
    to_person: str

    @property
    def about(self) -> str:
        return f"case:{self.case_id}"

    @property
    def icon(self) -> str:
        return CHANNEL_ICONS.get(self.channel, "voice")

    @property
    def shown_receipt(self) -> str:
        return shown(self.receipt)


@dataclass(frozen=True, slots=True)
class Clock:
    """A department's own clock now: whether it runs, and when it runs again (None: never)."""

    is_running: bool
    again_at: datetime | None


Held = tuple[CaseRow, datetime | None]


@dataclass(frozen=True, slots=True)
class DepartmentDesk:
    """Everything on the desk. Work held comes with the time it is due on the department's own clock, where that
    is not what the row tells already.
    """

    offers: list[OfferRow]
    given: list[OfferRow]
    mine: list[Held]
    colleagues: list[Held]
    next_mark: str
    clock: Clock


def desk_of(who: Employee, *, at: datetime, mark: str = "") -> DepartmentDesk:
    """What this person's department has before it; `mark` pages through the colleagues' work."""
    waiting = HandOff.objects.filter(state=HandOff.State.OFFERED).order_by("due_at", "id")
    held = Case.objects.filter(department=who.department_id, state__in=OPEN).order_by(*most_at_risk_first())
    mine = rows_of(held.filter(holder=who.pk)[:PAGE])
    colleagues = rows_of(after(held.exclude(holder=who.pk), mark)[: PAGE + 1])
    shown_rows = colleagues[:PAGE]
    due = work_due([row.pk for row in (*mine, *shown_rows)], who.department_id)
    return DepartmentDesk(
        offers=offer_rows(
            waiting.filter(to_department=who.department_id).filter(Q(to_person__isnull=True) | Q(to_person=who.pk))
        ),
        given=offer_rows(waiting.filter(from_department=who.department_id)),
        mine=[(row, _own_due(row, due)) for row in mine],
        colleagues=[(row, _own_due(row, due)) for row in shown_rows],
        next_mark=mark_of(shown_rows[-1]) if len(colleagues) > PAGE else "",
        clock=clock_of(departments()[who.department_id].calendar.hours, at),
    )


def _own_due(row: CaseRow, due: dict[int, datetime]) -> datetime | None:
    return None if row.due_kind == Promise.Kind.WORK else due.get(row.pk)


def offer_rows(offers: QuerySet[HandOff]) -> list[OfferRow]:
    """The first offers of a list with their names, in one query."""
    language, named = reading_language(), names()
    return [
        OfferRow(  # type: ignore[misc]  # the columns are the first fields, in order
            *columns[:8],
            from_department=named.get(("department", columns[8]), NOBODY).into(language),
            to_department=named.get(("department", columns[9]), NOBODY).into(language),
            giver=named.get(("employee", columns[10]), NOBODY).into(language),
            to_person=named.get(("employee", columns[11]), NOBODY).into(language) if columns[11] else "",
        )
        for columns in offers.values_list(*OFFER_COLUMNS)[:MOST_OFFERS]
    ]


def work_due(case_ids: list[int], department_id: int) -> dict[int, datetime]:
    """{case id: the earliest waiting promise of work on this department's clock}."""
    if not case_ids:
        return {}
    found = (
        Promise.objects.filter(
            case__in=case_ids, department=department_id, kept_at__isnull=True, released_at__isnull=True
        )
        .order_by("-due_at")
        .values_list("case_id", "due_at")
    )
    return dict(found)


def clock_of(hours: Hours, at: datetime) -> Clock:
    """Whether these hours are open now, and when they open next."""
    try:
        return Clock(is_running=is_open(hours, at), again_at=next_open(hours, at))
    except NeverOpen:
        return Clock(is_running=False, again_at=None)
