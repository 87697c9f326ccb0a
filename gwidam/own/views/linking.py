"""Putting a case behind another, and taking it out again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gwidam.core.acting import Sheet, back
from gwidam.core.errors import NotFound, NotValid
from gwidam.people.door import door

from .. import verbs
from ..forms import MergeForm
from ..queries.cases import case_for
from ..queries.merging import candidates_for
from .acting import act, case_url


@door("work cases")
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, receipt: str) -> HttpResponse:
    """Put this case behind another open one: by its number, or chosen from the same customer's."""
    at = timezone.now()
    case = case_for(request.user, receipt, at=at)

    def do(given: dict[str, Any]) -> None:
        try:
            into = case_for(request.user, given["into"], at=at)
        except NotFound as nothing:
            raise NotValid(ko=nothing.said.ko, en=nothing.said.en, field="into") from None
        verbs.merge(case=case, into=into, why=given["why"], by=request.user, at=at)

    sheet = Sheet(
        title=_("Put it behind another case"),
        lede=_(
            "Nothing moves: it keeps its voice and its guardian, is answered with the other, and can be taken out."
        ),
        submit=_("Put it behind"),
        done=_("It stands behind the other case now."),
        part="own/parts/candidates.html",
    )
    form = MergeForm(request.POST or None, initial={"into": request.GET.get("into", "")})
    return act(request, case, form, do, sheet, candidates=candidates_for(case, request.user, at=at))


@door("work cases")
@require_POST
def merge_undo(request: HttpRequest, receipt: str) -> HttpResponse:
    """Take it out from behind the other."""
    at = timezone.now()
    case = case_for(request.user, receipt, at=at)
    verbs.unmerge(case=case, by=request.user, at=at)
    return back(request, case_url(case), _("It stands by itself again."))
