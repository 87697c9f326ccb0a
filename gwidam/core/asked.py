"""What a request asks for, read the same way on every page."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict


def is_part(request: HttpRequest) -> bool:
    """Whether only a part of the page was asked for."""
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-Boosted")


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form, also when it has no field; None where the form is only to be shown."""
    return request.POST if request.method == "POST" else None
