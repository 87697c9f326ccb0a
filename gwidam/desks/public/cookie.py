"""The half hour in which a browser may see one voice, or all of one customer, after it has shown the link."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from gwidam.listen.models import Voice

SECONDS = 1800
_SALT = "gwidam.follow.cookie"
_SAID_SALT = "gwidam.said.cookie"


@dataclass(frozen=True, slots=True)
class Glimpse:
    """Which voice the browser may see, and whether the digits that open the words were given."""

    receipt: str
    has_proof: bool


def name() -> str:
    """The cookie's name; with TLS one that no neighbouring host can set (ASVS 3.3.1)."""
    return "__Host-gwidam_follow" if settings.IS_TLS else "gwidam_follow"


def give(response: HttpResponse, voice: Voice, *, has_proof: bool = False) -> HttpResponse:
    """Let this browser see the voice from now on, for half an hour."""
    response.set_cookie(
        name(),
        signing.dumps([voice.receipt, has_proof], salt=_SALT),
        max_age=SECONDS,
        httponly=True,
        secure=settings.IS_TLS,
        samesite="Lax",  # its POSTs change things, and another site's forms must not
    )
    return response


def read(request: HttpRequest) -> Glimpse | None:
    """What the browser may see; None without a cookie, with a forged one, or after its time."""
    try:
        receipt, has_proof = signing.loads(request.COOKIES.get(name(), ""), salt=_SALT, max_age=SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Glimpse(str(receipt), bool(has_proof))


def said_name() -> str:
    """The name of the cookie that opens all that one customer has said."""
    return "__Host-gwidam_said" if settings.IS_TLS else "gwidam_said"


def give_said(response: HttpResponse, customer_id: int) -> HttpResponse:
    """Let this browser see all that a customer has said, for half an hour."""
    response.set_cookie(
        said_name(),
        signing.dumps(customer_id, salt=_SAID_SALT),
        max_age=SECONDS,
        httponly=True,
        secure=settings.IS_TLS,
        samesite="Lax",
    )
    return response


def read_said(request: HttpRequest) -> int | None:
    """The customer whose sayings the browser may see; None without a cookie, with a forged one, or after its time."""
    try:
        return int(signing.loads(request.COOKIES.get(said_name(), ""), salt=_SAID_SALT, max_age=SECONDS))
    except (signing.BadSignature, ValueError, TypeError):
        return None
