"""Who may listen: a signed-in, active employee, for as long as their session lasts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import close_old_connections

from gwidam.people.door import needs_second_factor, sees_every_case
from gwidam.people.models import Employee
from gwidam.people.sessions import SessionStore

from .audience import Listener


def guest_of(session_key: str, *, at: datetime) -> Listener | None:
    """The listener behind a session cookie; None for a stranger, or somebody who owes a second factor."""
    close_old_connections()
    if not Session.objects.filter(session_key=session_key, expire_date__gt=at).exists():
        return None
    session = SessionStore(session_key=session_key)
    employee = Employee.objects.filter(pk=session.get("_auth_user_id"), is_active=True).first()
    if employee is None or session.get("_auth_user_hash") != employee.get_session_auth_hash():
        return None
    if needs_second_factor(employee) and not session.get("second_factor"):
        return None
    return Listener(
        employee_id=employee.pk,
        department_id=employee.department_id,
        sees_every_case=sees_every_case(employee),
        session_key=session_key,
    )


def still_welcome(session_keys: Collection[str], *, at: datetime) -> set[str]:
    """Those of the sessions that are still good, whose person is still active."""
    close_old_connections()
    sessions = Session.objects.filter(session_key__in=session_keys, expire_date__gt=at)
    persons = {each.session_key: each.get_decoded().get("_auth_user_id") for each in sessions}
    active = {str(pk) for pk in Employee.objects.filter(is_active=True).values_list("pk", flat=True)}
    return {key for key, person in persons.items() if person in active}
