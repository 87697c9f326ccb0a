"""One form, one verb, one address: for campaigns, ideas and meetings, which go back to a page of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gwidam.own.views.acting import Sheet, back, is_part, tried


def act(
    request: HttpRequest,
    form: forms.Form,
    do: Callable[[dict[str, Any]], object],
    sheet: Sheet,
    *,
    to: str,
    kicker: object,
    **more: Any,
) -> HttpResponse:
    """Show the form, alone or as the inside of a dialog, or run the verb and go `to` its page."""
    status = 200
    if request.method == "POST":
        status = tried(form, do)
        if status == 302:
            return back(request, to, sheet.done)
    name = "change/gather/act_dialog.html" if is_part(request) else "change/gather/act.html"
    context = {"form": form, "sheet": sheet, "back_url": to, "kicker": kicker, **more}
    return render(request, name, context, status=status)
