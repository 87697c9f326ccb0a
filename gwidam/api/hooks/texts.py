"""What a gateway of text messages reports, at /texts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from gwidam.core.errors import NotFound, NotValid, NotYours
from gwidam.listen.connectors import solapi, texting
from gwidam.post.models import Line
from gwidam.post.verbs import take_report

from ..bodies import bytes_of, parse
from .posted import posted


@posted  # the secret of the webhook is the permission
def reported(request: HttpRequest, number: int) -> HttpResponse:
    """Keep what became of messages: 200 once it is kept. Other people's messages are passed over."""
    line = _line(number, request.headers.get(solapi.SECRET_HEADER, ""))
    return JsonResponse({"kept": _kept(line, bytes_of(request))})


def _line(number: int, shown: str) -> Line:
    """The line of this address. Raises NotFound where it takes no reports, NotYours for a wrong secret."""
    line: Line | None = Line.objects.filter(pk=number, kind=texting.SOLAPI, ended_at__isnull=True).first()
    if line is None or not line.secrets.get("hook_secret"):
        raise NotFound(ko="그런 주소가 없습니다.", en="There is no such address.")
    if not solapi.is_from(line.secrets["hook_secret"], shown):
        raise NotYours(ko="웹훅의 비밀 값이 맞지 않습니다.", en="The secret of the webhook is wrong.")
    return line


def _kept(line: Line, body: bytes) -> int:
    """How many of the reports were of messages of ours. Raises NotValid where it is no list of messages."""
    try:
        found = list(solapi.reports(parse(body)))
    except ValueError:
        raise NotValid(ko="메시지 리포트가 아닙니다.", en="These are no reports of messages.", field="") from None
    at = timezone.now()
    taken = [take_report(line=line, key=each.key, name=each.name, because=each.because, at=at) for each in found]
    return sum(each is not None for each in taken)
