"""The numbers beside the navigation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from gwidam.people.models import Employee
from gwidam.people.queries import covers_for


@dataclass(frozen=True, slots=True)
class Counts:
    """Open cases somebody keeps (their own and those they cover), and offers their department has to decide."""

    guarded: int
    offers: int


def counts_for(who: Employee, *, at: datetime) -> Counts:
    """Both numbers in one query, each from a partial index."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM own_case"
            "         WHERE guardian_id = ANY(%s) AND state IN ('open', 'answered')),"
            "       (SELECT count(*) FROM own_handoff"
            "         WHERE to_department_id = %s AND state = 'offered'"
            "           AND (to_person_id IS NULL OR to_person_id = %s))",
            [[who.pk, *covers_for(who, at)], who.department_id, who.pk],
        )
        guarded, offers = cursor.fetchone()
    return Counts(guarded, offers)
