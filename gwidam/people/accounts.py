"""How employees sign in: accounts come from the organisation chart, never from a sign-up form."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.core import context
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from .models import Employee


class StaffOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """No sign-up; a new password is written without touching anything else of the employee."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: Any, password: str) -> None:
        user.set_password(password)
        user.save(update_fields=["password"])

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Not for a few minutes after this very session was opened: setting up a factor follows a sign-in."""
        request = context.request
        records = get_authentication_records(request, request.user)
        latest = max((each["at"] for each in records), default=0.0)
        return bool(time.time() - latest >= app_settings.REAUTHENTICATION_TIMEOUT)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing: letters leave through the post, and a new password is set through an operator's link."""


def password_url(employee: Employee) -> str:
    """Absolute address where this employee sets a password; over once it is used, or after three days.

    Signed over the present password and the last sign-in, so nothing is stored (Django's reset token).
    """
    where = {
        "uidb36": user_pk_to_url_str(employee),
        "key": default_token_generator.make_token(employee),
    }
    return settings.PUBLIC_URL + reverse("account_reset_password_from_key", kwargs=where)
