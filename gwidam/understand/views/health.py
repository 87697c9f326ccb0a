"""On what reading stands: its tier, what is missing, what was learnt, what waits."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gwidam.people.door import door

from ..queries.health import health_at


@door("see understanding")
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """How well voices are read here now."""
    return render(request, "understand/health.html", {"health": health_at(timezone.now())})
