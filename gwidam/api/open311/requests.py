"""Service requests: a voice taken in by another system, and how its case stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Min, Q, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format

from gwidam.core.errors import NotFound, NotValid
from gwidam.core.models import Fact
from gwidam.core.receipts import parse
from gwidam.core.text import clean, language_of, number_in
from gwidam.core.words import Said
from gwidam.listen.models import Voice
from gwidam.listen.verbs import attach
from gwidam.moments.models import Touchpoint
from gwidam.moments.queries import touchpoint, touchpoints
from gwidam.own import verbs
from gwidam.own.models import Case, Promise
from gwidam.own.queries.public_facts import told_to_customer
from gwidam.own.queries.voices import voices_seen_by
from gwidam.own.tracking import voice_of
from gwidam.people.door import may
from gwidam.people.models import Employee, Token

from ..bodies import digest_of
from ..intake import header_key, key_of, reaches_of
from ..shapes import CustomerIn
from .asking import Asked, spoken
from .services import KIND
from .shapes import REQUESTS, moment, rows_as

LONGEST_RANGE = timedelta(days=90)  # of one list, as the specification has it
MOST = 1_000
MOST_MEDIA = 10
MOST_OTHERS, LONGEST_OTHER = 30, 500  # attributes, letters of each
ATTRIBUTE = re.compile(r"attribute\[(?P<code>[^\[\]]{1,60})\](\[\])?")
STATES = ("open", "closed")


@spoken("GET", "POST")
def requests(asked: Asked) -> HttpResponse:
    """Take one in, or list them."""
    return _take_in(asked) if asked.request.method == "POST" else _list(asked)


@spoken("GET")
def request(asked: Asked, receipt: str) -> HttpResponse:
    """How one stands. Who has no key learns nothing but that: no words, no place."""
    reader, at = asked.reader(), timezone.now()
    rows = _rows(asked, reader, at).filter(receipt=_digits(receipt))
    return rows_as(asked.form, REQUESTS, _told(_found(rows), reader))


@spoken("GET")
def token(asked: Asked, written: str) -> HttpResponse:
    """The number behind a token: the end of the follow link."""
    voice = voice_of(written)
    if voice.channel_id != asked.channel.pk:
        raise NotFound(ko="그런 token은 없습니다.", en="There is no such token.")
    row = {"service_request_id": voice.receipt, "token": written}
    return rows_as(asked.form, REQUESTS, [row])


def _take_in(asked: Asked) -> HttpResponse:
    token = asked.key("voices:write", "hear")
    asked.request.auth = token  # type: ignore[attr-defined]  # whose name the delivery key belongs to
    at = timezone.now()
    service, place = touchpoint(asked.needed("service_code")), _place(asked)
    who = CustomerIn(email=asked.given("email") or None, phone=asked.given("phone") or None)
    text = "\n".join([asked.given("description") or str(service.name), *media_urls(asked), *_others(asked)])
    files = [each for name in asked.request.FILES for each in asked.request.FILES.getlist(name)]
    with transaction.atomic():
        taken = verbs.take_in(
            channel=asked.channel,
            touchpoint=service,
            text=text,
            name=" ".join(filter(None, [asked.given("last_name"), asked.given("first_name")])),
            reaches=reaches_of(who)[0],
            kind=_kind(asked),
            place=place,
            language=language_of(text),
            key=header_key(asked.request) or _their_name(asked, token),
            digest=digest_of(asked.request.POST.dict()),
            by=token.employee,
            at=at,
        )
        if files and taken.is_new:
            attach(voice=taken.voice, files=files, by=token.employee, at=at)
    notice = _notice(taken.case, _dues([taken.voice.pk]).get(taken.voice.pk))
    row = {"service_request_id": taken.voice.receipt, "service_notice": notice, "account_id": ""}
    return rows_as(asked.form, REQUESTS, [row])


def _place(asked: Asked) -> dict[str, Any]:
    """Where it is. Raises NotValid unless one of the three ways to say it was used."""
    lat, lon = asked.degrees("lat", 90), asked.degrees("long", 180)
    address, number = asked.given("address_string")[:300], asked.given("address_id")[:100]
    if (lat is None or lon is None) and not address and not number:
        raise NotValid(
            ko="lat과 long, address_string, address_id 가운데 하나가 필요합니다.",
            en="lat and long, address_string or address_id is required.",
        )
    said = {"lat": lat, "lon": lon, "address": address, "address_id": number}
    return {name: value for name, value in said.items() if value not in (None, "")}


def _kind(asked: Asked) -> str:
    kind = asked.given(f"attribute[{KIND}]")
    if kind and kind not in Voice.Kind.values:
        raise NotValid(ko=f"{KIND}: 모르는 값입니다.", en=f"{KIND}: no such value.", field=KIND)
    return kind


def _others(asked: Asked) -> list[str]:
    """What was said by attributes that no service here asks for, as `name: value`: nothing that was said is lost."""
    said: list[str] = []
    for name in asked.request.POST:
        found = ATTRIBUTE.fullmatch(name)
        if found is None or found["code"] == KIND or len(said) == MOST_OTHERS:
            continue
        values = [clean(each, LONGEST_OTHER).text.strip() for each in asked.request.POST.getlist(name)]
        if any(values):
            said.append(f"{clean(found['code']).text}: {', '.join(filter(None, values))}")
    return said


def _their_name(asked: Asked, token: Token) -> str:
    """The delivery by the number it has over there, for senders that try again without saying so."""
    number = asked.given("service_request_id_ext") or asked.given("attribute[service_request_id_ext]")
    return f"/{token.pk}/{key_of(f'open311:{number}')}" if number else ""


def media_urls(asked: Asked) -> list[str]:
    """Where pictures lie. They are kept as words and never fetched from here."""
    given = [clean(each).text.strip()[:2000] for each in asked.request.POST.getlist("media_url")[:MOST_MEDIA]]
    return [url for url in given if url.startswith(("https://", "http://"))]


def _list(asked: Asked) -> HttpResponse:
    """Those the key's employee may see, the newest first."""
    at = timezone.now()
    reader = asked.key("voices:read", "see cases").employee
    rows = _rows(asked, reader, at)
    if numbers := asked.given("service_request_id"):
        rows = rows.filter(receipt__in=[_digits(each) for each in numbers.split(",")[:MOST]])
    else:
        rows = rows.filter(_narrowed(asked, at))
    size = min(number_in(asked.given("page_size")) or MOST, MOST)
    start = (max(number_in(asked.given("page")), 1) - 1) * size
    return rows_as(asked.form, REQUESTS, _told(rows.order_by("-pk")[start : start + size], reader))


def _narrowed(asked: Asked, at: datetime) -> Q:
    since, until = span(asked, at)
    wanted = Q(heard_at__gte=since, heard_at__lte=until)
    if codes := asked.given("service_code"):
        wanted &= Q(touchpoint__code__in=codes.split(","))
    states = set(filter(None, asked.given("status").split(",")))
    if states - set(STATES):
        raise NotValid(ko="status는 open이나 closed입니다.", en="status is open or closed.", field="status")
    if len(states) == 1:
        is_open = Q(case__closed_at__isnull=True, case__isnull=False)
        wanted &= is_open if states == {"open"} else ~is_open
    return wanted


def span(asked: Asked, at: datetime) -> tuple[datetime, datetime]:
    """From when until when; the last 90 days where nothing is said. Raises NotValid for more than 90 days."""
    since, until = asked.moment("start_date"), asked.moment("end_date")
    until = until or (min(at, since + LONGEST_RANGE) if since else at)
    since = since or until - LONGEST_RANGE
    if until - since > LONGEST_RANGE:
        raise NotValid(ko="한 번에 90일까지 볼 수 있습니다.", en="A range may have 90 days.", field="end_date")
    return since, until


def _rows(asked: Asked, reader: Employee | None, at: datetime) -> QuerySet[Voice]:
    seen = voices_seen_by(reader, at=at) if reader else Voice.objects.all()
    rows = seen.filter(channel=asked.channel, erased_at__isnull=True)
    return rows.select_related("touchpoint", "case__department").defer("grams")


def _digits(receipt: str) -> str:
    try:
        return parse(receipt.strip())
    except ValueError:
        return ""


def _found(rows: QuerySet[Voice]) -> list[Voice]:
    if found := list(rows[:1]):
        return found
    raise NotFound(ko="그런 접수 번호가 없습니다.", en="There is no such service request.")


@dataclass(frozen=True, slots=True)
class _Known:
    """What rows have in common, each asked once."""

    dues: dict[int, datetime]
    latest: dict[int, Fact]
    services: dict[int, Touchpoint] = field(default_factory=lambda: {each.pk: each for each in touchpoints()})


def _told(voices: Iterable[Voice], reader: Employee | None) -> list[dict[str, Any]]:
    found = list(voices)
    numbers = [each.pk for each in found]
    known = _Known(_dues(numbers), _latest(numbers))
    return [_row(each, known, reader) for each in found]


def _row(voice: Voice, known: _Known, reader: Employee | None) -> dict[str, Any]:
    case: Case | None = getattr(voice, "case", None)
    closed_at = case.closed_at if case else voice.heard_at
    latest, service = known.latest.get(voice.pk), known.services.get(voice.touchpoint_id or 0)
    due = known.dues.get(voice.pk)
    place = (voice.place or {}) if may(reader, "see contact") else {}
    return {
        "service_request_id": voice.receipt,
        "status": "closed" if closed_at else "open",
        "status_notes": told_to_customer(latest) if latest else "",
        "service_name": str(service.name) if service else "",
        "service_code": service.code if service else "",
        "description": voice.text if reader else "",
        "agency_responsible": str(case.department) if case else "",
        "service_notice": _notice(case, due),
        "requested_datetime": moment(voice.heard_at),
        "updated_datetime": moment(closed_at or (latest.at if latest else voice.heard_at)),
        "expected_datetime": moment(due),
        "address": place.get("address", ""),
        "address_id": place.get("address_id", ""),
        "zipcode": "",
        "lat": place.get("lat", ""),
        "long": place.get("lon", ""),
        "media_url": "",
    }


def _notice(case: Case | None, due: datetime | None) -> str:
    """What was promised."""
    if case is None or due is None:
        return ""
    day = date_format(timezone.localtime(due), "DATETIME_FORMAT")
    return str(Said(f"{day}까지 답해 드리겠습니다.", f"You will have an answer by {day}."))


def _dues(voices: Sequence[int]) -> dict[int, datetime]:
    """{voice: when its answer is due}, where one is owed. One query."""
    waiting = Promise.objects.filter(
        case__in=voices, kind=Promise.Kind.ANSWER, kept_at__isnull=True, released_at__isnull=True
    )
    return dict(waiting.values("case").annotate(due=Min("due_at")).values_list("case", "due"))


def _latest(voices: Sequence[int]) -> dict[int, Fact]:
    """{voice: the last public fact of it or of its case}. One query."""
    abouts = [f"{noun}:{pk}" for pk in voices for noun in ("voice", "case")]
    rows = Fact.objects.filter(about__in=abouts, is_public=True).order_by("about", "-id").distinct("about")
    found: dict[int, Fact] = {}
    for each in sorted(rows, key=lambda fact: fact.pk):
        found[number_in(each.about.partition(":")[2])] = each
    return found
