"""The numbers beside the navigation, and whether somebody has a telephone that tells of its calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from gwidam.people.models import Employee
from gwidam.people.queries import covers_for


@dataclass(frozen=True, slots=True)
class Counts:
    """Open cases somebody keeps (their own and those they cover), offers their department has to decide, and talks:
    those they keep, those that wait where they do duty, and those offered to their department."""

    guarded: int
    offers: int
    talks: int
    has_telephone: bool


def counts_for(who: Employee, *, at: datetime) -> Counts:
    """All of it in one query, the numbers from partial indexes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM own_case"
            "         WHERE guardian_id = ANY(%s) AND state IN ('open', 'answered')),"
            "       (SELECT count(*) FROM own_handoff"
            "         WHERE to_department_id = %s AND state = 'offered'"
            "           AND (to_person_id IS NULL OR to_person_id = %s)),"
            "       (SELECT count(*) FROM own_talk WHERE keeper_id = %s AND state = 'running')"
            "       + (SELECT count(*) FROM own_talkoffer WHERE to_department_id = %s AND state = 'offered')"
            "       + (SELECT count(*) FROM own_talk JOIN listen_channel ON listen_channel.id = channel_id"
            "           WHERE state = 'waiting' AND EXISTS (SELECT FROM people_shift"
            "             WHERE people_shift.roster_id = listen_channel.roster_id AND employee_id = %s)),"
            "       EXISTS (SELECT FROM listen_extension WHERE employee_id = %s)",
            [[who.pk, *covers_for(who, at)], who.department_id, who.pk, who.pk, who.department_id, who.pk, who.pk],
        )
        return Counts(*cursor.fetchone())
