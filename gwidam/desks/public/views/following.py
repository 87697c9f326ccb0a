"""Follow: whoever has the link, or can prove whose receipt it is, sees how it goes."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gwidam.core.errors import NotFound, NotNow, NotValid, Refused
from gwidam.core.forms import show_on
from gwidam.core.receipts import parse
from gwidam.core.sealed import fingerprint
from gwidam.listen.models import Channel, Voice
from gwidam.listen.queries import open_channels
from gwidam.own.tracking import receipt_in
from gwidam.own.verbs import add_words, answer_reached, prove_contact, say_outcome

from .. import cookie, limits, story
from ..forms import DigitsForm, LookForm, MoreForm, OutcomeForm
from ..story import Story
from .frame import public


@public
@require_http_methods(["GET", "HEAD"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Swap the link for a cookie of half an hour, so that the page's own address says nothing."""
    voice = story.voice_by_token(token, at=timezone.now())
    return cookie.give(redirect("desks:follow"), voice)


@public
@require_http_methods(["GET", "HEAD"])
def open_code(request: HttpRequest, code: str) -> HttpResponse:
    """The short link of a text message: the same as the long one."""
    receipt = receipt_in(code)
    if not receipt:
        raise story.nothing()
    return cookie.give(redirect("desks:follow"), story.voice_by_receipt(receipt, at=timezone.now()))


@public
@require_http_methods(["GET", "HEAD"])
def follow(request: HttpRequest) -> HttpResponse:
    """The story of one voice; without a cookie, the form that asks for receipt and proof."""
    told = _told(request)
    return look(request) if told is None else _page(request, told)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest) -> HttpResponse:
    """Receipt number and a proof, for whoever has lost the link."""
    form = LookForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "desks/public/look.html", {"form": form}, status=422 if form.errors else 200)
    try:
        voice, has_phone_proof = _found(request, form)
    except Refused as refused:
        show_on(form, refused)
        return render(request, "desks/public/look.html", {"form": form}, status=refused.status)
    return cookie.give(redirect("desks:follow"), voice, has_proof=has_phone_proof)


@public
@require_POST
def show_words(request: HttpRequest) -> HttpResponse:
    """The last four digits of the phone open the words themselves."""
    told, form = _must_be_told(request), DigitsForm(request.POST)
    try:
        if form.is_valid() and prove_contact(
            voice=told.voice, proof=form.cleaned_data["digits"], at=timezone.now()
        ):
            return cookie.give(redirect("desks:follow"), told.voice, has_proof=True)
        if form.is_valid():
            form.add_error("digits", _("These are not the digits we have."))
    except NotNow as refused:
        form.add_error("digits", str(refused))
        return _page(request, told, digits=form, status=429)
    return _page(request, told, digits=form, status=422)


@public
@require_POST
def read_answer(request: HttpRequest) -> HttpResponse:
    """The customer has the answer before their eyes: it has reached them. 204 for the page's own script."""
    told = _must_be_told(request)
    if not told.may_read:
        raise story.nothing()
    for answer in told.unread:
        if str(answer.pk) == request.POST.get("answer"):
            answer_reached(answer=answer, by=told.voice.customer, at=timezone.now())
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=204)
    messages.success(request, _("Thank you. Your guardian knows that you have read it."))
    return redirect("desks:follow")


@public
@require_POST
def outcome(request: HttpRequest) -> HttpResponse:
    """Fixed, half, or not: the customer's own word."""
    told, form = _must_be_told(request), OutcomeForm(request.POST)
    if told.closure is None:
        raise story.nothing()
    if form.is_valid():
        try:
            said = say_outcome(
                closure=told.closure, by=told.voice.customer, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            show_on(form, refused)
            return _page(request, told, outcome_form=form, status=refused.status)
        thanks = {
            "fixed": _("Good to hear. Thank you for telling us."),
            "half": _("Thank you. We will look at what is left."),
            "not": _("We are on it again. Your guardian has it."),
        }
        messages.success(request, thanks[said.word])
        return redirect("desks:follow")
    return _page(request, told, outcome_form=form, status=422)


@public
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """More words on an open case: a voice of their own, told to the guardian."""
    told, form = _must_be_told(request), MoreForm(request.POST)
    if told.case is None:
        raise story.nothing()
    if form.is_valid():
        now = timezone.now()
        try:
            limits.VOICES_FROM_PLACE.knock(fingerprint(limits.place_of(request), purpose="limit"), at=now)
            add_words(
                case=told.case,
                channel=_open_channel(told.voice),
                text=form.cleaned_data["text"],
                key=form.cleaned_data["key"],
                at=told.voice.channel.moment(now),
            )
        except Refused as refused:
            show_on(form, refused)
            return _page(request, told, more=form, status=refused.status)
        messages.success(request, _("We heard you. Your guardian has it."))
        return redirect("desks:follow")
    return _page(request, told, more=form, status=422)


def _told(request: HttpRequest) -> Story | None:
    glimpse = cookie.read(request)
    if glimpse is None:
        return None
    voice = story.voice_by_receipt(glimpse.receipt, at=timezone.now())
    return story.story_of(voice, has_proof=glimpse.has_proof)


def _must_be_told(request: HttpRequest) -> Story:
    """The story for a POST. Raises NotFound without a cookie."""
    told = _told(request)
    if told is None:
        raise NotFound(
            ko="30분이 지나 화면이 닫혔습니다. 링크를 다시 열어 주세요.",
            en="Half an hour has passed and the page was closed. Please open the link again.",
        )
    return told


def _page(
    request: HttpRequest,
    told: Story,
    *,
    digits: Form | None = None,
    more: Form | None = None,
    outcome_form: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    forms: dict[str, Form] = {}  # only those that the page shows
    if not told.may_read:
        forms["digits"] = digits or DigitsForm()
    if told.closure and not told.outcome:
        forms["outcome_form"] = outcome_form or OutcomeForm()
    if told.may_add:
        forms["more"] = more or MoreForm(initial={"key": secrets.token_urlsafe(16)})
    return render(request, "desks/public/follow.html", {"story": told, **forms}, status=status)


def _found(request: HttpRequest, form: LookForm) -> tuple[Voice, bool]:
    """(voice, whether the phone was the proof). The refusal is the same whichever of the two was wrong."""
    said, now = form.cleaned_data, timezone.now()
    limits.LOOKS_FROM_PLACE.knock(fingerprint(limits.place_of(request), purpose="limit"), at=now)
    try:
        if by_code := receipt_in(said["receipt"]):
            return story.voice_by_receipt(by_code, at=now), False
        voice = story.voice_by_receipt(parse(said["receipt"]), at=now)
        if prove_contact(voice=voice, proof=said["proof"], at=now, takes_email=True):
            return voice, "@" not in said["proof"]
    except (ValueError, NotFound, NotNow):
        pass
    raise NotValid(
        ko="이 번호와 연락처로는 찾을 수 없습니다. 다시 확인해 주세요. 다섯 번 맞지 않으면 한 시간 뒤에 열립니다.",
        en="Nothing was found for this number and contact. Please check both;"
        " after five wrong ones it opens again in an hour.",
    )


def _open_channel(voice: Voice) -> Channel:
    """The channel they spoke through, or an open web form where that one has been closed since."""
    for each in open_channels():
        if each.pk == voice.channel_id:
            return each
    for each in open_channels():
        if each.kind == Channel.Kind.WEB:
            return each
    return voice.channel
