"""The page of a case, its live parts, who is present on it, and the drafts typed there."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gwidam.core.errors import NotFound
from gwidam.core.text import number_in
from gwidam.people.door import door, may
from gwidam.people.models import Employee
from gwidam.people.queries import find_people
from gwidam.understand.queries.readings import shown_reading

from .. import verbs
from ..forms import AnswerForm, NoteForm
from ..models import Case
from ..queries.cases import case_for
from ..queries.files import recorded
from ..queries.keeping import keeping_of, present_at
from ..queries.mails import shown_mails
from ..queries.rows import CHANNEL_ICONS, due_label
from ..queries.timeline import Timeline, newer_answers, timeline_of
from .acting import case_url
from .composing import composer

DRAFT_PLACE = re.compile(r"hear|case:\d{1,18}:(answer|note)")


@door("see cases")
@require_GET
def case(request: HttpRequest, receipt: str) -> HttpResponse:
    """Everything about a case on one screen: what was said, what happened, who keeps it, where to answer."""
    return whole_page(request, case_for(request.user, receipt, at=timezone.now()))


@door("see cases")
@require_GET
def timeline(request: HttpRequest, receipt: str) -> HttpResponse:
    """What happened, as a part: fetched again when something does. `seen` is the last answer the page knew."""
    found = case_for(request.user, receipt, at=timezone.now())
    story = timeline_of(found)
    seen = request.GET.get("seen", "")
    newest = story.last_answer
    is_new = newest is not None and bool(seen) and newest.pk > number_in(seen) and newest.by_id != request.user.pk
    context = {
        "case": found,
        "case_path": case_url(found),
        "timeline": story,
        "newer": newest if is_new else None,
        "seen": seen,
    }
    return render(request, "own/parts/timeline.html", context)


@door("see cases")
@require_GET
def keeping(request: HttpRequest, receipt: str) -> HttpResponse:
    """Who keeps it and what is owed, as a part."""
    at = timezone.now()
    found = case_for(request.user, receipt, at=at)
    story = timeline_of(found)
    context = {"case": found, "case_path": case_url(found), **keeping_context(request.user, found, story, at)}
    return render(request, "own/parts/keeping.html", context)


@door("work cases")
@require_http_methods(["GET", "POST"])
def presence(request: HttpRequest, receipt: str) -> HttpResponse:
    """Who else is here. POST also says that I am: here, writing, or gone (`away`)."""
    at = timezone.now()
    found = case_for(request.user, receipt, at=at)
    state = request.POST.get("state", "here")
    if request.method == "GET":
        return render(request, "own/parts/presence.html", {"present": present_at(found, but=request.user, at=at)})
    if state == "away":
        verbs.be_away(case=found, employee=request.user)
        return HttpResponse(status=204)
    verbs.be_present(case=found, employee=request.user, is_writing=state == "writing", at=at)
    return render(request, "own/parts/presence.html", {"present": present_at(found, but=request.user, at=at)})


@door("hear")
@require_POST
def draft(request: HttpRequest, place: str) -> HttpResponse:
    """Keep what is typed at a place; only its writer ever sees it."""
    if not DRAFT_PLACE.fullmatch(place):
        raise NotFound(ko="그런 자리가 없습니다.", en="There is no such place.")
    text = request.POST.get("text", "").replace("\x00", "")
    verbs.keep_draft(employee=request.user, place=place, text=text, at=timezone.now())
    return HttpResponse(status=204)


@door("see directory")
@require_GET
def people_suggestions(request: HttpRequest) -> HttpResponse:
    """Colleagues whose name or department fits, as options."""
    typed = request.GET.get("q", "").strip()
    found = find_people(typed, limit=8) if typed else []
    return render(request, "own/parts/people_options.html", {"people": found})


def whole_page(
    request: HttpRequest,
    found: Case,
    *,
    status: int = 200,
    answer: AnswerForm | None = None,
    note: NoteForm | None = None,
) -> HttpResponse:
    """The page of a case; with a form that was refused, the form as it was filled in.

    Where somebody answered meanwhile, that answer is shown, and sent once more the form is sent knowingly.
    """
    story = timeline_of(found)
    side = keeping_context(request.user, found, story, timezone.now())
    contacts = side["keeping"].contacts
    context = {
        "case": found,
        "case_path": case_url(found),
        "timeline": story,
        "voice": found.voice,
        "shown": shown_reading(found.voice),
        "attachments": files_of(found, story),
        "mails": shown_mails(found, story),
        "recordings": recordings_of(request.user, found, story),
        "due_label": due_label(found.next_due_kind),
        "channel_icon": CHANNEL_ICONS.get(found.voice.channel.kind, "voice"),
        **side,
        "composer": composer(
            request.user, found, contacts=contacts, last=story.last_answer, answer=answer, note=note
        ),
        "seen": story.last_answer.pk if story.last_answer else 0,
    }
    if answer is not None and status == 409:
        seen = answer.cleaned_data.get("last_seen") or 0
        context["overtaken_by"] = next(iter(newer_answers(found, than=seen, but=[request.user.pk])), None)
    return render(request, "own/case.html", context, status=status)


def files_of(found: Case, story: Timeline) -> list[Any]:
    """The files of the voice; nothing is asked where none was ever attached."""
    if not story.may_tell("listen.FileAttached"):
        return []
    return list(found.voice.attachments.filter(erased_at__isnull=True).order_by("id"))


def recordings_of(who: Employee, found: Case, story: Timeline) -> list[Any]:
    """The calls with a recording, for those who may open it."""
    has_call = story.may_tell("listen.CallTakenDown") and may(who, "see contact")
    return recorded(found.voice) if has_call else []


def keeping_context(who: Employee, found: Case, story: Timeline, at: datetime) -> dict[str, Any]:
    """What the right side shows."""
    kept = keeping_of(found, who, at=at, story=story)
    promised_at = kept.promised_at(found.next_due_at)
    return {"promised_at": promised_at, "keeping": kept, "can": kept.can, "offer": kept.offer, "now": at}
