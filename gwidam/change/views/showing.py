"""What customers wrote in an open campaign: read, let show, or kept off with a reason."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gwidam.core.acting import Sheet, Subject, act, back
from gwidam.core.asked import sent
from gwidam.core.errors import NotFound
from gwidam.people.door import door, who

from .. import verbs
from ..forms.campaigns import WhyForm
from ..models import Idea, IdeaComment
from ..queries.campaigns import campaign_to_run
from ..queries.ideas import idea_of
from ..queries.open_campaigns import held_of
from .campaigns import url_of as board_url


@door("take part in campaigns")
@require_safe
def held(request: HttpRequest, pk: int) -> HttpResponse:
    """What waits for somebody to let it show, oldest first."""
    found = campaign_to_run(who(request), pk)
    context = {"campaign": found, "held": held_of(found), "board_url": board_url(found)}
    return render(request, "change/campaigns/held.html", context)


@door("take part in campaigns")
@require_POST
def idea(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an idea show."""
    found = _to_run(request, pk)
    verbs.show_idea(idea=found, by=who(request), at=timezone.now())
    return back(request, held_url(found), _("Customers see it now."))


@door("take part in campaigns")
@require_http_methods(["GET", "POST"])
def idea_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not let it show, or no longer, with a reason."""
    found = _to_run(request, pk)
    return act(
        request,
        Subject(held_url(found), found.title),
        WhyForm(sent(request)),
        lambda given: verbs.keep_idea_off(idea=found, why=given["why"], by=who(request), at=timezone.now()),
        Sheet(
            title=_("Keep it off the page"),
            submit=_("Keep it off"),
            lede=_("It is kept and answered all the same; customers only do not see it."),
        ),
    )


@door("take part in campaigns")
@require_POST
def comment(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    """Let a customer's comment show."""
    found = _to_run(request, pk)
    said = IdeaComment.objects.select_related("idea").filter(idea=found, pk=comment).first()
    if said is None:
        raise NotFound(ko="그런 댓글이 없습니다.", en="There is no such comment.")
    verbs.show_comment(comment=said, by=who(request), at=timezone.now())
    return back(request, held_url(found), _("Customers see it now."))


def held_url(found: Idea) -> str:
    """The page of what waits in the campaign of an idea."""
    return reverse("change:campaign-held", args=[found.campaign_id])


def _to_run(request: HttpRequest, pk: int) -> Idea:
    """The idea, for whoever runs its campaign. Raises NotFound, NotYours."""
    found = idea_of(pk)
    campaign_to_run(who(request), found.campaign_id)
    return found
