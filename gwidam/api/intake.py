"""From the shape a voice is sent in to what the verb wants, with a warning for each thing that got lost."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest

from gwidam.core.errors import NotFound, NotValid
from gwidam.core.masking import mask
from gwidam.core.text import clean, language_of
from gwidam.listen.queries import channel
from gwidam.moments.queries import touchpoint
from gwidam.people import contacts
from gwidam.people.contacts import Reach
from gwidam.people.models import Department, Employee
from gwidam.people.queries import active_employees, department

from .problems import NotReadable
from .shapes import CustomerIn, VoiceIn

LONGEST_KEY = 255


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a body asks for, and what of it cannot be used although the voice is kept."""

    arguments: dict[str, Any]
    warnings: list[str]


def wanted(sent: VoiceIn) -> Wanted:
    """The arguments of `own.verbs.take_in` but for doors, key, digest, by and at. The same for the same body;
    asks no database.
    """
    who = sent.customer or CustomerIn()
    reaches, warnings = reaches_of(who)
    if sent.model_extra:
        warnings += [f"{name[:60]}: unknown, ignored" for name in sorted(sent.model_extra)[:20]]
    arguments = {
        "text": sent.text,
        "name": who.name or "",
        "reaches": reaches,
        "kind": sent.kind or "",
        "product": sent.product or "",
        "place": sent.place.model_dump(exclude_none=True) or None if sent.place else None,
        "said_at": sent.said_at,
        "needs_answer": sent.needs_answer,
        "language": sent.language or language_of(sent.text),
    }
    return Wanted(arguments, warnings)


def doors(sent: VoiceIn) -> dict[str, Any]:
    """The channel and the touchpoint a body names. Raises NotValid."""
    return {
        "channel": _named(channel, sent.channel, "channel"),
        "touchpoint": _named(touchpoint, sent.touchpoint, "touchpoint") if sent.touchpoint else None,
    }


def reaches_of(who: CustomerIn) -> tuple[list[Reach], list[str]]:
    """(contacts that can be used, a warning for each that cannot): a wrong digit must not lose a voice."""
    found, warnings = [], []
    for name, read in (("phone", contacts.phone), ("email", contacts.email), ("handle", contacts.handle)):
        written = getattr(who, name)
        if not written:
            continue
        try:
            found.append(read(written))
        except NotValid as refused:
            warnings.append(f"customer.{name}: {refused.said.en} It was left out.")
    return found, warnings


def department_named(code: str, field: str) -> Department:
    """The department a body names. Raises NotValid."""
    return cast(Department, _named(department, code, field))


def employee_named(email: str, field: str) -> Employee:
    """The active employee a body names by e-mail address. Raises NotValid."""
    found = active_employees().filter(email__iexact=clean(email).text.strip()).first()
    if found is None:
        raise NotValid(
            ko="그런 직원이 없습니다. 이메일 주소로 적어 주세요.",
            en="There is no such employee; name them by e-mail address.",
            field=field,
        )
    return found


def _named(find: Callable[[str], Any], code: str, field: str) -> Any:
    """What has this code; what is named in a body and is not there makes the body not valid."""
    try:
        return find(clean(code).text)
    except NotFound as missing:
        said = missing.said
    raise NotValid(ko=said.ko, en=said.en, field=field)


def header_key(request: HttpRequest) -> str:
    """The delivery's name from the header `Idempotency-Key`, which belongs to the API key; '' without one."""
    header: str = request.META.get("HTTP_IDEMPOTENCY_KEY", "")
    if len(header) > LONGEST_KEY:
        raise NotReadable(
            ko=f"Idempotency-Key는 {LONGEST_KEY}자까지 쓸 수 있습니다.",
            en=f"An Idempotency-Key may have {LONGEST_KEY} characters.",
            field="Idempotency-Key",
        )
    return f"/{request.auth.pk}/{key_of(header)}" if header else ""  # type: ignore[attr-defined]


def key_of(name: str) -> str:
    """A sender's name for a delivery as it may be kept: itself, or its hash where it is long, holds what
    cannot be stored, or looks like a number that must not be."""
    is_plain = len(name) <= 100 and name.isprintable() and mask(name).text == name == clean(name).text
    is_plain = is_plain and not name.startswith("/")  # those are the callers' own, whatever the channel
    return name if is_plain else f"sha256:{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()}"
