"""Answers, notes, and the first word: what is said about a case."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gwidam.core.acting import back, tried
from gwidam.people.door import door

from .. import verbs
from ..forms import IN_PUBLIC, AnswerForm, NoteForm
from ..models import Answer
from ..queries.cases import case_for
from ..queries.mentions import mentioned_in
from .acting import case_url
from .pages import whole_page


@door("work cases")
@require_http_methods(["GET", "POST"])
def answers(request: HttpRequest, receipt: str) -> HttpResponse:
    """Answer the customer. Where somebody answered meanwhile both texts are kept and the new one is shown."""
    case = case_for(request.user, receipt, at=timezone.now())
    if request.method == "GET":
        return back(request, f"{case_url(case)}#answer")
    form = AnswerForm(request.POST)

    def do(given: dict[str, Any]) -> None:
        verbs.answer(
            case=case,
            text=given["text"],
            is_spoken=given["door"] == Answer.Door.SPOKEN,
            on_page=given["door"] == Answer.Door.PAGE,
            by_mail=given["door"] == Answer.Door.EMAIL,
            by_text=given["door"] == Answer.Door.TEXT,
            is_public=given["door"] == IN_PUBLIC,
            last_seen=given["last_seen"],
            by=request.user,
            at=timezone.now(),
        )

    status = tried(form, do)
    if status == 302:
        verbs.drop_draft(employee=request.user, place=f"{case.about}:answer")
        return back(request, case_url(case), _("The answer is on its way."))
    verbs.keep_draft(
        employee=request.user,
        place=f"{case.about}:answer",
        text=request.POST.get("text", "").replace("\x00", ""),
        at=timezone.now(),
    )
    return whole_page(request, case, status=status, answer=form)


@door("work cases")
@require_http_methods(["GET", "POST"])
def notes(request: HttpRequest, receipt: str) -> HttpResponse:
    """Leave a note; whoever is named with @ is told."""
    case = case_for(request.user, receipt, at=timezone.now())
    if request.method == "GET":
        return back(request, f"{case_url(case)}#note")
    form = NoteForm(request.POST)

    def do(given: dict[str, Any]) -> None:
        verbs.leave_note(
            case=case,
            text=given["text"],
            mentions=mentioned_in(given["text"]),
            by=request.user,
            at=timezone.now(),
        )

    status = tried(form, do)
    if status == 302:
        verbs.drop_draft(employee=request.user, place=f"{case.about}:note")
        return back(request, case_url(case))
    return whole_page(request, case, status=status, note=form)


@door("work cases")
@require_POST
def first_word(request: HttpRequest, receipt: str) -> HttpResponse:
    """I have spoken with them."""
    case = case_for(request.user, receipt, at=timezone.now())
    verbs.say_first_word(case=case, by=request.user, at=timezone.now())
    return back(request, case_url(case))
