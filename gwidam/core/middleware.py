"""What every request passes: its name in the ledger, and calm words while the database is away."""

from __future__ import annotations

from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .errors import Refused
from .ledger.acts import one_request

Next = Callable[[HttpRequest], HttpResponse]
RETRY_AFTER = "3"  # seconds; a PostgreSQL restart after a kill took 1.5-8 s here


class Outage:
    """Answers 503 with Retry-After instead of an error while PostgreSQL restarts."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OperationalError | InterfaceError):
            response = render(request, "503.html", status=503)
            response["Retry-After"] = RETRY_AFTER
            return response
        return None


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
