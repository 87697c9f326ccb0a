"""Is the house well? And the last word when something broke."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

RETRY_AFTER = "3"  # seconds; a PostgreSQL restart after a kill took 1.5-8 s here


def broken(request: HttpRequest) -> HttpResponse:
    """503 with Retry-After while PostgreSQL is away, else 500; neither page asks the database anything."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        response = render(None, "503.html", status=503)
        response["Retry-After"] = RETRY_AFTER
        return response
    return render(None, "500.html", status=500)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when this process can reach its database; what a balancer or a supervisor asks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})
