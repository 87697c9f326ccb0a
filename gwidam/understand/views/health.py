"""On what reading stands: its tier, what is missing, what was learnt, what waits."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gwidam.core.errors import NotFound
from gwidam.people.door import door, who

from ..models import Learnt
from ..queries.health import health_at
from ..verbs import roll_back


@door("see understanding")
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """How well voices are read here now."""
    return render(request, "understand/health.html", {"health": health_at(timezone.now())})


@door("edit understanding")
@require_POST
def back(request: HttpRequest, subject: str) -> HttpResponse:
    """Use the version before the present one again."""
    if subject not in Learnt.Subject.values:
        raise NotFound(ko="그런 모형이 없습니다.", en="There is no such model.")
    roll_back(subject=subject, by=who(request), at=timezone.now())
    messages.success(request, _("The version before is in use again."))
    return redirect("understand:health")
