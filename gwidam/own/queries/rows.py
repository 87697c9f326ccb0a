"""Cases as rows of a list: light, with names in the reader's language, in as many queries for 50 as for 5."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext as _

from gwidam.core.errors import NotValid
from gwidam.core.models import Fact
from gwidam.core.prepared import Prepared, any_of
from gwidam.core.receipts import shown
from gwidam.core.words import reading_language
from gwidam.people.queries import Named, names

from ..models import Case, Promise

OPEN = (Case.State.OPEN, Case.State.ANSWERED)
NOBODY = Named("", "")
# By these the work came into the hands it is in now; a case without any is where it was opened.
CAME_INTO_HANDS = ("own.CaseTaken", "own.HandOffAccepted", "own.GuardianChanged", "own.CaseReopened")
CHANNEL_ICONS = {
    "web": "web",
    "phone": "phone",
    "counter": "shop",
    "portal": "people",
    "import": "file",
    "api": "api",
    "campaign": "plus",
    "open311": "api",
    "chat": "chat",
    "webhook": "api",
    "unnamed": "lock",
    "mail": "mail",
    "text": "text",
    "social": "social",
}
COLUMNS = (
    "id",
    "receipt",
    "state",
    "voice__summary",
    "voice__channel__kind",
    "customer__name",
    "guardian_id",
    "holder_id",
    "department_id",
    "next_due_at",
    "next_due_kind",
    "owes_papers",
    "opened_at",
    "promised_at",
)


_latest = Prepared(
    lambda abouts: (
        Fact.objects.filter(about=any_of(abouts), kind__in=CAME_INTO_HANDS)
        .values_list("about")
        .annotate(Max("at"))
    )
)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in a list. `name` is empty where the customer gave none; `due_at` is None when nothing is due.

    `promised_at` is when the promise that is due was made; None where an offer is due, not a promise.
    """

    pk: int
    receipt: str
    state: str
    summary: str
    channel: str
    name: str
    guardian_id: int
    holder_id: int
    department_id: int
    due_at: datetime | None
    due_kind: str
    owes_papers: bool
    opened_at: datetime
    promised_at: datetime | None
    held_since: datetime
    guardian: str
    holder: str
    department: str

    @property
    def about(self) -> str:
        return f"case:{self.pk}"

    @property
    def shown_receipt(self) -> str:
        return shown(self.receipt)

    @property
    def icon(self) -> str:
        return CHANNEL_ICONS.get(self.channel, "voice")

    @property
    def due_label(self) -> str:
        return due_label(self.due_kind)


def due_label(kind: str) -> str:
    """What is due, in the reader's language: a promise, or the decision on an offer."""
    if kind == "accept":
        return _("their decision")
    return str(Promise.Kind(kind).label) if kind else ""


def rows_of(cases: QuerySet[Case]) -> list[CaseRow]:
    """The rows of these cases, in their order: two queries, however many there are."""
    return as_rows(list(columns_of(cases)))


def columns_of(cases: QuerySet[Case]) -> QuerySet[Case, Any]:
    """What `as_rows` needs of these cases."""
    due = Promise.objects.filter(case=OuterRef("pk"), due_at=OuterRef("next_due_at"))
    return cases.annotate(promised_at=Subquery(due.values("made_at")[:1])).values_list(*COLUMNS)


def as_rows(found: Sequence[tuple[Any, ...]]) -> list[CaseRow]:
    """Rows from their COLUMNS, with since when and in whose hands they are: one query."""
    since = held_since(pk for pk, *_ in found)
    language, named = reading_language(), names()

    def name_of(noun: str, pk: int) -> str:
        return named.get((noun, pk), NOBODY).into(language)

    return [
        CaseRow(  # type: ignore[misc]  # the columns are the first fields, in order
            *columns,
            held_since=since.get(columns[0], columns[12]),
            guardian=name_of("employee", columns[6]),
            holder=name_of("employee", columns[7]),
            department=name_of("department", columns[8]),
        )
        for columns in found
    ]


def held_since(case_ids: Iterable[int]) -> dict[int, datetime]:
    """{case id: when the work last changed hands}, for those where it ever did."""
    abouts = [f"case:{pk}" for pk in case_ids]
    if not abouts:
        return {}
    return {int(about.partition(":")[2]): at for about, at in _latest(abouts=abouts)}


def most_at_risk_first() -> tuple[OrderBy | str, ...]:
    """The order of a desk: what is due first stands first, what is not due at all stands last."""
    return (F("next_due_at").asc(nulls_last=True), "id")


def mark_of(row: CaseRow) -> str:
    """Where the next page goes on: due time in microseconds, or nothing, and the id."""
    due = f"{row.due_at.timestamp():.6f}" if row.due_at else ""
    return f"{due}~{row.pk}"


def after(cases: QuerySet[Case], mark: str) -> QuerySet[Case]:
    """What stands after the mark in the order of a desk; all of it for no mark. Raises NotValid on nonsense."""
    return behind(cases, *place_of(mark)) if mark else cases


def place_of(mark: str) -> tuple[datetime | None, int]:
    """(due time or None, id) of a mark. Raises NotValid on nonsense."""
    due, _, pk = mark.partition("~")
    try:
        return (datetime.fromtimestamp(float(due), tz=UTC) if due else None), int(pk)
    except (ValueError, OverflowError, OSError):
        raise NotValid(ko="그런 쪽이 없습니다.", en="There is no such page.", field="after") from None


def behind(cases: QuerySet[Case], due_at: Any, last: Any) -> QuerySet[Case]:
    """What stands behind a place in the order of a desk; both may be values or `Given`."""
    if due_at is None:
        return cases.filter(next_due_at__isnull=True, id__gt=last)
    later = Q(next_due_at__gt=due_at) | Q(next_due_at=due_at, id__gt=last)
    return cases.filter(later | Q(next_due_at__isnull=True))
