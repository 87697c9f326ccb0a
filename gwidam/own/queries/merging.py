"""Which open cases one might stand behind."""

from __future__ import annotations

from datetime import datetime

from gwidam.people.models import Employee

from ..models import Case
from .cases import cases_seen_by
from .rows import OPEN, CaseRow, rows_of

MOST = 6


def candidates_for(case: Case, who: Employee, *, at: datetime) -> list[CaseRow]:
    """Open cases of the same customer that this person may see, the newest first."""
    same = Case.objects.filter(customer=case.customer_id, state__in=OPEN).exclude(pk=case.pk)
    return rows_of(same.filter(pk__in=cases_seen_by(who, at=at).values("pk")).order_by("-id")[:MOST])
