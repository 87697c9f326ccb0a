"""Others have said this: a part of the page of a case, and a page of its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from gwidam.core.asked import is_part
from gwidam.people.door import door, may

from ..queries.cases import case_for
from ..queries.likeness import others_like


@door("see cases")
@require_GET
def likeness(request: HttpRequest, receipt: str) -> HttpResponse:
    """Voices that say the same as this one; an open case can be put behind another from here."""
    at = timezone.now()
    case = case_for(request.user, receipt, at=at)
    may_merge = case.is_open and may(request.user, "work cases")
    context = {
        "case": case,
        "others": others_like(case.voice, request.user, at=at),
        "into": reverse("own:merge", args=[case.receipt]) if may_merge else "",
    }
    return render(request, "own/parts/likeness.html" if is_part(request) else "own/likeness.html", context)
