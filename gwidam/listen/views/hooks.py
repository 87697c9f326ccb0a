"""The address of a channel that other systems call: how it goes, and its secret."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from gwidam.core.errors import NotFound
from gwidam.people.door import door, who

from .. import verbs
from ..models import Channel, Ear
from ..verbs.hooks import EAR_OF


@door("edit channels")
@require_safe
def hook(request: HttpRequest, code: str) -> HttpResponse:
    """The address that other systems call, what was last heard there, and how it is signed."""
    return _page(request, _told(code))


@door("edit channels")
@require_POST
def hook_secret(request: HttpRequest, code: str) -> HttpResponse:
    """A new secret, shown this once."""
    found = _told(code)
    return _page(request, found, secret=verbs.turn_secret(channel=found, by=who(request), at=timezone.now()))


def _told(code: str) -> Channel:
    found = Channel.objects.filter(code=code, kind__in=EAR_OF).first()
    if found is None:
        raise NotFound(ko="웹훅을 받지 않는 창구입니다.", en="This channel takes no webhooks.")
    return found


def _page(request: HttpRequest, found: Channel, *, secret: str = "") -> HttpResponse:
    place = "phone" if found.kind == Channel.Kind.PHONE else "hooks"
    ear = Ear.objects.filter(channel=found, kind=EAR_OF[found.kind], ended_at__isnull=True).first()
    places = {
        "channel": found,
        "ear": ear,
        "address": f"{settings.PUBLIC_URL}/{place}/{found.code}",
        "secret": secret,
        "is_turning": ear is not None and len(ear.secrets(timezone.now())) > 1,
    }
    page = render(request, "listen/hook.html", places)
    page["Cache-Control"] = "no-store"
    return page
