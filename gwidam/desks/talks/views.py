"""The page of talks: those one keeps, those that wait, and one of them with its customer beside it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gwidam.core.acting import tried
from gwidam.core.asked import is_part
from gwidam.listen import store
from gwidam.own import verbs
from gwidam.own.models import Talk, TalkLine, TalkOffer
from gwidam.own.queries import talks as queries
from gwidam.own.queries.callers import caller
from gwidam.people.door import door, who
from gwidam.people.models import Employee

from ..public.forms import ACCEPT
from .forms import FileForm, LineForm


@door("keep talks")
@require_safe
def talks(request: HttpRequest) -> HttpResponse:
    """The lists; alone as a part where htmx asks, with `at` the talk that is open beside them."""
    context = {**_lists(who(request)), "at": request.GET.get("at", "")}
    name = "desks/talks/lists.html" if is_part(request) else "desks/talks/page.html"
    return render(request, name, context)


@door("keep talks")
@require_safe
def talk(request: HttpRequest, pk: int) -> HttpResponse:
    """One talk; what was said in it alone, as a part, where htmx asks."""
    found = queries.talk_for(who(request), pk)
    if is_part(request):
        return render(request, "desks/talks/said.html", _said(who(request), found))
    return talk_page(request, found)


@door("keep talks")
@require_http_methods(["GET", "POST"])
def lines(request: HttpRequest, pk: int) -> HttpResponse:
    """Say the next line."""
    found = queries.talk_for(who(request), pk)
    if request.method == "GET":
        return HttpResponseRedirect(talk_url(found))
    form, now = LineForm(request.POST), timezone.now()

    def do(given: dict[str, Any]) -> None:
        verbs.say(talk=found, text=given["text"], key=f"e-{given['key']}", by=who(request), at=now)

    status = tried(form, do)
    if status == 302:
        return HttpResponse(status=204) if is_scripted(request) else HttpResponseRedirect(talk_url(found))
    return talk_page(request, queries.talk_for(who(request), pk), form=form, status=status)


@door("keep talks")
@require_POST
def asking(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask "anything else?"; `answered` says that what was written is the answer."""
    found = queries.talk_for(who(request), pk)
    is_answered = "answered" in request.POST
    verbs.ask_anything_else(talk=found, is_answered=is_answered, by=who(request), at=timezone.now())
    return HttpResponseRedirect(talk_url(found))


@door("keep talks")
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End it, once that was asked."""
    found = queries.talk_for(who(request), pk)
    verbs.leave_talk(talk=found, by=who(request), at=timezone.now())
    return HttpResponseRedirect(talk_url(found))


@door("keep talks")
@require_POST
def seat(request: HttpRequest) -> HttpResponse:
    """The page is open (or was closed): talks may come to whoever sits at it."""
    sit(request)
    return HttpResponse(status=204)


@door("keep talks")
@require_POST
def presence(request: HttpRequest, pk: int) -> HttpResponse:
    """The same from the page of one talk; whether its keeper is writing is shown to the customer."""
    found = queries.talk_for(who(request), pk)
    sit(request)
    if request.POST.get("state") == "writing":
        verbs.be_writing(talk=found, by=who(request), at=timezone.now())
    return HttpResponse(status=204)


def sit(request: HttpRequest) -> None:
    """Take the seat, or leave it."""
    if request.POST.get("state") == "away":
        verbs.leave_seat(employee=who(request))
    else:
        verbs.be_seated(employee=who(request), at=timezone.now())


def talk_url(found: Talk) -> str:
    """The page of a talk."""
    return reverse("desks:talk", args=[found.pk])


def is_scripted(request: HttpRequest) -> bool:
    """Whether the page's own script sends it, which shows the line by itself."""
    return request.headers.get("X-Requested-With") == "fetch"


@dataclass(frozen=True, slots=True)
class Can:
    """What this person can do with the talk now."""

    say: bool
    take: bool
    decide: bool
    withdraw: bool


def _can(me: Employee, found: Talk, offer: TalkOffer | None) -> Can:
    is_keeper = found.keeper_id == me.pk and found.state == Talk.State.RUNNING
    return Can(
        say=is_keeper,
        take=found.state == Talk.State.WAITING,
        decide=offer is not None and offer.to_department_id == me.department_id and not is_keeper,
        withdraw=offer is not None and is_keeper,
    )


def _lists(me: Employee) -> dict[str, Any]:
    desk = queries.talk_desk(me)
    shown = (*desk.kept, *desk.waiting, *desk.offered)
    mine = [f"employee:{me.pk}", f"department:{me.department_id}", "waiting:*"]
    return {"desk": desk, "topics": " ".join([*mine, *(row.talk.about for row in shown)]), "now": timezone.now()}


def _said(me: Employee, found: Talk) -> dict[str, Any]:
    offers = TalkOffer.objects.filter(talk=found, state=TalkOffer.State.OFFERED)
    offer = offers.select_related("to_department", "giver").first()
    return {
        "talk": found,
        "talk_path": talk_url(found),
        "lines": list(TalkLine.objects.filter(talk=found).select_related("by", "file")),
        "offer": offer,
        "can": _can(me, found, offer),
        "lack": queries.lack_of_keeper(me, found) if found.keeper_id == me.pk and not found.is_over else None,
        "writes": queries.is_writing(found.customer_wrote_at, timezone.now()) and not found.is_over,
    }


def talk_page(
    request: HttpRequest,
    found: Talk,
    *,
    form: LineForm | None = None,
    giving: FileForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of one talk, with the refused line or file where there is one."""
    at = timezone.now()
    context = {
        **_lists(who(request)),
        **_said(who(request), found),
        "at": str(found.pk),
        "form": form,
        "giving": giving,
        "key": (form and form["key"].value()) or secrets.token_hex(16),
        "file_key": secrets.token_hex(16),
        "accept": ACCEPT,
        "most_bytes": store.MOST_BYTES,
        "ready": queries.ready_answers(found, me=who(request), house=settings.HOUSE_NAME),
        "caller": caller(who(request), found.customer, at=at),
        "live_topics": f"{found.about} writing:{found.pk}",
    }
    return render(request, "desks/talks/talk.html", context, status=status)
