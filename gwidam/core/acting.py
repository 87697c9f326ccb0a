"""How a verb becomes a page: a form that is also a dialog, and a button that posts.

GET shows the form, alone as a page or, asked by htmx, as the inside of a dialog. POST runs the verb and goes
back to the page it is about; a refusal is said on the form with its own status (422 not valid, 409 somebody
was faster).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from .asked import is_part
from .errors import NotNow, NotValid, NotYours
from .forms import show_on


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a form says around its fields. `done` is told once it worked; a `grave` verb is asked for twice."""

    title: Any
    submit: Any
    lede: Any = ""
    done: Any = ""
    grave: Any = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a verb is done to: its page, its name there, and the template that shows it above the fields."""

    url: str
    name: Any
    shown_by: str = ""
    styles: str = ""  # a stylesheet of the room, where its parts need one


def act(
    request: HttpRequest,
    subject: Subject,
    form: forms.Form,
    do: Callable[[dict[str, Any]], object],
    sheet: Sheet,
    **more: Any,
) -> HttpResponse:
    """Show the form, or run the verb with what it cleaned and go back to its subject."""
    status = 200
    if request.method == "POST":
        status = tried(form, do)
        if status == 302:
            return back(request, subject.url, sheet.done)
    is_dialog = is_part(request)
    context = {"subject": subject, "form": form, "sheet": sheet, "is_dialog": is_dialog, **more}
    return render(request, "core/parts/act_dialog.html" if is_dialog else "core/act.html", context, status=status)


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
