"""Customers support and comment on what others proposed: known by their own link, or by a confirmed address."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gwidam.change import verbs
from gwidam.change.models import Campaign
from gwidam.change.passes import address_in
from gwidam.change.queries.campaigns import campaign_by_key
from gwidam.change.queries.open_campaigns import shown_idea
from gwidam.core.acting import tried
from gwidam.core.asked import sent
from gwidam.core.errors import NotFound, NotNow, Refused
from gwidam.core.forms import show_on
from gwidam.core.sealed import fingerprint
from gwidam.core.text import number_in
from gwidam.core.words import reading_language
from gwidam.people.contacts import Reach
from gwidam.people.models import Customer

from .. import cookie, limits
from ..forms import AgreeForm, RemarkForm, TakePartForm
from .frame import public


def participant(request: HttpRequest, campaign: Campaign) -> Customer | None:
    """Who takes part in this campaign in this browser; None before they have agreed to."""
    number = cookie.read_part(request, campaign.pk)
    return Customer.objects.filter(pk=number, erased_at__isnull=True).first() if number is not None else None


def open_campaign(key: str) -> Campaign:
    """The campaign behind a link whose ideas customers see. Raises NotFound for any other."""
    found = campaign_by_key(key)
    if not found.is_open:
        raise NotFound(ko="이 링크로는 볼 수 있는 것이 없습니다.", en="There is nothing to see under this link.")
    return found


@public
@require_safe
def fix_idea(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """One idea: its words, who wants it, what is said of it, and its answer."""
    return _idea_page(request, open_campaign(key), pk, RemarkForm())


@public
@require_POST
def fix_support(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Want it, too; whoever is not known yet is asked first who they are."""
    campaign = open_campaign(key)
    shown = shown_idea(campaign, pk, reader=None)
    who = participant(request, campaign)
    if who is None:
        return redirect(_me_url(campaign, pk))
    limits.SUPPORTS_FROM_PLACE.knock(_place(request), at=timezone.now())
    try:
        verbs.support_idea(idea=shown.idea, by=who, at=timezone.now())
    except NotNow as refused:
        messages.error(request, str(refused))
    return redirect(idea_url(campaign, pk))


@public
@require_POST
def fix_support_end(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Want it no longer."""
    campaign = open_campaign(key)
    shown = shown_idea(campaign, pk, reader=None)
    who = participant(request, campaign)
    if who is not None:
        try:
            verbs.unsupport_idea(idea=shown.idea, by=who, at=timezone.now())
        except NotNow as refused:
            messages.error(request, str(refused))
    return redirect(idea_url(campaign, pk))


@public
@require_POST
def fix_comments(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Say something about it; it shows once a colleague has read it."""
    campaign = open_campaign(key)
    shown = shown_idea(campaign, pk, reader=None)
    form = RemarkForm(request.POST)
    who = participant(request, campaign)
    if who is None:
        form.add_error(
            None, _("Half an hour has passed. Please tell us again who you are; your words are still here.")
        )
        return _idea_page(request, campaign, pk, form, status=422)
    if not form.is_valid():
        return _idea_page(request, campaign, pk, form, status=422)
    try:
        limits.COMMENTS_OF_PERSON.knock(f"{campaign.pk}:{who.pk}", at=timezone.now())
        verbs.comment_on(idea=shown.idea, text=form.cleaned_data["text"], by=who, at=timezone.now())
    except Refused as refused:
        show_on(form, refused)
        return _idea_page(request, campaign, pk, form, status=refused.status)
    messages.success(request, _("Thank you. It shows here once a colleague has read it."))
    return redirect(idea_url(campaign, pk))


@public
@require_http_methods(["GET", "HEAD", "POST"])
def fix_me(request: HttpRequest, key: str) -> HttpResponse:
    """Who are you? By the link that shows all they said it is known; others are sent one to their address."""
    campaign = open_campaign(key)
    known = _by_said_link(request)
    if known is not None:
        return _agreeing(request, campaign, known=known, reach=None)
    if request.method != "POST":
        return _me_page(request, campaign, TakePartForm())
    said = request.POST.copy()
    form = TakePartForm(said, is_trapped=any(said.pop("website", [""])))
    if not form.is_valid():
        return _me_page(request, campaign, form, status=422)
    try:
        limits.LINKS_FROM_PLACE.knock(_place(request), at=timezone.now())
        verbs.ask_to_take_part(
            campaign=campaign,
            reach=form.cleaned_data["reach"],
            language=reading_language(),
            idea_id=_idea_asked_for(request),
            at=timezone.now(),
        )
    except Refused as refused:
        show_on(form, refused)
        return _me_page(request, campaign, form, status=refused.status)
    return render(request, "desks/public/fix/sent.html", {"campaign": campaign})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def fix_agree(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """The link of the letter: opening it does nothing yet (mail filters open links), agreeing does."""
    campaign = open_campaign(key)
    return _agreeing(request, campaign, known=None, reach=address_in(campaign, token))


def idea_url(campaign: Campaign, pk: int) -> str:
    """The page of an idea behind the campaign's link."""
    return reverse("desks:fix-idea", args=[campaign.key, pk])


def _agreeing(
    request: HttpRequest, campaign: Campaign, *, known: Customer | None, reach: Reach | None
) -> HttpResponse:
    form = AgreeForm(sent(request))
    made: list[Customer] = []
    status = 200
    if request.method == "POST":
        by: dict[str, Any] = {"known": known, "reach": reach, "language": reading_language()}
        status = tried(
            form,
            lambda _given: made.append(verbs.begin_to_take_part(campaign=campaign, **by, at=timezone.now())),
        )
    if made:
        there = redirect(_back_url(request, campaign))
        return cookie.give_part(there, campaign_id=campaign.pk, customer_id=made[0].pk)
    return render(request, "desks/public/fix/agree.html", {"campaign": campaign, "form": form}, status=status)


def _back_url(request: HttpRequest, campaign: Campaign) -> str:
    """The idea they came from, or the whole campaign."""
    idea = _idea_asked_for(request)
    return idea_url(campaign, idea) if idea else reverse("desks:fix", args=[campaign.key])


def _idea_page(
    request: HttpRequest, campaign: Campaign, pk: int, form: Form, *, status: int = 200
) -> HttpResponse:
    who = participant(request, campaign)
    context: dict[str, Any] = {
        "campaign": campaign,
        "each": shown_idea(campaign, pk, reader=who),
        "is_running": campaign.is_running(timezone.localdate()),
        "is_known": who is not None,
        "form": form,
        "me_url": _me_url(campaign, pk),
    }
    return render(request, "desks/public/fix/idea.html", context, status=status)


def _me_page(request: HttpRequest, campaign: Campaign, form: Form, *, status: int = 200) -> HttpResponse:
    context = {"campaign": campaign, "form": form, "idea": _idea_asked_for(request)}
    return render(request, "desks/public/fix/me.html", context, status=status)


def _me_url(campaign: Campaign, pk: int) -> str:
    return f"{reverse('desks:fix-me', args=[campaign.key])}?idea={pk}"


def _idea_asked_for(request: HttpRequest) -> int:
    """The idea they came from; 0 for none."""
    return number_in(request.GET.get("idea", ""))


def _by_said_link(request: HttpRequest) -> Customer | None:
    number = cookie.read_said(request)
    return Customer.objects.filter(pk=number, erased_at__isnull=True).first() if number is not None else None


def _place(request: HttpRequest) -> str:
    return fingerprint(limits.place_of(request), purpose="limit")
