"""The one-time link by which an empty house gets its first operator."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from gwidam.people.models import Employee, Role

LIVES = 24 * 3600  # seconds
_SALT = "gwidam.first-operator"


def first_operator_url() -> str | None:
    """Absolute address where the first operator is made; None once the house has one.

    Nothing is stored: the link is signed and dated, and works only while there is no operator, so it is over
    with its first use. Each call gives a new one.
    """
    if has_operator():
        return None
    token = signing.dumps("first operator", salt=_SALT)
    return settings.PUBLIC_URL + reverse("desks:founding", args=[token])


def is_good(token: str) -> bool:
    """Whether this link may still found the house."""
    try:
        signing.loads(token, salt=_SALT, max_age=LIVES)
    except signing.BadSignature:
        return False
    return not has_operator()


def has_operator() -> bool:
    """Whether somebody active runs this house."""
    return Employee.objects.filter(is_active=True, roles__contains=[Role.OPERATOR]).exists()
