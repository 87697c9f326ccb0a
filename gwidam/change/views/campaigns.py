"""The pages of campaigns: the list, the board of one, handing an idea in, deciding in the bulk, points."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gwidam.core.acting import back, tried
from gwidam.core.asked import is_part, sent
from gwidam.core.grams import grams
from gwidam.core.text import number_in
from gwidam.own.tracking import follow_url
from gwidam.people.door import door, may, who

from .. import verbs
from ..forms.campaigns import CampaignForm, IdeaForm
from ..models import Campaign, Idea
from ..queries import campaigns as queries
from ..queries.open_campaigns import count_held
from ..rules.ideas import IDEA_NAMES, Points

DAYS = timedelta(days=30)
MOST_SHOWN_AFTER = 1_000_000


@door("take part in campaigns")
@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """All campaigns with their live counts."""
    today = timezone.localdate()
    lines: list[dict[str, Any]] = [
        {
            "campaign": each,
            "counts": counts,
            "days_left": queries.days_left(each, today),
            "is_running": each.is_running(today),
        }
        for each, counts in queries.campaigns()
    ]
    context = {
        "lines": lines,
        "topics": " ".join(line["campaign"].about for line in lines),
        "may_begin": may(who(request), "run campaigns"),
    }
    return render(request, "change/campaigns/list.html", context)


@door("run campaigns")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a campaign."""
    today = timezone.localdate()
    beginning = {
        "opens_on": today,
        "last_on": today + DAYS,
        "audience": Campaign.Audience.EMPLOYEES,
        "person": str(who(request)),
        "person_id": who(request).pk,
    }
    form = CampaignForm(sent(request), initial=beginning)
    made: list[Campaign] = []
    status = 200
    if request.method == "POST":
        status = tried(form, lambda given: made.append(_begun(request, given)))
        if made:
            return back(request, url_of(made[0]), _("The campaign has begun."))
    return render(request, "change/campaigns/new.html", {"form": form}, status=status)


def _begun(request: HttpRequest, given: dict[str, Any]) -> Campaign:
    points = Points(given.pop("points_submitted"), given.pop("points_accepted"), given.pop("points_done"))
    given.pop("person_id", None)
    owner = given.pop("person") or who(request)
    return verbs.begin_campaign(**given, owner=owner, points=points, by=who(request), at=timezone.now())


@door("take part in campaigns")
@require_safe
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """The board; only its part where htmx asks."""
    at = timezone.now()
    found = queries.campaign_of(pk)
    name = "change/campaigns/board.html" if is_part(request) else "change/campaigns/campaign.html"
    return render(request, name, _board(request, found, at))


def _board(request: HttpRequest, found: Campaign, at: datetime) -> dict[str, Any]:
    asked = _asked(request)
    board = queries.board_of(found, asked, who(request))
    may_run = queries.may_run(who(request), found)
    return {
        "campaign": found,
        "board": board,
        "asked": asked,
        "tabs": _tabs(board, asked, request),
        "orders": [(code, str(words), code == asked.order) for code, words in _orders().items()],
        "may_run": may_run,
        "may_take_part": found.is_running(timezone.localdate(at)) and queries.may_take_part(found, who(request)),
        "days_left": queries.days_left(found, timezone.localdate(at)),
        "undo": queries.to_take_back(found, who(request), at=at) if may_run else None,
        "held": count_held(found) if may_run else 0,
        "link": f"{settings.PUBLIC_URL}/fix/{found.key}" if found.key and may_run else "",
    }


def _asked(request: HttpRequest) -> queries.Asked:
    return queries.Asked(
        words=request.GET.get("q", "").replace("\x00", "").strip()[:100],
        state=request.GET.get("state", ""),
        order=request.GET.get("order", "new"),
        to_evaluate=who(request).pk if request.GET.get("mine") else None,
        after=min(number_in(request.GET.get("after", "")), MOST_SHOWN_AFTER),
    )


def _orders() -> dict[str, str]:
    return {"new": _("newest"), "wanted": _("most supported"), "disputed": _("most disputed")}


def _tabs(board: queries.Board, asked: queries.Asked, request: HttpRequest) -> list[dict[str, object]]:
    """The states with their counts; those with nothing in them are left out."""

    def tab(label: object, count: int, **set_to: str) -> dict[str, object]:
        kept = request.GET.copy()
        for name in ("state", "mine", "after"):
            kept.pop(name, None)
        kept.update(set_to)
        is_here = (asked.state, bool(asked.to_evaluate)) == (set_to.get("state", ""), "mine" in set_to)
        return {"url": f"?{kept.urlencode()}", "label": label, "count": count, "current": is_here}

    standing = sum(count for state, count in board.by_state.items() if state != "folded")
    tabs = [tab(_("All"), standing)]
    if board.to_evaluate or asked.to_evaluate:
        tabs.append(tab(_("For me to evaluate"), board.to_evaluate, mine="1"))
    tabs += [
        tab(str(IDEA_NAMES[state]), count, state=state)
        for state, count in board.by_state.items()
        if count or state == asked.state
    ]
    return tabs


@door("take part in campaigns")
@require_http_methods(["GET", "POST"])
def ideas(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand an idea in; the receipt is shown once, and kept by nobody but its reader."""
    at = timezone.now()
    found = queries.campaign_of(pk)
    form = IdeaForm(sent(request), initial={"key": uuid.uuid4().hex})
    made: list[Idea] = []
    status = 200
    if request.method == "POST":
        status = tried(form, lambda given: made.append(_submitted(request, found, given, at)))
        if made:
            context = {"campaign": found, "idea": made[0], "follow_url": follow_url(made[0].voice.receipt)}
            return render(request, "change/campaigns/heard.html", context)
    context = {"campaign": found, "form": form, "is_running": found.is_running(timezone.localdate(at))}
    return render(request, "change/campaigns/hand_in.html", context, status=status)


def _submitted(request: HttpRequest, found: Campaign, given: dict[str, Any], at: datetime) -> Idea:
    key = given["key"] or uuid.uuid4().hex
    return verbs.submit_idea(
        campaign=found, title=given["title"], text=given["text"], key=key, by=who(request), at=at
    )


@door("take part in campaigns")
@require_POST
def similar(request: HttpRequest, pk: int) -> HttpResponse:
    """Ideas that say what is being typed, as a part."""
    typed = f"{request.POST.get('title', '')} {request.POST.get('text', '')}".replace("\x00", "")
    likes = queries.alike_in(queries.campaign_of(pk), grams(typed[:2000])) if typed.strip() else []
    return render(request, "change/campaigns/similar.html", {"likes": likes, "typed": typed.strip()})


@door("take part in campaigns")
@require_safe
def points(request: HttpRequest, pk: int) -> HttpResponse:
    """Who earned which points, by person and by department."""
    found = queries.campaign_of(pk)
    context = {
        "campaign": found,
        "people": queries.earned_by_people(found),
        "departments": queries.earned_by_departments(found),
    }
    return render(request, "change/campaigns/points.html", context)


@door("take part in campaigns")
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End it before its last day, or after."""
    found = queries.campaign_to_run(who(request), pk)
    if request.method == "POST":
        verbs.end_campaign(campaign=found, by=who(request), at=timezone.now())
    return back(request, url_of(found))


def url_of(found: Campaign) -> str:
    """The board of a campaign."""
    return reverse("change:campaign", args=[found.pk])
