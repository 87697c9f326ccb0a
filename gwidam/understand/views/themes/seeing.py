"""What people talk about, and one theme of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gwidam.core.text import number_in
from gwidam.people.door import door, may, who

from ...forms import IntoForm, NameForm
from ...models import Theme
from ...queries.themes.listing import listed
from ...queries.themes.needs import need_of
from ...queries.themes.one import choices, page_of, theme_of_number, voices_of
from . import drawings
from .asking import Filters, filters_from

WORDS = 7  # of a theme in the list


@door("see understanding")
@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    """The list and the map of themes."""
    filters = filters_from(request.GET)
    found = listed(filters.asked)
    lines = [
        {
            "line": line,
            "tones": drawings.tone_bar(line.tones),
            "weeks": drawings.weeks_line(line.theme),
            "trend": drawings.trend_words(line),
            "words": _beside_name(line.theme),
        }
        for line in found.lines
    ]
    context = {"filters": filters, "found": found, "lines": lines, "map": drawings.map_of(found)}
    return render(request, "understand/themes/list.html", context)


def _beside_name(theme: Theme) -> list[str]:
    """Telling words that say more than the name does."""
    words = theme.words[:WORDS]
    return words if any(word not in theme.name for word in words) else []


@door("see understanding")
@require_safe
def theme(request: HttpRequest, pk: int) -> HttpResponse:
    """One theme with its voices, its weeks and its history."""
    return theme_page(request, theme_of_number(pk))


def theme_page(request: HttpRequest, found: Theme, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of a theme, also with a form on it that could not be taken."""
    filters, reader = filters_from(request.GET), who(request)
    page = page_of(found, filters.asked, reader)
    voices, older = voices_of(found, reader, before=number_in(request.GET.get("before", "")))
    others = choices(found)
    context = {
        "filters": filters,
        "page": page,
        "theme": found,
        "voices": voices,
        "older": older,
        "others": others,
        "need": need_of(found),
        "may_arrange": may(reader, "arrange themes") and found.state == Theme.State.LIVE,
        "name_form": NameForm(initial={"name": found.name if found.is_named else ""}),
        "into_form": IntoForm(choices=others),
        **_drawn(page, filters),
        **forms,
    }
    return render(request, "understand/themes/theme.html", context, status=status)


def _drawn(page: Any, filters: Filters) -> dict[str, Any]:
    places = tuple((str(name), int(people)) for name, people in page.theme.places)
    return {
        "tones": drawings.tone_bar(page.tones),
        "tone_words": drawings.tone_words(page.tones),
        "weeks": drawings.weeks_plot(page.theme, filters.asked),
        "touchpoints": drawings.bars(page.touchpoints, _("Where it happened"), _("Touchpoint"))
        if page.touchpoints
        else None,
        "channels": drawings.bars(page.channels, _("Which way they came"), _("Channel")),
        "places": drawings.bars(places, _("Where people are"), _("Region")) if places else None,
    }
