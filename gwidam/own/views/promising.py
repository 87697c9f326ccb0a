"""Promises both ways: made, kept, let go; and serving first with papers to come."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gwidam.core.acting import Sheet, back
from gwidam.people.door import door

from .. import verbs
from ..forms import PromiseForm, ProvisionForm, ReasonForm
from ..queries.cases import case_for
from ..queries.keeping import promise_on
from .acting import act, case_url


@door("work cases")
@require_http_methods(["GET", "POST"])
def promises(request: HttpRequest, receipt: str) -> HttpResponse:
    """Promise the customer something."""
    at = timezone.now()
    case = case_for(request.user, receipt, at=at)

    def do(given: dict[str, Any]) -> None:
        verbs.promise(case=case, by=request.user, at=at, **given)

    sheet = Sheet(
        title=_("Make a promise"),
        lede=_("The time comes from the standard; the customer gets it in writing."),
        submit=_("Promise it"),
        done=_("Promised."),
    )
    return act(request, case, PromiseForm(request.POST or None), do, sheet)


@door("work cases")
@require_POST
def promise_keeping(request: HttpRequest, receipt: str, pk: int) -> HttpResponse:
    """It is done; or the papers are here."""
    at = timezone.now()
    case = case_for(request.user, receipt, at=at)
    verbs.keep(promise=promise_on(case, pk), by=request.user, at=at)
    return back(request, case_url(case))


@door("work cases")
@require_http_methods(["GET", "POST"])
def promise_release(request: HttpRequest, receipt: str, pk: int) -> HttpResponse:
    """Let a promise go, with a reason."""
    at = timezone.now()
    case = case_for(request.user, receipt, at=at)
    promise = promise_on(case, pk)

    def do(given: dict[str, Any]) -> None:
        verbs.release(promise=promise, because=given["why"], by=request.user, at=at)

    sheet = Sheet(
        title=_("Let this promise go"),
        lede=promise.says or promise.get_kind_display(),
        submit=_("Let it go"),
    )
    form = ReasonForm(request.POST or None, label=_("Why is it no longer needed?"))
    return act(request, case, form, do, sheet)


@door("work cases")
@require_http_methods(["GET", "POST"])
def provision(request: HttpRequest, receipt: str) -> HttpResponse:
    """Serve first; the papers follow."""
    at = timezone.now()
    case = case_for(request.user, receipt, at=at)

    def do(given: dict[str, Any]) -> None:
        verbs.serve_first(case=case, by=request.user, at=at, **given)

    sheet = Sheet(
        title=_("Serve first"),
        lede=_("The customer is reminded of the papers; nothing is cancelled by itself."),
        submit=_("Served first"),
        done=_("Noted. The customer is asked for the papers."),
    )
    return act(request, case, ProvisionForm(request.POST or None), do, sheet)
