"""The pages of work-out meetings: the list, one with its items and votes, its minutes and follow-ups."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gwidam.core.acting import Sheet, Subject, act, back, tried
from gwidam.core.asked import is_part, sent
from gwidam.core.errors import NotFound
from gwidam.listen.store import path_of
from gwidam.people.door import door, may, who

from .. import verbs
from ..forms.meetings import ItemForm, MeetingForm, OwnerForm, ResultForm, RulingForm, TeamForm
from ..models import FollowUp, Meeting, MeetingItem, Ruling
from ..queries import meetings as queries
from ..rules.meetings import MEETING_NAMES, MEETING_STATES


@door("take part in meetings")
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """The latest meetings."""
    context = {"meetings": queries.meetings(), "may_call": may(who(request), "call meetings")}
    return render(request, "change/meetings/list.html", context)


@door("call meetings")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Call a meeting."""
    at = timezone.now()
    beginning = {
        "starts_at": timezone.localtime(at + timedelta(days=7)).replace(minute=0),
        "person": str(who(request)),
        "person_id": who(request).pk,
        "ground_rules": _("No sacred cows. No blaming. No rank. No complaint without a proposal."),
    }
    form = MeetingForm(sent(request), initial=beginning)
    made: list[Meeting] = []
    status = 200
    if request.method == "POST":
        status = tried(form, lambda given: made.append(_framed(request, given)))
        if made:
            return back(request, url_of(made[0]), _("The meeting is called."))
    return render(request, "change/meetings/new.html", {"form": form}, status=status)


def _framed(request: HttpRequest, given: dict[str, Any]) -> Meeting:
    given.pop("person_id", None)
    facilitator = given.pop("person") or who(request)
    seconds = 60 * given.pop("minutes_each")
    return verbs.frame_meeting(
        **given, facilitator=facilitator, seconds_each=seconds, by=who(request), at=timezone.now()
    )


@door("take part in meetings")
@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about a meeting; only its inside where htmx asks."""
    found = queries.meeting_of(pk)
    page = queries.page_of(found, who(request), at=timezone.now())
    context = {
        "meeting": found,
        "page": page,
        "votes_left": page.votes_left(found),
        "may_run": queries.may_facilitate(who(request), found),
        "steps": [
            {
                "label": str(MEETING_NAMES[state]),
                "current": state == found.state,
                "done": MEETING_STATES.index(state) < MEETING_STATES.index(found.state),
            }
            for state in MEETING_STATES
        ],
    }
    name = "change/meetings/inside.html" if is_part(request) else "change/meetings/meeting.html"
    return render(request, name, context)


@door("take part in meetings")
@require_http_methods(["GET", "POST"])
def teams(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a team."""
    found = queries.meeting_to_run(who(request), pk)
    return _act(
        request,
        found,
        TeamForm(sent(request)),
        lambda given: verbs.set_team(
            meeting=found, name=given["name"], people=given["people"], by=who(request), at=timezone.now()
        ),
        Sheet(title=_("A team"), submit=_("Keep")),
    )


@door("take part in meetings")
@require_http_methods(["GET", "POST"])
def items(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring an item."""
    found = queries.meeting_of(pk)
    return _act(
        request,
        found,
        ItemForm(sent(request), teams=list(found.teams.order_by("id"))),
        lambda given: verbs.bring_item(
            meeting=found,
            improvement=given["improvement"],
            title=given["what"],
            team=given["team"],
            owner=given["person"],
            by=who(request),
            at=timezone.now(),
        ),
        Sheet(title=_("Bring an item"), submit=_("Bring it")),
    )


@door("take part in meetings")
@require_http_methods(["GET", "POST"])
def owner(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Name the owner of an item."""
    found, brought = _item(request, pk, item)
    return _act(
        request,
        found,
        OwnerForm(sent(request)),
        lambda given: verbs.name_owner(item=brought, owner=given["person"], by=who(request), at=timezone.now()),
        Sheet(title=_("Who will own it?"), submit=_("Name them"), lede=brought.improvement.title),
    )


@door("take part in meetings")
@require_POST
def vote(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Give a vote in the gallery, or take it back."""
    found = queries.meeting_of(pk)
    verbs.vote(item=queries.item_of(found, item), by=who(request), at=timezone.now())
    return back(request, url_of(found))


@door("take part in meetings")
@require_POST
def gallery(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the gallery."""
    return _step(request, pk, verbs.open_gallery)


@door("take part in meetings")
@require_POST
def town_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the town meeting."""
    return _step(request, pk, verbs.begin_town_meeting)


@door("take part in meetings")
@require_POST
def closing(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the meeting; its minutes write themselves."""
    return _step(request, pk, verbs.close_meeting)


@door("take part in meetings")
@require_http_methods(["GET", "POST"])
def ruling(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """The sponsor's ruling on an item."""
    found, brought = _item(request, pk, item)
    verdict = request.GET.get("verdict", "")
    form = RulingForm(sent(request), item=brought, initial={"verdict": verdict})
    return act(
        request,
        Subject(reverse("change:meeting-stage", args=[found.pk]), found.title),
        form,
        lambda given: verbs.rule_in_meeting(
            item=brought,
            verdict=given["verdict"],
            reason=given["reason"],
            public_ko=given.get("public_ko", ""),
            public_en=given.get("public_en", ""),
            asked_of=given.get("person"),
            asked_until=given.get("asked_until"),
            by=who(request),
            at=timezone.now(),
        ),
        Sheet(
            title=dict(Ruling.Verdict.choices).get(verdict or request.POST.get("verdict", ""), _("Ruling")),
            submit=_("Ruled"),
            lede=f"{brought.improvement.number} {brought.improvement.title} · {brought.owner or ''}",
        ),
    )


@door("take part in meetings")
@require_safe
def minutes(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The minutes as a file; back to the meeting until they are written."""
    meeting = queries.meeting_of(pk)
    found = getattr(meeting, "minutes", None)
    if found is None:
        return back(request, url_of(meeting), _("The minutes are written when the meeting closes."))
    return FileResponse(
        path_of(found.sha256).open("rb"),
        as_attachment=True,
        filename=f"workout-{pk}.pdf",
        content_type="application/pdf",
    )


@door("take part in meetings")
@require_http_methods(["GET", "POST"])
def follow_up(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Say what has come of a yes."""
    found = queries.meeting_of(pk)
    rows = FollowUp.objects.select_related("item__improvement", "item__meeting")
    asked = rows.filter(pk=row, item__meeting=found).first()
    if asked is None:
        raise NotFound(ko="그런 물음이 없습니다.", en="There is no such question.")
    return _act(
        request,
        found,
        ResultForm(sent(request)),
        lambda given: verbs.follow_up(row=asked, result=given["result"], by=who(request), at=timezone.now()),
        Sheet(
            title=_("After %(n)d days") % {"n": asked.days},
            submit=_("Keep"),
            lede=f"{asked.item.improvement.number} {asked.item.improvement.title}",
        ),
    )


def _item(request: HttpRequest, pk: int, item: int) -> tuple[Meeting, MeetingItem]:
    found = queries.meeting_to_run(who(request), pk)
    return found, queries.item_of(found, item)


def _step(request: HttpRequest, pk: int, do: Callable[..., object]) -> HttpResponse:
    found = queries.meeting_to_run(who(request), pk)
    do(meeting=found, by=who(request), at=timezone.now())
    is_on_stage = found.state == "town_meeting"
    return back(request, reverse("change:meeting-stage", args=[found.pk]) if is_on_stage else url_of(found))


def _act(
    request: HttpRequest, found: Meeting, form: Any, do: Callable[[dict[str, Any]], object], sheet: Sheet
) -> HttpResponse:
    return act(request, Subject(url_of(found), found.title), form, do, sheet)


def _sent(request: HttpRequest) -> Any:
    return sent(request)


def url_of(found: Meeting) -> str:
    """The page of a meeting."""
    return reverse("change:meeting", args=[found.pk])
