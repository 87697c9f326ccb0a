"""Who is signed in, asked on every request: the session and the employee, by prepared queries."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from gwidam.core.prepared import Prepared

from .models import Employee

_session = Prepared(lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now))
_employee = Prepared(lambda pk: Employee.objects.filter(pk=pk))


class SessionStore(DatabaseStore):
    """Sessions in the database, so that a session that was ended is over at once."""

    def _get_session_from_db(self) -> Session | None:
        found = _session.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found


class ByPassword(ModelBackend):
    """Employees sign in with their address and password."""

    def get_user(self, user_id: Any) -> Employee | None:
        """The employee of a session; None for one who may not sign in any more."""
        found = _employee.first(pk=int(user_id))
        return found if found is not None and self.user_can_authenticate(found) else None
