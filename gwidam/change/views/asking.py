"""Who asks for an improvement: voices, themes, supporters; and the block on the page of a case."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gwidam.core.acting import Sheet, back, tried
from gwidam.core.asked import is_part, sent
from gwidam.core.errors import NotFound, NotValid
from gwidam.core.text import number_in
from gwidam.own.queries.cases import case_for
from gwidam.own.queries.voices import voice_for
from gwidam.own.views.acting import case_url
from gwidam.people.door import door, may, must, who
from gwidam.understand.models import Theme
from gwidam.understand.queries.themes.one import theme_of_number

from .. import verbs
from ..forms.improvements import AskForm, SaysForm, VoiceForm
from ..models import Improvement, Support, ThemeLink, VoiceLink
from ..queries.improvements import improvement_named, improvement_of
from ..queries.of_voice import improvements_of_theme, improvements_of_voice
from .acting import act, improvement_url

GET_POST = require_http_methods(["GET", "POST"])


@door("propose improvements")
@GET_POST
def voices(request: HttpRequest, number: str) -> HttpResponse:
    """Link a voice by its receipt."""
    found, at = improvement_of(number), timezone.now()

    def do(given: dict[str, Any]) -> None:
        try:
            voice = voice_for(who(request), given["receipt"], at=at)
        except NotFound as nothing:
            raise NotValid(ko=nothing.said.ko, en=nothing.said.en, field="receipt") from None
        verbs.link(improvement=found, voice=voice, via=VoiceLink.Via.PAGE, by=who(request), at=at)

    sheet = Sheet(
        title=_("Link a voice"),
        lede=_("Nothing about its case changes. Whoever said it is told what becomes of this."),
        submit=_("Link it"),
        done=_("Linked."),
    )
    return act(request, found, VoiceForm(sent(request)), do, sheet)


@door("propose improvements")
@GET_POST
def voice_end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take a voice off, with a reason; only one that this person may see."""
    found, at = improvement_of(number), timezone.now()
    made = VoiceLink.objects.select_related("voice", "counted_at").filter(pk=pk, counted_at=found).first()
    if made is None:
        raise NotFound(ko="이어진 말씀이 아닙니다.", en="That voice is not linked.")
    voice_for(who(request), made.voice.receipt, at=at)

    def do(given: dict[str, Any]) -> None:
        verbs.unlink(made=made, why=given["says"], by=who(request), at=at)

    sheet = Sheet(
        title=_("Take the voice off"),
        lede=_("Whoever said it is then not told what becomes of this."),
        submit=_("Take it off"),
        done=_("Taken off."),
    )
    return act(request, found, SaysForm(sent(request), label=_("Why is it taken off?")), do, sheet)


@door("arrange themes")
@require_POST
def themes(request: HttpRequest, number: str) -> HttpResponse:
    """Link a theme with its voices, or take in those that came since."""
    found = improvement_of(number)
    theme = theme_of_number(number_in(request.POST.get("theme", "")))
    count = verbs.link_theme(improvement=found, theme=theme, by=who(request), at=timezone.now())
    return back(request, improvement_url(found), _("%(n)d voices were linked.") % {"n": count})


@door("arrange themes")
@require_POST
def theme_end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take a theme off; its voices stay."""
    found = improvement_of(number)
    made = ThemeLink.objects.select_related("theme", "improvement").filter(pk=pk, improvement=found).first()
    if made is None:
        raise NotFound(ko="이어진 흐름이 아닙니다.", en="That theme is not linked.")
    verbs.unlink_theme(made=made, by=who(request), at=timezone.now())
    return back(request, improvement_url(found), _("Taken off; its voices stay."))


@door("propose improvements")
@require_POST
def support(request: HttpRequest, number: str) -> HttpResponse:
    """I want it, too; or, with a receipt, the customer who said that does."""
    found, at = improvement_of(number), timezone.now()
    receipt = request.POST.get("receipt", "").strip()
    customer = voice_for(who(request), receipt, at=at).customer if receipt else None
    verbs.support(improvement=found, customer=customer, by=who(request), at=at)
    return back(request, improvement_url(found), _("Your support is counted."))


@door("propose improvements")
@require_POST
def support_end(request: HttpRequest, number: str) -> HttpResponse:
    """Take one's own support back."""
    found = improvement_of(number)
    mine = Support.objects.select_related("improvement").filter(improvement=found, employee=who(request)).first()
    if mine is not None:
        verbs.withdraw_support(support=mine, by=who(request), at=timezone.now())
    return back(request, improvement_url(found), _("Your support was taken back."))


@door("see improvements")
@GET_POST
def of_case(request: HttpRequest, receipt: str) -> HttpResponse:
    """What the voice of a case led to: a part of its page, and a page of its own. POST links or proposes."""
    at = timezone.now()
    case = case_for(who(request), receipt, at=at)
    form = AskForm(sent(request))
    status = 200
    if request.method == "POST":

        def do(given: dict[str, Any]) -> None:
            verbs.ask_for(
                voice=case.voice,
                named=given["improvement"],
                origin=Improvement.Origin.VOICE,
                via=VoiceLink.Via.CASE,
                by=who(request),
                at=at,
            )

        status = tried(form, do)
        if status == 302:
            return back(request, case_url(case), _("Linked. The case stays as it is."))
    context = {
        "case": case,
        "improvements": improvements_of_voice(case.voice),
        "form": form,
        "may_propose": may(who(request), "propose improvements"),
    }
    name = "change/parts/of_case.html" if is_part(request) else "change/of_case.html"
    return render(request, name, context, status=status)


@door("see understanding")
@GET_POST
def of_theme(request: HttpRequest, pk: int) -> HttpResponse:
    """What a theme led to: a part of its page, and a page of its own. POST links it with its voices."""
    at, reader = timezone.now(), who(request)
    theme = theme_of_number(pk)
    form = AskForm(sent(request))
    status = 200
    if request.method == "POST":
        must(reader, "arrange themes")

        def do(given: dict[str, Any]) -> None:
            found = improvement_named(given["improvement"])
            verbs.link_theme(improvement=found, theme=theme, by=reader, at=at)

        status = tried(form, do)
        if status == 302:
            return back(request, reverse("understand:theme", args=[pk]), _("Linked with its voices."))
    context = {
        "theme": theme,
        "improvements": improvements_of_theme(theme),
        "form": form,
        "may_propose": may(reader, "arrange themes") and theme.state == Theme.State.LIVE,
    }
    name = "change/parts/of_theme.html" if is_part(request) else "change/of_theme.html"
    return render(request, name, context, status=status)
