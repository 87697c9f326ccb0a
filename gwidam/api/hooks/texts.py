"""What a gateway of text messages tells, at /texts: what became of ours, and what customers send."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from gwidam.core.errors import NotFound, NotValid, NotYours, Refused
from gwidam.core.failing import ODD, STRANGER
from gwidam.listen.connectors import solapi, texting
from gwidam.listen.connectors.arriving import arrived
from gwidam.listen.ears.polling import take
from gwidam.listen.models import Ear
from gwidam.listen.verbs import ear_of_texts, heard_message, refuse_message
from gwidam.own.queries.texts import talked_about
from gwidam.own.verbs import Taken
from gwidam.post.models import Line
from gwidam.post.verbs import line_told, take_report

from ..bodies import bytes_of, parse
from .posted import posted

FORM = "application/x-www-form-urlencoded"


@posted  # the secret of the webhook is the permission
def reported(request: HttpRequest, number: int) -> HttpResponse:
    """Keep what became of messages: 200 once it is kept. Other people's messages are passed over."""
    at = timezone.now()
    line = _line(number, request.headers.get(solapi.SECRET_HEADER, ""), at=at)
    kept = _kept(line, bytes_of(request), at=at)
    line_told(line=line, failure="", at=at)
    return JsonResponse({"kept": kept})


@posted  # the secret at the end of the address is the permission
def heard(request: HttpRequest, number: int, secret: str) -> HttpResponse:
    """Take in a text message of a customer: 200 once it is stored, with the receipt of its case.

    From the customer of the case that was last written about with this number it is more words in that case, unless
    it is closed; else a new voice. The same message twice is one.
    """
    at = timezone.now()
    ear = ear_of_texts(line_id=number, secret=secret, at=at)
    try:
        taken = _taken(ear, _sent(request), at=at)
    except Refused as refused:
        if refused.status in (400, 422):
            refuse_message(ear=ear, because=ODD, at=at)
        raise
    heard_message(ear=ear, at=at)
    return JsonResponse({"receipt": taken.voice.receipt} if taken else {})


def _sent(request: HttpRequest) -> Any:
    return request.POST.dict() if request.content_type == FORM else parse(bytes_of(request))


def _taken(ear: Ear, told: Any, *, at: datetime) -> Taken | None:
    message = arrived(told, zone=timezone.get_default_timezone(), now=at)
    if message.who is not None and ear.line is not None:
        message = replace(message, about=talked_about(line=ear.line, who=message.who))
    taken = take(ear, message, at=at)
    return taken if isinstance(taken, Taken) else None


def _line(number: int, shown: str, *, at: datetime) -> Line:
    """The line of this address. Raises NotFound where it takes no reports, NotYours for a wrong secret."""
    line: Line | None = Line.objects.filter(pk=number, kind=texting.SOLAPI, ended_at__isnull=True).first()
    if line is None or not line.secrets.get("hook_secret"):
        raise NotFound(ko="그런 주소가 없습니다.", en="There is no such address.")
    if not solapi.is_from(line.secrets["hook_secret"], shown):
        line_told(line=line, failure=STRANGER, at=at)
        raise NotYours(ko="웹훅의 비밀 값이 맞지 않습니다.", en="The secret of the webhook is wrong.")
    return line


def _kept(line: Line, body: bytes, *, at: datetime) -> int:
    """How many of the reports were of messages of ours. Raises NotValid where it is no list of messages."""
    try:
        found = list(solapi.reports(parse(body)))
    except ValueError:
        line_told(line=line, failure=ODD, at=at)
        raise NotValid(ko="메시지 리포트가 아닙니다.", en="These are no reports of messages.", field="") from None
    taken = [take_report(line=line, key=each.key, name=each.name, because=each.because, at=at) for each in found]
    return sum(each is not None for each in taken)
