"""Write without a name: the form for those who are signed in, and the address that does not ask who sends."""

from __future__ import annotations

import functools
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from gwidam.core.errors import NotFound, NotYours, Refused
from gwidam.core.forms import show_on
from gwidam.core.text import language_of
from gwidam.listen.models import Channel, Voice
from gwidam.listen.queries import open_channels
from gwidam.own.models import Case
from gwidam.own.tracking import code_for, follow_url
from gwidam.people.door import View, door
from gwidam.people.sessions import SessionStore

from ..public import verbs
from ..public.limits import Limit
from ..public.views.frame import private, public
from . import passes
from .forms import UnnamedForm

# All together, since nobody is told apart: far more than colleagues write, far less than a program would.
VOICES_OF_ALL = Limit(most=120, within=timedelta(minutes=10))
EVERYBODY = "everybody"
TELLING = ("REMOTE_ADDR", "REMOTE_PORT", "HTTP_X_FORWARDED_FOR", "HTTP_COOKIE", "HTTP_USER_AGENT", "HTTP_REFERER")


def unseen(view: View) -> View:
    """Take away what tells who asks before the view is reached: session, cookies, address, browser."""

    @functools.wraps(view)
    def blind(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        request.user, request.session, request.COOKIES = AnonymousUser(), SessionStore(), {}
        for name in TELLING:
            request.META.pop(name, None)
        return view(request, *args, **kwargs)

    return blind


@door("hear")
@require_safe
def write(request: HttpRequest) -> HttpResponse:
    """The form. It keeps nothing while it is written."""
    _channel()
    today = timezone.localdate(timezone.now())
    return _form(request, UnnamedForm(initial={"day": passes.pass_of(today), "key": secrets.token_urlsafe(16)}))


@public
@unseen
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Take the voice in and show its code, this once."""
    form, now = UnnamedForm(request.POST), timezone.now()
    if not passes.is_good(request.POST.get("day", ""), at=now):
        raise NotYours(
            ko="이 양식은 하루가 지났습니다. 글을 복사해 두고 양식을 다시 열어 주세요.",
            en="This form is more than a day old. Copy your words and open the form again.",
        )
    if not form.is_valid():
        return _form(request, form, status=422)
    try:
        voice = _take_in(form.cleaned_data["text"], form.cleaned_data["key"], at=now)
    except Refused as refused:
        show_on(form, refused)
        return _form(request, form, status=refused.status)
    case = Case.objects.select_related("guardian__department").filter(voice=voice).first()
    context = {"voice": voice, "case": case, "code": code_for(voice.receipt), "url": follow_url(voice.receipt)}
    return render(request, "desks/unnamed/heard.html", context)


def _take_in(text: str, key: str, *, at: datetime) -> Voice:
    VOICES_OF_ALL.knock(EVERYBODY, at=at)
    channel = _channel()
    # Not the page's language: it could be that of one colleague alone.
    return verbs.speak(
        channel=channel, text=text, key=key, language=language_of(text), at=channel.moment(at)
    ).voice


def _channel() -> Channel:
    """The open door for those without a name. Raises NotFound."""
    for each in open_channels():
        if each.is_unnamed:
            return each
    raise NotFound(ko="이름 없이 말하는 창구가 열려 있지 않습니다.", en="The door without a name is not open.")


def _form(request: HttpRequest, form: UnnamedForm, *, status: int = 200) -> HttpResponse:
    return private(render(request, "desks/unnamed/write.html", {"form": form}, status=status))
