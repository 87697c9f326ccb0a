"""The one page of the room: silence a topic, from the link in a mail."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gwidam.core.errors import NotFound

from . import queries, rules, verbs
from .readers import Reader
from .tokens import read_mute_token


# The signed token is the permission, and mail programs post without cookies (RFC 8058, 3.1). GET changes
# nothing: programs that look for harmful mail open every link.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mute(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link silences; POST silences it, POST with `undo` lets it speak again."""
    link = read_mute_token(token)
    if link is None:
        raise NotFound(ko="이 링크로는 할 수 있는 일이 없습니다.", en="This link leads nowhere.")
    reader, topic = link
    if request.method == "POST":
        change = verbs.unmute if "undo" in request.POST else verbs.mute
        change(reader=reader, topic=topic, by=Reader(reader), at=timezone.now())
        if "List-Unsubscribe" in request.POST:  # a mail program; it follows no redirect (RFC 8058, 3.1)
            return HttpResponse(status=204)
        return redirect(request.path)
    is_muted = topic in queries.muted_topics(reader)
    page = render(request, "post/mute.html", {"topic": str(rules.TOPICS[topic].name), "is_muted": is_muted})
    page["Referrer-Policy"] = "no-referrer"
    page["X-Robots-Tag"] = "noindex"
    return page


mute.door_action = "public"  # type: ignore[attr-defined]  # what people.door.door sets; post stands beside people and cannot import it
