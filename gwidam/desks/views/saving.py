"""Searches that somebody keeps: a list of their own, and whether new voices wake them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gwidam.core.acting import tried
from gwidam.core.errors import NotFound
from gwidam.own.models import SavedSearch
from gwidam.own.verbs import drop_search, save_search, wake_by_search
from gwidam.people.door import door, who

from ..forms import SavedSearchForm


@door("search")
@require_http_methods(["GET", "HEAD", "POST"])
def saved(request: HttpRequest) -> HttpResponse:
    """My saved searches; POST saves one more, or replaces the one of the same name."""
    if request.method == "POST":
        form = SavedSearchForm(request.POST)
        status = tried(form, lambda given: save_search(**given, by=who(request), at=timezone.now()))
        if status == 302:
            messages.success(request, _("The search is saved."))
            return redirect("desks:saved")
    else:
        form, status = SavedSearchForm(initial={"question": request.GET.get("q", "")}), 200
    searches = SavedSearch.objects.filter(owner=who(request))
    return render(request, "desks/search/saved.html", {"form": form, "searches": searches}, status=status)


@door("search")
@require_POST
def waking(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin to be told of new voices, or stop."""
    wakes = request.POST.get("wakes") == "1"
    wake_by_search(search=_mine(request, pk), wakes=wakes, by=who(request), at=timezone.now())
    messages.success(
        request, _("You will be told of new voices.") if wakes else _("You will not be told any more.")
    )
    return redirect("desks:saved")


@door("search")
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop a search."""
    drop_search(search=_mine(request, pk), by=who(request), at=timezone.now())
    messages.success(request, _("The search is gone."))
    return redirect("desks:saved")


def _mine(request: HttpRequest, pk: int) -> SavedSearch:
    """One of the searches of whoever asks. Raises NotFound, also for somebody else's."""
    found = SavedSearch.objects.filter(owner=who(request), pk=pk).first()
    if found is None:
        raise NotFound(ko="그런 찾기가 없습니다.", en="There is no such search.")
    return found
