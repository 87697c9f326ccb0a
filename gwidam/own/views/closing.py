"""The end of a case, and its beginning again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gwidam.core.acting import Sheet
from gwidam.people.door import door

from .. import verbs
from ..forms import ClosureForm, ReasonForm, UnreachedForm
from ..queries.cases import case_for
from .acting import act


@door("work cases")
@require_http_methods(["GET", "POST"])
def closure(request: HttpRequest, receipt: str) -> HttpResponse:
    """Close a case whose customer was answered."""
    at = timezone.now()
    case = case_for(request.user, receipt, at=at)

    def do(given: dict[str, Any]) -> None:
        verbs.close(case=case, by=request.user, at=at, **given)

    sheet = Sheet(
        title=_("Close the case"),
        lede=_("The customer is asked whether it is fixed, half fixed or not. “Not” opens it again."),
        submit=_("Close the case"),
        done=_("Closed. The customer is asked whether it is fixed."),
    )
    return act(request, case, ClosureForm(request.POST or None), do, sheet)


@door("work cases")
@require_http_methods(["GET", "POST"])
def closure_unreached(request: HttpRequest, receipt: str) -> HttpResponse:
    """Close a case whose customer could not be reached."""
    at = timezone.now()
    case = case_for(request.user, receipt, at=at)

    def do(given: dict[str, Any]) -> None:
        verbs.close_unreached(case=case, by=request.user, at=at, **given)

    sheet = Sheet(
        title=_("Close without having reached them"),
        lede=_("Only after an answer was tried and seven days have passed. It is counted apart."),
        submit=_("Close it all the same"),
        done=_("Closed, not reached."),
        grave=_("Close it although the customer was not reached?"),
    )
    return act(request, case, UnreachedForm(request.POST or None), do, sheet)


@door("work cases")
@require_http_methods(["GET", "POST"])
def reopening(request: HttpRequest, receipt: str) -> HttpResponse:
    """Begin again, at the guardian."""
    at = timezone.now()
    case = case_for(request.user, receipt, at=at)

    def do(given: dict[str, Any]) -> None:
        verbs.reopen(case=case, why=given["why"], by=request.user, at=at)

    sheet = Sheet(
        title=_("Open it again"),
        lede=_("It goes to the guardian, %(guardian)s, and an answer is owed anew.") % {"guardian": case.guardian},
        submit=_("Open it again"),
        done=_("Open again."),
    )
    form = ReasonForm(request.POST or None, label=_("What is left to do?"))
    return act(request, case, form, do, sheet)
