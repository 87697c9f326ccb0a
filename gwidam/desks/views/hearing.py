"""Quick intake: one screen, by keyboard, while somebody is on the phone or at the counter."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gwidam.core.acting import tried
from gwidam.core.errors import NotValid
from gwidam.core.text import number_in
from gwidam.core.words import reading_language
from gwidam.listen.models import Call, Channel
from gwidam.listen.queries import call_of, open_channels
from gwidam.moments.queries import touchpoint
from gwidam.own import verbs
from gwidam.own.models import Draft
from gwidam.own.queries.callers import caller, caller_of
from gwidam.own.queries.cases import cases_seen_by
from gwidam.own.queries.likeness import others_said
from gwidam.own.queries.voices import voice_for
from gwidam.people import contacts
from gwidam.people.contacts import dialled
from gwidam.people.door import door
from gwidam.people.models import Customer, Employee
from gwidam.understand.queries.readings import shown_reading
from gwidam.understand.queries.routes import advice_for

from ..forms import HearForm
from ..phone.ringing import reaches_of

EARS = (Channel.Kind.PHONE, Channel.Kind.COUNTER, Channel.Kind.PORTAL)
DRAFT = "hear"
LAST_EAR = "last_ear"  # in the session: where this person heard somebody last


@door("hear")
@never_cache
@require_http_methods(["GET", "POST"])
def hear(request: HttpRequest) -> HttpResponse:
    """Take a voice down; `after` names the receipt after which the same customer goes on speaking."""
    at = timezone.now()
    ears = sorted((each for each in open_channels() if each.kind in EARS), key=lambda each: EARS.index(each.kind))
    if not ears:
        return render(request, "desks/hear_closed.html")
    after = request.POST.get("after") or request.GET.get("after", "")
    known = voice_for(request.user, after, at=at).customer if after else None
    number = request.POST.get("call") or request.GET.get("call", "")
    call = call_of(request.user, number_in(number)) if number else None
    if request.method == "GET":
        form = HearForm(initial=_beginning(request, ears, after, call), channels=ears)
        return _screen(request, form, known, at, call=call)
    form = HearForm(request.POST, channels=ears)
    heard: list[verbs.Taken] = []
    status = tried(form, lambda given: heard.append(_hear(request.user, given, known, call, at)))
    if status != 302:
        return _screen(request, form, known, at, call=call, status=status)
    request.session[LAST_EAR] = form.cleaned_data["channel"].code
    verbs.drop_draft(employee=request.user, place=DRAFT)
    page = "own:abuse" if request.POST.get("then") == "abuse" and heard[0].case else "desks:heard"
    return HttpResponseRedirect(reverse(page, args=[heard[0].voice.receipt]))


def _hear(
    by: Employee, given: dict[str, Any], known: Customer | None, call: Call | None, at: datetime
) -> verbs.Taken:
    """One verb for all of it. Through the portal a colleague speaks for themselves and guards nothing by it."""
    channel = given["channel"]
    is_portal = channel.kind == Channel.Kind.PORTAL
    return verbs.hear_out(
        channel=channel,
        text=given["text"],
        name=given["name"],
        reaches=[] if is_portal else given["reaches"],
        customer=None if is_portal else known,
        colleague=by if is_portal else None,
        heard_by=None if is_portal else by,
        touchpoint=touchpoint(given["touchpoint"]) if given["touchpoint"] else None,
        kind=given["kind"],
        product=given["product"],
        needs_answer=False if given["no_answer"] else None,
        spoken_answer=given["spoken_answer"],
        call_back=given["call_back"],
        call_back_says=given["call_back_says"],
        offer_to=given["offer_to"],
        offer_reason=given["offer_reason"],
        call=call,
        key=f"{by.pk}:{given['key']}",
        by=by,
        at=at,
    )


def _beginning(request: HttpRequest, ears: Sequence[Channel], after: str, call: Call | None) -> dict[str, Any]:
    """The empty form: the ear used last, and the words kept when the last one was left unsent; of a call its number."""
    codes = [each.code for each in ears]
    last = call.channel.code if call else request.session.get(LAST_EAR)
    draft = Draft.objects.filter(employee=request.user, place=DRAFT).first()
    return {
        "channel": last if last in codes else codes[0],
        "text": draft.text if draft else "",
        "key": uuid.uuid4().hex,
        "after": after,
        "language": reading_language(),
        "call": call.pk if call else "",
        "phone": dialled(reaches[0].value) if (reaches := reaches_of(call)) else "",
    }


def _screen(
    request: HttpRequest,
    form: HearForm,
    known: Customer | None,
    at: datetime,
    *,
    call: Call | None = None,
    status: int = 200,
) -> HttpResponse:
    text = str(form["text"].value() or "")
    reaches = [] if known else reaches_of(call)
    context = {
        "call": call,
        "form": form,
        "known": known,
        **_others(text, request.user, at),
        "caller": caller(request.user, known, at=at) if known else caller_of(request.user, reaches, at=at),
        "is_new": bool(reaches),  # where no caller was found
        "advice": advice_for(text),
        "chosen": str(form["offer_to"].value() or ""),
        "has_unnamed": any(each.is_unnamed for each in open_channels()),
    }
    return render(request, "desks/hear.html", context, status=status)


@door("hear")
@never_cache
@require_safe
def heard(request: HttpRequest, receipt: str) -> HttpResponse:
    """The receipt, big enough to read out, and what was promised with it."""
    voice = voice_for(request.user, receipt, at=timezone.now())
    case = getattr(voice, "case", None)
    context = {
        "voice": voice,
        "case": case,
        "promises": list(case.promises.order_by("due_at")) if case else [],
        "offers": list(case.handoffs.select_related("to_department")) if case else [],
        "spoken": " ".join(voice.receipt),
        "shown": None if case else shown_reading(voice),  # with a case it stands on the page of the case
    }
    return render(request, "desks/heard.html", context)


@door("see cases")
@require_safe
def voice(request: HttpRequest, receipt: str) -> HttpResponse:
    """To where a voice is read: to its case where this person may see that, else to its receipt."""
    at = timezone.now()
    found = voice_for(request.user, receipt, at=at)
    has_case = cases_seen_by(request.user, at=at).filter(pk=found.pk).exists()  # a case bears its voice's number
    return HttpResponseRedirect(reverse("own:case" if has_case else "desks:heard", args=[found.receipt]))


@door("hear")
@never_cache
@require_POST
def caller_part(request: HttpRequest) -> HttpResponse:
    """Who is on the line, as a part. POST, so that no phone number stands in an address or a log."""
    try:
        reaches = contacts.reaches(email_=request.POST.get("email", ""), phone_=request.POST.get("phone", ""))
    except NotValid:
        reaches = []  # half a number: nobody yet
    found = caller_of(request.user, reaches, at=timezone.now()) if reaches else None
    context = {"caller": found, "is_new": bool(reaches) and found is None}
    return render(request, "desks/parts/caller.html", context)


@door("hear")
@require_POST
def owners_part(request: HttpRequest) -> HttpResponse:
    """Who answers for what is being typed, as a part; what was chosen before stays chosen."""
    context = {
        "advice": advice_for(request.POST.get("text", "")),
        "chosen": request.POST.get("offer_to", ""),
    }
    return render(request, "desks/parts/owners.html", context)


@door("hear")
@require_POST
def others_part(request: HttpRequest) -> HttpResponse:
    """Who has said what is being typed, as a part: those that this person may see."""
    text = request.POST.get("text", "").replace("\x00", "")
    return render(request, "desks/parts/others.html", _others(text, request.user, timezone.now()))


def _others(text: str, who: Employee, at: datetime) -> dict[str, Any]:
    typed = bool(text.strip())
    return {"others": others_said(text, who, at=at) if typed else None, "typed": typed}
