"""A new improvement, and those that say the same while it is typed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gwidam.core.acting import back, tried
from gwidam.core.asked import sent
from gwidam.core.text import number_in
from gwidam.core.words import reading_language
from gwidam.listen.models import Voice
from gwidam.own.queries.voices import voice_for
from gwidam.people.door import door, may, who
from gwidam.understand.models import Theme
from gwidam.understand.queries.themes.one import theme_of_number

from .. import rules, verbs
from ..forms.improvements import WordsForm
from ..models import Improvement
from ..queries.similar import similar_to, suggested
from .acting import improvement_url


@door("propose improvements")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Propose an improvement; `voice` names a receipt and `theme` a theme it comes from."""
    at = timezone.now()
    voice, theme = _voice(request), _theme(request)
    form = WordsForm(sent(request), initial=_beginning(voice, theme))
    made: list[Improvement] = []
    status = 200
    if request.method == "POST":
        origin = "voice" if voice else "theme" if theme else "idea"

        def do(given: dict[str, Any]) -> None:
            made.append(
                verbs.propose(words=given, origin=origin, voice=voice, theme=theme, by=who(request), at=at)
            )

        status = tried(form, do)
        if status == 302:
            return back(request, improvement_url(made[0]), _("Proposed as %(n)s.") % {"n": made[0].number})
    typed = _typed(form.data if form.is_bound else form.initial)
    context = {
        "form": form,
        "voice": voice,
        "theme": theme,
        "similar": similar_to(typed) if typed else [],
        "typed": bool(typed),
    }
    return render(request, "change/new.html", context, status=status)


@door("propose improvements")
@require_POST
def similar(request: HttpRequest) -> HttpResponse:
    """Improvements that say what is being typed, as a part. POST, so that no words stand in a log."""
    typed = _typed(request.POST)
    number = rules.number_of(request.POST.get("but", ""))
    context = {
        "similar": similar_to(typed, but=number or 0) if typed else [],
        "typed": bool(typed),
        "voice": _voice(request),
    }
    return render(request, "change/parts/similar.html", context)


@door("see improvements")
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Improvements for a field that names one, as options."""
    typed = request.GET.get("q", "").replace("\x00", "").strip()
    found = suggested(typed) if typed else []
    return render(request, "change/parts/options.html", {"improvements": found})


def _typed(given: Any) -> str:
    names = ("title_ko", "title_en", "text_ko", "text_en")
    return " ".join(str(given.get(name) or "") for name in names).replace("\x00", "").strip()[:2_000]


def _voice(request: HttpRequest) -> Voice | None:
    receipt = request.POST.get("voice") or request.GET.get("voice", "")
    return voice_for(who(request), receipt, at=timezone.now()) if receipt else None


def _theme(request: HttpRequest) -> Theme | None:
    chosen = number_in(request.POST.get("theme") or request.GET.get("theme", ""))
    return theme_of_number(chosen) if chosen and may(who(request), "see understanding") else None


def _beginning(voice: Voice | None, theme: Theme | None) -> dict[str, str]:
    """A theme lends its name as a first title; a voice lends nothing: customers' words are not for the public."""
    return {f"title_{reading_language()}": str(theme)} if theme is not None and voice is None else {}
