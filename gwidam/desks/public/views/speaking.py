"""Speak: a voice and its receipt, without an account and without JavaScript."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gwidam.core.errors import NotFound, Refused
from gwidam.core.forms import show_on
from gwidam.core.sealed import fingerprint
from gwidam.core.words import reading_language
from gwidam.listen.models import Channel, Voice
from gwidam.listen.queries import open_channels
from gwidam.own.models import Case, Promise
from gwidam.own.tracking import follow_url
from gwidam.own.verbs import Taken

from .. import cookie, limits, story, verbs
from ..errors import TooLarge
from ..forms import SpeakForm
from .frame import public

MOST_BYTES = 100 * 1024 * 1024  # of one voice, all its files together (ASVS 5.0, 5.1.1)
SPOKEN_TO = (Channel.Kind.WEB, Channel.Kind.COUNTER)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def speak(request: HttpRequest, code: str | None = None) -> HttpResponse:
    """The form; POST takes the voice in and shows its receipt."""
    channel = _channel(code)
    if request.method != "POST":
        return _form(request, SpeakForm(initial={"key": secrets.token_urlsafe(16)}), channel)
    form = _sent(request)
    if not form.is_valid():
        return _form(request, form, channel, status=422)
    try:
        taken = _take_in(request, form, channel)
    except Refused as refused:
        show_on(form, refused)
        return _form(request, form, channel, status=refused.status, wait=refused.more.get("wait"))
    if settings.CSRF_COOKIE_NAME not in request.COOKIES:
        return _receipt(request, taken.voice)  # a browser without cookies could not be shown it a page later
    return cookie.give(redirect("desks:heard"), taken.voice)


@public
@require_http_methods(["GET", "HEAD"])
def heard(request: HttpRequest) -> HttpResponse:
    """The receipt: the number, who has it, and by when."""
    glimpse = cookie.read(request)
    if glimpse is None:
        return redirect("desks:follow")
    return _receipt(request, story.voice_by_receipt(glimpse.receipt, at=timezone.now()))


def _channel(code: str | None) -> Channel:
    """The channel of a poster, or the first open web form. Raises NotFound."""
    for each in open_channels():
        wanted = each.code == code if code else each.kind == Channel.Kind.WEB
        if wanted and each.kind in SPOKEN_TO:
            return each
    raise NotFound(ko="지금은 이 창구로 말씀을 받고 있지 않습니다.", en="This channel does not take voices now.")


def _sent(request: HttpRequest) -> SpeakForm:
    """What was sent, refused unread when it is too large. Raises TooLarge."""
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) <= MOST_BYTES:
            said = request.POST.copy()
            trap = said.pop("website", [""])
            return SpeakForm(said, request.FILES, is_trapped=any(trap))
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        pass
    raise TooLarge(
        ko="보내신 것이 한 번에 받을 수 있는 크기를 넘었습니다.",
        en="What you sent is larger than we can take at once.",
    )


def _take_in(request: HttpRequest, form: SpeakForm, channel: Channel) -> Taken:
    said, now = form.cleaned_data, timezone.now()
    limits.VOICES_FROM_PLACE.knock(fingerprint(limits.place_of(request), purpose="limit"), at=now)
    for reach in said["reaches"]:
        limits.VOICES_OF_CONTACT.knock(reach.mark, at=now)
    return verbs.speak(
        channel=channel,
        text=said["text"],
        name=said["name"],
        reaches=said["reaches"],
        files=said["files"],
        touchpoint=form.place,
        language=reading_language(),
        key=said["key"] or secrets.token_urlsafe(16),
        at=now,
    )


def _form(
    request: HttpRequest, form: SpeakForm, channel: Channel, *, status: int = 200, wait: object = None
) -> HttpResponse:
    page = render(request, "desks/public/speak.html", {"form": form, "channel": channel}, status=status)
    # Not `no-store`: whoever goes back finds their words, and sends them under the same key.
    page["Cache-Control"] = "private, no-cache"
    if wait:
        page["Retry-After"] = str(wait)
    return page


def _receipt(request: HttpRequest, voice: Voice) -> HttpResponse:
    case = Case.objects.select_related("guardian__department").filter(voice=voice).first()
    promised = (
        case.promises.filter(kind=Promise.Kind.ANSWER, kept_at__isnull=True).order_by("due_at").first()
        if case
        else None
    )
    return render(
        request,
        "desks/public/heard.html",
        {"voice": voice, "case": case, "promised": promised, "follow_url": follow_url(voice.receipt)},
    )
