"""What every request passes: its name in the ledger, and a refusal in its own words."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .errors import Refused
from .ledger.acts import one_request

Next = Callable[[HttpRequest], HttpResponse]


class OneRequest:
    """Groups the facts of one request, and shows a refusal as a page with its own sentence and status."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with one_request():
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        return render(request, f"{error.status}.html", {"refused": error}, status=error.status)
