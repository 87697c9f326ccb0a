"""The page of an idea, and what people do there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gwidam.core.acting import Sheet, Subject, act, back, tried
from gwidam.core.asked import is_part, sent
from gwidam.core.errors import NotFound, NotYours
from gwidam.own.queries.voices import seen_among
from gwidam.people.door import door, who

from .. import verbs
from ..forms.campaigns import CommentForm, EvaluationForm, WhyForm
from ..models import Idea, IdeaComment
from ..queries.campaigns import campaign_to_run, may_run, may_take_part
from ..queries.ideas import Page, idea_of, page_of
from .campaigns import url_of as board_url


@door("take part in campaigns")
@require_safe
def idea(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about an idea; only its inside where htmx asks."""
    return _page(request, idea_of(pk))


def _page(request: HttpRequest, found: Idea, *, status: int = 200, **forms: Any) -> HttpResponse:
    at = timezone.now()
    page = page_of(found, who(request))
    campaign = found.campaign
    is_running = campaign.is_running(timezone.localdate(at))
    context = {
        "idea": found,
        "campaign": campaign,
        "page": page,
        "may_run": may_run(who(request), campaign),
        "may_take_part": is_running and may_take_part(campaign, who(request)),
        "sees_case": bool(list(seen_among(who(request), [found.voice_id], at=at))),
        "comment": CommentForm(),
        "evaluation": EvaluationForm(initial=_marks(page)),
        "board_url": board_url(campaign),
        **forms,
    }
    name = "change/ideas/inside.html" if is_part(request) and not forms else "change/ideas/idea.html"
    return render(request, name, context, status=status)


def _marks(page: Page) -> dict[str, Any]:
    mine = page.my_evaluation
    return {"value": mine.value, "feasibility": mine.feasibility, "note": mine.note} if mine else {}


@door("take part in campaigns")
@require_POST
def support(request: HttpRequest, pk: int) -> HttpResponse:
    """Want it, too."""
    found = idea_of(pk)
    verbs.support_idea(idea=found, by=who(request), at=timezone.now())
    return back(request, url_of(found))


@door("take part in campaigns")
@require_POST
def support_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Want it no longer."""
    found = idea_of(pk)
    verbs.unsupport_idea(idea=found, by=who(request), at=timezone.now())
    return back(request, url_of(found))


@door("take part in campaigns")
@require_POST
def comments(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something about it."""
    found = idea_of(pk)
    form = CommentForm(request.POST)
    by: dict[str, Any] = {"by": who(request), "at": timezone.now()}
    status = tried(form, lambda said: verbs.comment_on(idea=found, text=said["text"], **by))
    return (
        back(request, f"{url_of(found)}#comments")
        if status == 302
        else _page(request, found, status=status, comment=form)
    )


@door("take part in campaigns")
@require_http_methods(["GET", "POST"])
def comment_end(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    """Hide a comment, with a reason."""
    found = idea_of(pk)
    campaign_to_run(who(request), found.campaign_id)
    said = IdeaComment.objects.select_related("idea").filter(idea=found, pk=comment).first()
    if said is None:
        raise NotFound(ko="그런 댓글이 없습니다.", en="There is no such comment.")
    return act(
        request,
        Subject(url_of(found), found.title),
        WhyForm(sent(request)),
        lambda given: verbs.hide_comment(comment=said, why=given["why"], by=who(request), at=timezone.now()),
        Sheet(title=_("Hide this comment"), submit=_("Hide it"), lede=said.text),
    )


@door("take part in campaigns")
@require_POST
def evaluation(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what one thinks of it, as one was asked."""
    found = idea_of(pk)
    mine = page_of(found, who(request)).my_evaluation
    if mine is None:
        raise NotYours(ko="부탁받은 분만 평가할 수 있습니다.", en="Only who was asked can evaluate it.")
    form = EvaluationForm(request.POST)
    by: dict[str, Any] = {"by": who(request), "at": timezone.now()}
    status = tried(form, lambda given: verbs.evaluate(evaluation=mine, **given, **by))
    return (
        back(request, url_of(found), _("Thank you."))
        if status == 302
        else _page(request, found, status=status, evaluation=form)
    )


@door("take part in campaigns")
@require_POST
def unfold(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it out of the fold."""
    found = idea_of(pk)
    campaign_to_run(who(request), found.campaign_id)
    verbs.unfold_idea(idea=found, by=who(request), at=timezone.now())
    return back(request, url_of(found))


def url_of(found: Idea) -> str:
    """The page of an idea."""
    return reverse("change:idea", args=[found.pk])
