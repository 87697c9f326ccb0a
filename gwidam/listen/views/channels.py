"""Channels, what each lacks, and the poster for a counter."""

from __future__ import annotations

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gwidam.core.errors import NotFound, Refused
from gwidam.core.forms import show_on
from gwidam.people.door import door, who

from .. import verbs
from ..forms import ChannelForm, ClosingForm
from ..models import Channel
from ..queries import lacks_of
from ..verbs.hooks import EAR_OF

SPOKEN_TO = (Channel.Kind.WEB, Channel.Kind.COUNTER)


@door("edit channels")
@require_safe
def channels(request: HttpRequest) -> HttpResponse:
    """Every channel: open, or what it lacks."""
    found = Channel.objects.select_related("owner", "department", "roster", "touchpoint")
    told = [(each, lacks_of(each), each.kind in SPOKEN_TO) for each in found]
    return render(request, "listen/channels.html", {"channels": told})


@door("edit channels")
@require_http_methods(["GET", "HEAD", "POST"])
def channel(request: HttpRequest, code: str | None = None) -> HttpResponse:
    """Make a channel, or change one; an open one cannot lose the process behind it."""
    found = _channel(code) if code else None
    form = ChannelForm(request.POST or None, channel=found)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            made = verbs.set_channel(by=who(request), at=timezone.now(), **form.told())
            messages.success(request, _("%(name)s is saved.") % {"name": made.name})
            return redirect("listen:channel", code=made.code)
        except Refused as refused:
            show_on(form, refused)
            status = refused.status
            found = _channel(code) if code else None
    return _page(request, form, found, status=status)


@door("edit channels")
@require_POST
def opening(request: HttpRequest, code: str) -> HttpResponse:
    """Open the ear, when nothing is lacking."""
    found = _channel(code)
    try:
        verbs.open_channel(channel=found, by=who(request), at=timezone.now())
    except Refused as refused:
        form = ChannelForm(channel=_channel(code))
        return _page(request, form, _channel(code), status=refused.status, refused=refused)
    messages.success(request, _("%(name)s is open. We are listening.") % {"name": found.name})
    return redirect("listen:channel", code=code)


@door("edit channels")
@require_POST
def closing(request: HttpRequest, code: str) -> HttpResponse:
    """Close the ear, with a reason; what was heard is kept to its end."""
    found, form = _channel(code), ClosingForm(request.POST)
    if form.is_valid():
        try:
            verbs.close_channel(channel=found, why=form.cleaned_data["why"], by=who(request), at=timezone.now())
            messages.success(request, _("%(name)s is closed.") % {"name": found.name})
            return redirect("listen:channel", code=code)
        except Refused as refused:
            show_on(form, refused)
    return _page(request, ChannelForm(channel=found), found, status=422, closing=form)


@door("edit channels")
@require_safe
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """A page of A4 for the wall of a shop: scan, speak, get a number."""
    found = _channel(code)
    if found.kind not in SPOKEN_TO:
        raise NotFound(ko="이 창구에는 포스터가 없습니다.", en="This channel has no poster.")
    url = f"{settings.PUBLIC_URL}/speak/{found.code}"
    # Level H is read with a third of it scratched off; the quiet zone is the standard's four modules.
    drawn = segno.make(url, error="h", micro=False).svg_data_uri(scale=8, border=4, dark="#000", light="#fff")
    return render(request, "listen/poster.html", {"channel": found, "url": url, "drawn": drawn})


def _page(
    request: HttpRequest,
    form: ChannelForm,
    found: Channel | None,
    *,
    status: int,
    closing: ClosingForm | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    places = {
        "form": form,
        "channel": found,
        "lacks": lacks_of(found) if found else [],
        "is_spoken_to": found is not None and found.kind in SPOKEN_TO,
        "is_told": found is not None and found.kind in EAR_OF,
        "closing": closing or ClosingForm(),
        "refused": refused,
        "public_url": settings.PUBLIC_URL,
    }
    return render(request, "listen/channel.html", places, status=status)


def _channel(code: str) -> Channel:
    found = Channel.objects.select_related("owner", "department", "roster", "touchpoint").filter(code=code).first()
    if found is None:
        raise NotFound(ko="그런 창구가 없습니다.", en="There is no such channel.")
    return found
