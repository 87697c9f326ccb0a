"""All I said and what became of it, and the question whether that settles it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gwidam.change.queries.public import sayings_of, supported_by, telling_of
from gwidam.change.tracking import customer_of
from gwidam.change.verbs import say_settled, send_said_link
from gwidam.core.errors import NotFound, NotNow, NotValid
from gwidam.core.sealed import fingerprint
from gwidam.core.text import number_in
from gwidam.people.models import Customer

from .. import cookie, limits, story
from .frame import public

WORDS = {"yes": True, "no": False}


@public
@require_http_methods(["GET", "HEAD"])
def open_said(request: HttpRequest, token: str) -> HttpResponse:
    """Swap the link for a cookie of half an hour, so that the page's own address says nothing."""
    return cookie.give_said(redirect("desks:said"), customer_of(token).pk)


@public
@require_http_methods(["GET", "HEAD"])
def said(request: HttpRequest) -> HttpResponse:
    """Every voice of one customer, how it stands, what it led to; without a cookie, the way to one voice."""
    customer = _customer(request)
    if customer is None:
        return redirect("desks:follow")
    context = {
        "sayings": sayings_of(customer.pk),
        "supported": supported_by(customer.pk),
        "settle_url": "desks:said-settled",
        "name": customer.name,
    }
    return render(request, "desks/public/said.html", context)


@public
@require_POST
def said_settled(request: HttpRequest) -> HttpResponse:
    """Yes or no, from the page of all they said."""
    customer = _customer(request)
    if customer is None:
        raise _closed()
    _settle(request, customer)
    return redirect("desks:said")


@public
@require_POST
def settled(request: HttpRequest) -> HttpResponse:
    """Yes or no, from the follow page of one voice: only on what this voice led to."""
    glimpse = cookie.read(request)
    if glimpse is None:
        raise _closed()
    told = story.story_of(story.voice_by_receipt(glimpse.receipt, at=timezone.now()), has_proof=glimpse.has_proof)
    theirs = {str(each.telling.pk) for each in told.led_to if each.telling is not None}
    if request.POST.get("telling", "") not in theirs:
        raise story.nothing()
    _settle(request, told.voice.customer)
    return redirect("desks:follow")


@public
@require_POST
def ask_for_link(request: HttpRequest) -> HttpResponse:
    """Send the link to all they said to the address they left: who sees one voice here need not be that person."""
    glimpse = cookie.read(request)
    if glimpse is None:
        raise _closed()
    voice = story.voice_by_receipt(glimpse.receipt, at=timezone.now())
    limits.VOICES_FROM_PLACE.knock(fingerprint(limits.place_of(request), purpose="limit"), at=timezone.now())
    send_said_link(customer=voice.customer, by=voice.customer, at=timezone.now())
    messages.success(request, _("If you left an e-mail address with us, the link is on its way there."))
    return redirect("desks:follow")


def _settle(request: HttpRequest, customer: Customer) -> None:
    number, word = number_in(request.POST.get("telling", "")), request.POST.get("word", "")
    if word not in WORDS or not number:
        raise NotValid(ko="둘 중 하나를 골라 주세요.", en="Choose one of the two.", field="word")
    telling = telling_of(customer.pk, number)
    try:
        say_settled(telling=telling, settled=WORDS[word], by=customer, at=timezone.now())
    except NotNow as refused:
        messages.error(request, str(refused))
        return
    thanks = {
        "yes": _("Good to hear. Thank you for telling us."),
        "no": _("Thank you for being open. We take it up again."),
    }
    messages.success(request, thanks[word])


def _customer(request: HttpRequest) -> Customer | None:
    number = cookie.read_said(request)
    if number is None:
        return None
    return Customer.objects.filter(pk=number, erased_at__isnull=True).first()


def _closed() -> NotFound:
    return NotFound(
        ko="30분이 지나 화면이 닫혔습니다. 링크를 다시 열어 주세요.",
        en="Half an hour has passed and the page was closed. Please open the link again.",
    )
