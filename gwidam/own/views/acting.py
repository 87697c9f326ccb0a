"""How a verb of a case becomes a page: a form that is also a dialog, and a button that posts.

GET shows the form, alone as a page or, asked by htmx, as the inside of a dialog. POST runs the verb and goes
back to the case; a refusal is said on the form with its own status (422 not valid, 409 somebody was faster).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from gwidam.core.errors import NotNow, NotValid, NotYours
from gwidam.core.forms import show_on

from ..models import Case


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a form says around its fields. `done` is told once it worked; a `grave` verb is asked for twice."""

    title: Any
    submit: Any
    lede: Any = ""
    done: Any = ""
    grave: Any = ""
    part: str = ""


def is_part(request: HttpRequest) -> bool:
    """Whether only a part of the page was asked for."""
    return bool(request.headers.get("HX-Request"))


def act(
    request: HttpRequest,
    case: Case,
    form: forms.Form,
    do: Callable[[dict[str, Any]], object],
    sheet: Sheet,
    **more: Any,
) -> HttpResponse:
    """Show the form, or run the verb with what it cleaned."""
    status = 200
    if request.method == "POST":
        status = tried(form, do)
        if status == 302:
            return back(request, case_url(case), sheet.done)
    name = "own/parts/act_dialog.html" if is_part(request) else "own/act.html"
    return render(request, name, {"case": case, "form": form, "sheet": sheet, **more}, status=status)


def tried(form: forms.Form, do: Callable[[dict[str, Any]], object]) -> int:
    """Run the verb with a bound form: 302 when it worked, else the status of the refusal, said on the form."""
    if not form.is_valid():
        return 422
    try:
        do(form.cleaned_data)
    except (NotValid, NotNow, NotYours) as refusal:
        show_on(form, refusal)
        return refusal.status
    return 302


def back(request: HttpRequest, url: str, said: Any = "") -> HttpResponse:
    """Go to a page after a change; htmx is told to go there, so that a dialog closes with its page."""
    if said:
        messages.success(request, str(said))
    if is_part(request):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = url
        return response
    return HttpResponseRedirect(url)


def case_url(case: Case) -> str:
    """The page of a case."""
    return reverse("own:case", args=[case.receipt])


def whence(request: HttpRequest, case: Case) -> str:
    """Where a button was pressed: the desk it names, or the page of the case."""
    desks = {"desk": "desks:department", "guarded": "desks:guarded"}
    name = desks.get(request.POST.get("from", ""))
    return reverse(name) if name else case_url(case)
