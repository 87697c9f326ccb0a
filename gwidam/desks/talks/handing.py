"""A talk changes hands: taken, let go, offered, accepted, bounced, withdrawn."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gwidam.core.acting import Sheet, Subject, act
from gwidam.core.errors import NotNow
from gwidam.own import verbs
from gwidam.own.models import Talk
from gwidam.own.queries.talks import offer_of, talk_for
from gwidam.people.door import door, who

from .forms import TalkBounceForm, TalkHandOffForm
from .views import talk_url


@door("keep talks")
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a talk that waits; who is a moment too late is told who has it."""
    found = talk_for(who(request), pk)
    try:
        verbs.take_talk(talk=found, keeper=who(request), by=who(request), at=timezone.now())
    except NotNow as refused:
        messages.info(request, str(refused))
        return HttpResponseRedirect(reverse("desks:talks"))
    return HttpResponseRedirect(talk_url(found))


@door("keep talks")
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it go: it waits for a colleague."""
    verbs.let_go(talk=talk_for(who(request), pk), by=who(request), at=timezone.now())
    messages.success(request, _("The talk waits for a colleague. The customer was told."))
    return HttpResponseRedirect(reverse("desks:talks"))


@door("keep talks")
@require_http_methods(["GET", "POST"])
def hand_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a running talk to a department."""
    found, form = talk_for(who(request), pk), TalkHandOffForm(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        verbs.offer_talk(talk=found, to=given["to"], reason=given["reason"], by=who(request), at=timezone.now())

    sheet = Sheet(
        title=_("Hand over"),
        lede=_("Until somebody there accepts it, the talk stays with you. The offer lasts two minutes."),
        submit=_("Offer it"),
        done=_("Offered. You go on until they accept."),
    )
    return act(request, _subject(found), form, do, sheet)


@door("keep talks")
@require_POST
def acceptance(request: HttpRequest, pk: int) -> HttpResponse:
    """We take it."""
    verbs.accept_talk(offer=offer_of(who(request), pk), by=who(request), at=timezone.now())
    return HttpResponseRedirect(reverse("desks:talk", args=[pk]))


@door("keep talks")
@require_http_methods(["GET", "POST"])
def bounce(request: HttpRequest, pk: int) -> HttpResponse:
    """It is not ours: why."""
    offer, form = offer_of(who(request), pk), TalkBounceForm(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        verbs.bounce_talk(offer=offer, reason=given["reason"], by=who(request), at=timezone.now())

    sheet = Sheet(title=_("Bounce it"), submit=_("Bounce it"), lede=_("The talk goes on with whoever offered it."))
    return act(request, _subject(talk_for(who(request), pk)), form, do, sheet)


@door("keep talks")
@require_POST
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an offer back before it is decided."""
    verbs.withdraw_talk(offer=offer_of(who(request), pk), by=who(request), at=timezone.now())
    return HttpResponseRedirect(reverse("desks:talk", args=[pk]))


def _subject(found: Talk) -> Subject:
    return Subject(talk_url(found), found.customer.name or _("A customer without a name"))
