"""The addresses of the API. Every one of them, known or not, answers trouble with a problem document."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, re_path
from django.views.decorators.csrf import csrf_exempt

from gwidam.people.door import PUBLIC, door

from . import api
from .problems import NO_ADDRESS, NO_METHOD, problem

View = Callable[..., HttpResponseBase]
app_name = "api"
KEYED = "by key"  # the door is opened by `keys.Key`, operation by operation


def told(view: View, *, action: str) -> View:
    """Answer a method that is not taken with a problem document; say who opens the door."""

    @functools.wraps(view)
    def telling(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
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


def addresses() -> list[URLPattern | URLResolver]:
    """Ninja's addresses, each told, and one for all others."""
    found, _, _ = api.urls
    for pattern in found:
        is_open = getattr(pattern, "name", "") in ("openapi-json", "api-root")
        pattern.callback = told(pattern.callback, action=PUBLIC if is_open else KEYED)
    return [*found, re_path("", nothing_here)]


urlpatterns = addresses()
