"""Handing over, and what the other side says to it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gwidam.core.acting import Sheet, back
from gwidam.people.door import door
from gwidam.understand.queries.routes import NOTHING, advice_for

from .. import verbs
from ..forms import BounceForm, HandOffForm
from ..queries.cases import case_for, handoff_for
from .acting import act, whence


@door("work cases")
@require_http_methods(["GET", "POST"])
def hand_off(request: HttpRequest, receipt: str) -> HttpResponse:
    """Offer the work to a department; the directory proposes whose it is."""
    at = timezone.now()
    case = case_for(request.user, receipt, at=at)
    advice = NOTHING
    if request.method == "GET":
        advice = advice_for(case.voice.text, voice_id=case.voice_id, but=case.department_id)
    best = advice.proposals[0].department_id if advice.proposals and not advice.is_unsure else None
    form = HandOffForm(request.POST or None, initial={"to": request.GET.get("to") or best})

    def do(given: dict[str, Any]) -> None:
        verbs.hand_over(
            case=case, to=given["to"], person=given["person"], reason=given["reason"], by=request.user, at=at
        )

    sheet = Sheet(
        title=_("Hand over"),
        lede=_("Until they accept it, it stays with you; the guardian stays in any case."),
        submit=_("Offer it"),
        done=_("Offered. You will hear when they accept or bounce it."),
        part="own/parts/owners.html",
    )
    return act(request, case, form, do, sheet, advice=advice)


@door("work cases")
@require_POST
def acceptance(request: HttpRequest, receipt: str) -> HttpResponse:
    """We take it."""
    at = timezone.now()
    handoff = handoff_for(request.user, receipt, at=at)
    verbs.accept(handoff=handoff, by=request.user, at=at)
    return back(request, whence(request, handoff.case), _("It is yours now. The guardian stays."))


@door("work cases")
@require_http_methods(["GET", "POST"])
def bounce(request: HttpRequest, receipt: str) -> HttpResponse:
    """It is not ours: why, and whose it is."""
    at = timezone.now()
    handoff = handoff_for(request.user, receipt, at=at)
    form = BounceForm(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        verbs.bounce(handoff=handoff, reason=given["reason"], better=given["better"], by=request.user, at=at)

    sheet = Sheet(
        title=_("Bounce it"),
        lede=_("It goes back to %(department)s with your reason. A second bounce goes to the CVI team.")
        % {"department": handoff.from_department},
        submit=_("Bounce it"),
        done=_("Bounced. The directory learns from it."),
    )
    asked_from = request.GET.get("from", "")
    return act(request, handoff.case, form, do, sheet, to=whence(request, handoff.case), whence=asked_from)


@door("work cases")
@require_POST
def withdrawal(request: HttpRequest, receipt: str) -> HttpResponse:
    """Take an offer back before it is decided."""
    at = timezone.now()
    handoff = handoff_for(request.user, receipt, at=at)
    verbs.withdraw(handoff=handoff, by=request.user, at=at)
    return back(request, whence(request, handoff.case), _("The offer is withdrawn."))


@door("work cases")
@require_POST
def take(request: HttpRequest, receipt: str) -> HttpResponse:
    """Take over a colleague's work, or as guardian take it back."""
    at = timezone.now()
    case = case_for(request.user, receipt, at=at)
    verbs.take(case=case, by=request.user, at=at)
    return back(request, whence(request, case), _("It is with you now."))
