"""Care for the people of a case: who guards it, the employee who was abused, the customer's contact data."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gwidam.core.acting import Sheet, tried
from gwidam.core.asked import is_part
from gwidam.people.door import door
from gwidam.people.verbs import see_contact

from .. import verbs
from ..forms import AbuseForm, ErasureForm, GuardianForm, ReasonForm
from ..queries.cases import case_for, case_to_give_for
from .acting import act


@door("work cases")
@require_http_methods(["GET", "POST"])
def guardian(request: HttpRequest, receipt: str) -> HttpResponse:
    """Another named person guards from now on."""
    at = timezone.now()
    case = case_to_give_for(request.user, receipt, at=at)

    def do(given: dict[str, Any]) -> None:
        verbs.move_guardian(case=case, to=given["person"], why=given["why"], by=request.user, at=at)

    sheet = Sheet(
        title=_("Another guardian"),
        lede=_("Now: %(guardian)s. The customer sees who keeps an eye on it.") % {"guardian": case.guardian},
        submit=_("Change the guardian"),
        done=_("The guardian has changed."),
    )
    return act(request, case, GuardianForm(request.POST or None), do, sheet)


@door("work cases")
@require_http_methods(["GET", "POST"])
def abuse(request: HttpRequest, receipt: str) -> HttpResponse:
    """Stop or switch after a notice; keep a file; rest."""
    at = timezone.now()
    case = case_for(request.user, receipt, at=at)

    def do(given: dict[str, Any]) -> None:
        verbs.report_abuse(
            case=case,
            kind=given["kind"],
            step=given["step"],
            what=given["what"],
            notice=given["notice"],
            cover=given["person"],
            by=request.user,
            at=at,
        )

    sheet = Sheet(
        title=_("Protection from abuse"),
        lede=_(
            "You may stop. Your colleague covers, you rest for half an hour, and it does not count against you."
        ),
        submit=_("Stop, and rest"),
        done=_("It is on file. Take your time; your colleague covers."),
    )
    return act(request, case, AbuseForm(request.POST or None), do, sheet)


@door("see contact")
@never_cache
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, receipt: str) -> HttpResponse:
    """Show the contact data once, for a reason that is kept."""
    at = timezone.now()
    case = case_for(request.user, receipt, at=at)
    form = ReasonForm(request.POST or None, label=_("What do you need it for?"))
    seen: list[Any] = []
    status = 200
    if request.method == "POST":
        status = tried(
            form,
            lambda given: seen.extend(
                see_contact(customer=case.customer, why=given["why"], by=request.user, at=at)
            ),
        )
        status = 200 if status == 302 else status
    sheet = Sheet(
        title=_("Show the contact"),
        lede=_("Who looked, when and why is kept."),
        submit=_("Show it"),
    )
    name = "own/parts/contact_dialog.html" if is_part(request) else "own/contact.html"
    return render(request, name, {"case": case, "form": form, "sheet": sheet, "seen": seen}, status=status)


@door("erase")
@require_http_methods(["GET", "POST"])
def erasure(request: HttpRequest, receipt: str) -> HttpResponse:
    """Take away everything that says who the customer was; the lesson stays."""
    at = timezone.now()
    case = case_for(request.user, receipt, at=at)

    def do(given: dict[str, Any]) -> None:
        verbs.erase_customer(customer=case.customer, ground=given["ground"], by=request.user, at=at)

    sheet = Sheet(
        title=_("Erase this customer"),
        lede=_(
            "Their words, files, letters, name and contacts go, in every case of theirs, and do not come back. "
            "When, through which door, how long, who answered, the cause and the outcome stay."
        ),
        submit=_("Erase for good"),
        done=_("Everything that said who this was has been erased."),
        grave=_("Erase everything about this customer for good?"),
    )
    return act(request, case, ErasureForm(request.POST or None, case=case), do, sheet)
