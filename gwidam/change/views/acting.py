"""How a verb of an improvement becomes a page: a form that is also a dialog, about that improvement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from gwidam.core import acting
from gwidam.core.acting import Sheet, Subject

from ..models import Improvement


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
    """Show the form, or run the verb with what it cleaned and go back to the improvement."""
    subject = Subject(
        improvement_url(improvement), improvement.number, "change/parts/acted_on.html", "change/change.css"
    )
    return acting.act(request, subject, form, do, sheet, improvement=improvement, **more)
