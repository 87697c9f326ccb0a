"""The half hour in which a browser may see one voice, all of one customer, or take part in one campaign."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from gwidam.listen.models import Voice

SECONDS = 1800
_SALT = "gwidam.follow.cookie"
_SAID_SALT = "gwidam.said.cookie"
_PART_SALT = "gwidam.part.cookie"


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


def part_name() -> str:
    """The name of the cookie that lets somebody support and comment in a campaign."""
    return "__Host-gwidam_part" if settings.IS_TLS else "gwidam_part"


def give_part(response: HttpResponse, *, campaign_id: int, customer_id: int) -> HttpResponse:
    """Let this browser take part as a customer, for half an hour; it shows nothing of what they said."""
    response.set_cookie(
        part_name(),
        signing.dumps([campaign_id, customer_id], salt=_PART_SALT),
        max_age=SECONDS,
        httponly=True,
        secure=settings.IS_TLS,
        samesite="Lax",
    )
    return response


def read_part(request: HttpRequest, campaign_id: int) -> int | None:
    """As which customer the browser takes part in this campaign; None for another, forged, or after its time."""
    try:
        campaign, customer = signing.loads(request.COOKIES.get(part_name(), ""), salt=_PART_SALT, max_age=SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(customer) if campaign == campaign_id else None
