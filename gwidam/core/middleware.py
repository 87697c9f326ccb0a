"""What every request passes: its name in the ledger, and a refusal in its own words."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from .errors import Refused
from .ledger.acts import one_request

Next = Callable[[HttpRequest], HttpResponse]


class OnePolicy(CSPMiddleware):
    """The same content security policy for every answer that brings no stricter one of its own, spelt once."""

    def __init__(self, get_response: Next) -> None:
        super().__init__(get_response)
        self.policy = build_policy()

    def process_request(self, request: HttpRequest) -> None:
        """No page of ours asks for a nonce."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Say the policy, also with an error."""
        response.headers.setdefault(HEADER, self.policy)
        return response


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
