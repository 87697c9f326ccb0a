"""What every address that others post to says before and after it listens: one method, a bound, and a sentence."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from gwidam.core.errors import Refused
from gwidam.people.door import PUBLIC, door

from ..bodies import take_chunks
from ..problems import NO_METHOD, away, problem, refusal, too_large

P = ParamSpec("P")
Answering = Callable[Concatenate[HttpRequest, P], HttpResponse]


def posted(answer: Answering[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Make an address that takes POST from anybody; what the message bears in it is the permission."""

    @csrf_exempt
    @door(PUBLIC)
    @functools.wraps(answer)
    def answering(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method != "POST":
            response = problem("no-such-method", 405, NO_METHOD)
            response["Allow"] = "POST"
            return response
        take_chunks(request)
        try:
            return answer(request, *args, **kwargs)
        except RequestDataTooBig as error:
            return too_large(request, error)
        except (OperationalError, InterfaceError) as error:
            return away(request, error)
        except Refused as refused:
            return refusal(request, refused)

    return answering
