"""Please fix it: the page behind a campaign's link, for customers without an account: handing in, and the ideas."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gwidam.change.models import Campaign, Idea
from gwidam.change.queries.campaigns import campaign_by_key
from gwidam.change.queries.open_campaigns import shelf_of
from gwidam.change.verbs import submit_idea
from gwidam.core.errors import Refused
from gwidam.core.forms import show_on
from gwidam.core.sealed import fingerprint
from gwidam.core.text import number_in
from gwidam.core.words import reading_language

from .. import cookie, limits
from ..forms import FixForm
from .frame import public
from .taking_part import participant

MOST_SHOWN_AFTER = 100_000


@public
@require_http_methods(["GET", "HEAD", "POST"])
def fix(request: HttpRequest, key: str) -> HttpResponse:
    """The form of a campaign; POST hands the idea in and shows its receipt."""
    found = campaign_by_key(key)
    if request.method != "POST":
        return _form(request, found, FixForm(initial={"key": secrets.token_urlsafe(16)}))
    said = request.POST.copy()
    form = FixForm(said, is_trapped=any(said.pop("website", [""])))
    if not form.is_valid():
        return _form(request, found, form, status=422)
    try:
        made = _submitted(request, found, form)
    except Refused as refused:
        show_on(form, refused)
        return _form(request, found, form, status=refused.status)
    return cookie.give(redirect("desks:heard"), made.voice)


def _submitted(request: HttpRequest, found: Campaign, form: FixForm) -> Idea:
    said, now = form.cleaned_data, timezone.now()
    limits.VOICES_FROM_PLACE.knock(fingerprint(limits.place_of(request), purpose="limit"), at=now)
    for reach in said["reaches"]:
        limits.VOICES_OF_CONTACT.knock(reach.mark, at=now)
    return submit_idea(
        campaign=found,
        title=said["title"],
        text=said["text"],
        name=said["name"],
        reaches=said["reaches"],
        key=said["key"] or secrets.token_urlsafe(16),
        language=reading_language(),
        at=now,
    )


def _form(request: HttpRequest, found: Campaign, form: FixForm, *, status: int = 200) -> HttpResponse:
    after = min(number_in(request.GET.get("after", "")), MOST_SHOWN_AFTER)
    context = {
        "campaign": found,
        "form": form,
        "is_running": found.is_running(timezone.localdate()),
        "shelf": shelf_of(found, reader=participant(request, found), after=after) if found.is_open else None,
        "after": after,
    }
    page = render(request, "desks/public/fix.html", context, status=status)
    page["Cache-Control"] = "private, no-cache"
    return page
