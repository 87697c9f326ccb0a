"""The addresses of the API. Every one of them, known or not, answers trouble with a problem document."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, re_path
from django.views.decorators.csrf import csrf_exempt

from gwidam.people.door import PUBLIC, door

from . import api
from .bodies import take_chunks
from .problems import NO_ADDRESS, NO_METHOD, problem

View = Callable[..., HttpResponseBase]
app_name = "api"
KEYED = "by key"  # the door is opened by `keys.Key`, operation by operation


def told(view: View, *, action: str) -> View:
    """Take bodies however they are sent, tell of a method that is not taken, and say who opens the door."""

    @functools.wraps(view)
    def telling(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        take_chunks(request)
        response = view(request, *args, **kwargs)
        if response.status_code != 405:
            return response
        answer = problem("no-such-method", 405, NO_METHOD)
        answer["Allow"] = response["Allow"]
        return answer

    telling.door_action = action  # type: ignore[attr-defined]
    return telling


@csrf_exempt
@door(PUBLIC)
def nothing_here(request: HttpRequest) -> HttpResponse:
    """404 for any other address below the API."""
    return problem("not-found", 404, NO_ADDRESS)


def addresses() -> list[URLPattern]:
    """Ninja's addresses, each told, and one for all others."""
    found, _, _ = api.urls
    for pattern in found:
        if pattern.name == "api-root":  # there only to be found by its name
            pattern.callback = nothing_here
        else:
            pattern.callback = told(pattern.callback, action=PUBLIC if pattern.name == "openapi-json" else KEYED)
    return [*found, re_path("", nothing_here)]


urlpatterns = addresses()
