"""An improvement's issues: asking for one, and leaving things as they are."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gwidam.core.acting import Sheet, back
from gwidam.core.asked import sent
from gwidam.core.errors import NotFound
from gwidam.people.door import door, who

from ..forms.trackers import IssueForm
from ..models import TrackerIssue
from ..queries.improvements import improvement_to_carry
from ..trackers.words import text_of, title_of
from ..verbs import trackers as verbs
from .acting import act, improvement_url


@door("carry out improvements")
@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, number: str) -> HttpResponse:
    """Make an issue of it; what will stand there is shown first."""
    found = improvement_to_carry(who(request), number)
    form = IssueForm(sent(request))
    form.initial = {"tracker": form.fields["tracker"].queryset.first()}  # type: ignore[attr-defined]

    def do(given: dict[str, Any]) -> None:
        verbs.ask_issue(improvement=found, tracker=given["tracker"], by=who(request), at=timezone.now())

    sheet = Sheet(
        title=_("Make an issue"),
        lede=_("This is what will stand there. What customers said stays here."),
        submit=_("Make it"),
        done=_("It is being made."),
        part="change/trackers/words.html",
    )
    return act(request, found, form, do, sheet, issue_title=title_of(found), issue_text=text_of(found))


@door("carry out improvements")
@require_POST
def aside(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """What the tracker says was seen; things stay as they are."""
    found = improvement_to_carry(who(request), number)
    made = TrackerIssue.objects.filter(pk=pk, improvement=found).first()
    if made is None:
        raise NotFound(ko="그런 이슈가 없습니다.", en="There is no such issue.")
    verbs.set_aside(issue=made, by=who(request), at=timezone.now())
    return back(request, improvement_url(found))
