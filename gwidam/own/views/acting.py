"""How a verb of a case becomes a page: a form that is also a dialog, about that case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from gwidam.core import acting
from gwidam.core.acting import Sheet, Subject

from ..models import Case


def act(
    request: HttpRequest,
    case: Case,
    form: forms.Form,
    do: Callable[[dict[str, Any]], object],
    sheet: Sheet,
    *,
    to: str = "",
    **more: Any,
) -> HttpResponse:
    """Show the form, or run the verb with what it cleaned and go back to the case, or `to` another page."""
    subject = Subject(to or case_url(case), case.shown_receipt, "own/parts/acted_on.html")
    return acting.act(request, subject, form, do, sheet, case=case, **more)


def case_url(case: Case) -> str:
    """The page of a case."""
    return reverse("own:case", args=[case.receipt])


def whence(request: HttpRequest, case: Case) -> str:
    """Where a button was pressed: the desk it names, or the page of the case."""
    desks = {"desk": "desks:department", "guarded": "desks:guarded"}
    name = desks.get(request.POST.get("from", ""))
    return reverse(name) if name else case_url(case)
