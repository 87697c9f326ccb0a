"""The half hour in which a browser may see one voice, after it has shown the link or the proof."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from gwidam.listen.models import Voice

SECONDS = 1800
_SALT = "gwidam.follow.cookie"


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
