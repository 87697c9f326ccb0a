"""Deciding on many ideas at once: accept, decline, fold, ask evaluators, and take the last act back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST

from gwidam.core.acting import Sheet, Subject, act, back
from gwidam.core.asked import sent
from gwidam.people.door import door, who

from .. import verbs
from ..forms.campaigns import AcceptForm, AskForm, DeclineForm, FoldForm, numbers_from
from ..models import Campaign, Idea
from ..queries import campaigns as queries
from ..queries.ideas import ideas_of
from .campaigns import url_of

TO_EVALUATE_IN = timedelta(days=7)


@door("take part in campaigns")
@require_http_methods(["GET", "POST"])
def acceptances(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept the chosen ideas."""
    return _decide(
        request,
        pk,
        AcceptForm,
        lambda chosen, given, by: verbs.accept_ideas(
            ideas=chosen, answer=given["answer"], improvement=given["improvement"], **by
        ),
        Sheet(
            title=pgettext("idea", "Accept"),
            submit=pgettext("idea", "Accept"),
            done=_("Accepted. The answer leaves in ten minutes."),
        ),
    )


@door("take part in campaigns")
@require_http_methods(["GET", "POST"])
def declines(request: HttpRequest, pk: int) -> HttpResponse:
    """Decline the chosen ideas."""
    return _decide(
        request,
        pk,
        DeclineForm,
        lambda chosen, given, by: verbs.decline_ideas(ideas=chosen, answer=given["answer"], **by),
        Sheet(title=_("Decline"), submit=_("Decline"), done=_("Declined. The answer leaves in ten minutes.")),
    )


@door("take part in campaigns")
@require_http_methods(["GET", "POST"])
def folds(request: HttpRequest, pk: int) -> HttpResponse:
    """Fold the chosen ideas into one of them, or into one that is like them."""
    found = queries.campaign_to_run(who(request), pk)
    numbers = _numbers(request)
    if not numbers:
        return _nothing_chosen(request, found)
    chosen = ideas_of(found.pk, numbers)
    together = sorted({key for each in Idea.objects.filter(pk__in=numbers) for key in each.grams})
    likes = queries.alike_in(found, together if len(chosen) > 1 else chosen[0].grams, but=numbers)
    into = [(each.pk, each.title) for each in chosen] if len(chosen) > 1 else []
    into += [(each.idea.pk, f"{each.idea.title} · {each.percent}%") for each in likes]
    return _decide(
        request,
        pk,
        lambda *args, **more: FoldForm(*args, into=into, **more),
        lambda chosen, given, by: verbs.fold_ideas(
            ideas=[each for each in chosen if each.pk != given["into"]],
            into=ideas_of(found.pk, [given["into"]])[0],
            **by,
        ),
        Sheet(
            title=_("Fold into one"), submit=_("Fold"), lede=_("They stay as they are, behind the one in front.")
        ),
    )


@door("take part in campaigns")
@require_http_methods(["GET", "POST"])
def evaluations(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask colleagues to evaluate the chosen ideas."""
    return _decide(
        request,
        pk,
        AskForm,
        lambda chosen, given, by: verbs.ask_evaluators(
            ideas=chosen, evaluators=given["people"], due_on=given["due_on"], **by
        ),
        Sheet(title=_("Who evaluates?"), submit=_("Ask them"), done=_("They have been asked.")),
        initial={"due_on": timezone.localdate() + TO_EVALUATE_IN},
    )


@door("take part in campaigns")
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back one's last act of deciding."""
    at = timezone.now()
    found = queries.campaign_to_run(who(request), pk)
    last = queries.to_take_back(found, who(request), at=at)
    if last is None or last[0].decision is None:
        return back(request, url_of(found), _("There is nothing to take back."))
    count = verbs.take_back(decision=last[0].decision, by=who(request), at=at)
    said = ngettext("%(n)d idea stands as before.", "%(n)d ideas stand as before.", count) % {"n": count}
    return back(request, url_of(found), said)


def _decide(
    request: HttpRequest,
    pk: int,
    form: Callable[..., Any],
    do: Callable[[list[Idea], dict[str, Any], dict[str, Any]], object],
    sheet: Sheet,
    **more: Any,
) -> HttpResponse:
    found = queries.campaign_to_run(who(request), pk)
    numbers = _numbers(request)
    if not numbers:
        return _nothing_chosen(request, found)
    chosen = ideas_of(found.pk, numbers)
    by = {"by": who(request), "at": timezone.now()}
    return act(
        request,
        Subject(_whence(request, found), found.title, "change/campaigns/chosen.html"),
        form(sent(request), numbers=numbers, **more),
        lambda given: do(chosen, given, by),
        sheet,
        chosen=chosen,
    )


def _nothing_chosen(request: HttpRequest, found: Campaign) -> HttpResponse:
    return back(request, url_of(found), _("Choose an idea or more."))


def _whence(request: HttpRequest, found: Campaign) -> str:
    """The board as it was filtered when the dialog was opened from it."""
    shown = urlsplit(request.headers.get("HX-Current-URL", ""))
    board = url_of(found)
    return f"{board}?{shown.query}" if shown.path == board and shown.query else board


def _numbers(request: HttpRequest) -> list[int]:
    given = request.POST if request.method == "POST" else request.GET
    return numbers_from(given.getlist("idea"))
