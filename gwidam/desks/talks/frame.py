"""What a foreign web site loads: one script, and the window it opens. Neither needs a cookie."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from csp.constants import HEADER, SELF
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from gwidam.core.errors import NotFound
from gwidam.core.words import LANGUAGES, reading_language
from gwidam.listen import store
from gwidam.listen.models import Channel
from gwidam.listen.queries import channel
from gwidam.own.verbs.talking.lines import LONGEST
from gwidam.people.door import PUBLIC, door

from ..public.forms import ACCEPT
from ..public.views.frame import private

SCRIPT = Path(__file__).resolve().parents[1] / "static" / "desks" / "widget.js"


@cache
def _script() -> tuple[bytes, str]:
    told = SCRIPT.read_bytes()
    return told, f'"{hashlib.sha256(told).hexdigest()[:32]}"'


@door(PUBLIC)
@require_safe
def widget(request: HttpRequest) -> HttpResponse:
    """The script for other people's pages: it holds no secret and asks nothing of the page it is on."""
    told, tag = _script()
    response = HttpResponseNotModified() if request.headers.get("If-None-Match") == tag else HttpResponse(told)
    response["Content-Type"] = "text/javascript; charset=utf-8"
    response["ETag"] = tag
    response["Cache-Control"] = "public, max-age=300"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@xframe_options_exempt  # type: ignore[arg-type]  # it keeps what `door` has set
@door(PUBLIC)
@require_safe
def window(request: HttpRequest, code: str) -> HttpResponse:
    """The window itself. Only the web sites that its channel names may show it in a frame."""
    asked = request.GET.get("language", "")
    language = asked if asked in LANGUAGES else reading_language()
    found = chat_channel(code)
    context = {
        "channel": found,
        "language": language,
        "longest": LONGEST,
        "most_bytes": store.MOST_BYTES,
        "accept": ACCEPT,
        "live": f"{settings.LIVE_URL}/live/talk",
        "speak": f"{settings.PUBLIC_URL}/speak",
    }
    with translation.override(language):
        page = private(render(request, "desks/talks/window.html", context))
    page[HEADER] = build_policy(replace={"frame-ancestors": [SELF, *found.origins]})
    page["Content-Language"] = language
    return page


@door(PUBLIC)
@require_safe
def sample(request: HttpRequest, code: str) -> HttpResponse:
    """A page like those of other web sites, with the window in it: to try it before it stands on a real one."""
    context = {
        "channel": chat_channel(code),
        "language": reading_language(),
        "public_url": settings.PUBLIC_URL,
    }
    return private(render(request, "desks/talks/sample.html", context))


def chat_channel(code: str) -> Channel:
    """The chat channel with this code, open or not. Raises NotFound."""
    found = channel(code)
    if found.kind != Channel.Kind.CHAT:
        raise NotFound(ko="이 창구에는 대화창이 없습니다.", en="This channel has no live chat.")
    return found
