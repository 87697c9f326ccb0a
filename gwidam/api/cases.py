"""Cases: those that may be seen, one of them, and the verbs as nouns below it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router
from ninja.responses import Status

from gwidam.own import verbs
from gwidam.own.queries.cases import case_for, cases_seen_by, handoff_for

from . import telling
from .documents import problems
from .intake import department_named, employee_named
from .keys import Key, caller
from .paging import CaseFilter, page_of
from .shapes import AnswerIn, BounceIn, ClosureIn, HandOffIn, NoteIn, PromiseIn, ReopeningIn
from .told import CaseOut, CasePage

router = Router(tags=["cases"])
READ = Key("cases:read", "see cases")
WORK = Key("cases:write", "work cases")
JOINED = ("voice__channel", "voice__touchpoint", "customer", "guardian", "holder", "department", "merged_into")


def working(path: str, summary: str, **more: Any) -> Callable[[Any], Any]:
    """A verb as a noun below a case: POST answers 201 with the case as it then stands."""
    return router.post(
        f"/cases/{{receipt}}/{path}",
        auth=WORK,
        response={201: CaseOut, **problems(400, 404, 409, 413, 415, 422)},
        summary=summary,
        **more,
    )


@router.get(
    "/cases",
    auth=READ,
    response={200: CasePage, **problems(422)},
    summary="List cases",
    operation_id="cases",
)
def cases(request: HttpRequest, page: Query[CaseFilter]) -> Any:
    """The cases the key's employee may see, the newest first."""
    who = caller(request)
    rows = cases_seen_by(who, at=timezone.now()).select_related(*JOINED).defer("voice__grams", "voice__text")
    return page_of(
        rows,
        page,
        telling.case_row,
        state=page.state,
        guardian=who if page.guardian else None,
        voice__channel__code=page.channel,
        opened_at__gte=page.since,
    )


@router.get(
    "/cases/{receipt}",
    auth=READ,
    response={200: CaseOut, **problems(404)},
    summary="One case",
    operation_id="case",
)
def case(request: HttpRequest, receipt: str) -> Any:
    """A case with its promises, hand-offs, answers and closures. One that may not be seen is not there: 404."""
    who = caller(request)
    return telling.case(case_for(who, receipt, at=timezone.now()), who)


@working("hand-off", "Offer the work to another department", operation_id="hand_over")
def hand_over(request: HttpRequest, receipt: str, sent: HandOffIn) -> Any:
    """The giver keeps the work until it is accepted; the guardian keeps the case."""
    who, at = caller(request), timezone.now()
    verbs.hand_over(
        case=case_for(who, receipt, at=at),
        to=department_named(sent.to, "to"),
        person=employee_named(sent.person, "person") if sent.person else None,
        reason=sent.reason,
        by=who,
        at=at,
    )
    return as_it_stands(request, receipt)


@working("acceptance", "Accept what was offered", operation_id="accept")
def accept(request: HttpRequest, receipt: str) -> Any:
    """Of two at once one wins; the other is told who, with 409."""
    who, at = caller(request), timezone.now()
    verbs.accept(handoff=handoff_for(who, receipt, at=at), by=who, at=at)
    return as_it_stands(request, receipt)


@working("bounce", "Bounce what was offered", operation_id="bounce")
def bounce(request: HttpRequest, receipt: str, sent: BounceIn) -> Any:
    """With a reason and, where known, whose it is. A second bounce of one case goes to the CVI team."""
    who, at = caller(request), timezone.now()
    verbs.bounce(
        handoff=handoff_for(who, receipt, at=at),
        reason=sent.reason,
        better=department_named(sent.better, "better") if sent.better else None,
        by=who,
        at=at,
    )
    return as_it_stands(request, receipt)


@working("promises", "Promise something", operation_id="promise")
def promise(request: HttpRequest, receipt: str, sent: PromiseIn) -> Any:
    """When it is due comes from the standard of its kind; `sooner` may only be earlier."""
    who, at = caller(request), timezone.now()
    verbs.promise(
        case=case_for(who, receipt, at=at),
        kind=sent.kind,
        says=sent.says,
        sooner=sent.sooner,
        by=who,
        at=at,
    )
    return as_it_stands(request, receipt)


@working("answers", "Answer the customer", operation_id="answer")
def answer(request: HttpRequest, receipt: str, sent: AnswerIn) -> Any:
    """It leaves by e-mail where an address works, else it stands on their follow page, unless it was spoken."""
    who, at = caller(request), timezone.now()
    verbs.answer(case=case_for(who, receipt, at=at), text=sent.text, is_spoken=sent.is_spoken, by=who, at=at)
    return as_it_stands(request, receipt)


@working("closure", "Close", operation_id="close")
def close(request: HttpRequest, receipt: str, sent: ClosureIn) -> Any:
    """Needs an answer that arrived, "anything else?" asked, a cause and a recurrence decision."""
    who, at = caller(request), timezone.now()
    found = case_for(who, receipt, at=at)
    decided = {
        "cause": sent.cause,
        "recurrence": sent.recurrence,
        "recurrence_why": sent.recurrence_why,
        "improvement": sent.improvement,
    }
    if sent.unreached_because:
        verbs.close_unreached(case=found, because=sent.unreached_because, **decided, by=who, at=at)
    else:
        verbs.close(case=found, anything_else=sent.anything_else, **decided, by=who, at=at)
    return as_it_stands(request, receipt)


@working("reopening", "Begin again", operation_id="reopen")
def reopen(request: HttpRequest, receipt: str, sent: ReopeningIn) -> Any:
    """At the guardian, with an answer owed anew."""
    who, at = caller(request), timezone.now()
    verbs.reopen(case=case_for(who, receipt, at=at), why=sent.why, by=who, at=at)
    return as_it_stands(request, receipt)


@working("notes", "Leave a note", operation_id="leave_note")
def leave_note(request: HttpRequest, receipt: str, sent: NoteIn) -> Any:
    """Words among colleagues; they are read on the case's page only."""
    who, at = caller(request), timezone.now()
    verbs.leave_note(
        case=case_for(who, receipt, at=at),
        text=sent.text,
        mentions=[employee_named(each, "mentions") for each in sent.mentions],
        by=who,
        at=at,
    )
    return as_it_stands(request, receipt)


def as_it_stands(request: HttpRequest, receipt: str) -> Status[Any]:
    """201 with the case after what the caller has just done to it."""
    who = caller(request)
    return Status(201, telling.case(case_for(who, receipt, at=timezone.now()), who))
