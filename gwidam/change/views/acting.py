"""One form, one verb, one address: as the pages of a case do it, for an improvement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from gwidam.own.views.acting import Sheet, back, is_part, tried

from ..models import Improvement

MOST_DIGITS = 12


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form, also when it has no field; None where the form is only to be shown."""
    return request.POST if request.method == "POST" else None


def number_in(written: str) -> int:
    """A whole number from an address or a form; 0 for anything else."""
    return int(written) if written.isdecimal() and len(written) <= MOST_DIGITS else 0


def improvement_url(improvement: Improvement) -> str:
    """The page of an improvement."""
    return reverse("change:improvement", args=[improvement.number])


def act(
    request: HttpRequest,
    improvement: Improvement,
    form: forms.Form,
    do: Callable[[dict[str, Any]], object],
    sheet: Sheet,
    **more: Any,
) -> HttpResponse:
    """Show the form, alone or as the inside of a dialog, or run the verb with what it cleaned."""
    status = 200
    if request.method == "POST":
        status = tried(form, do)
        if status == 302:
            return back(request, improvement_url(improvement), sheet.done)
    name = "change/parts/act_dialog.html" if is_part(request) else "change/act.html"
    return render(request, name, {"improvement": improvement, "form": form, "sheet": sheet, **more}, status=status)
