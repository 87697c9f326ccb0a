"""The search page: one box for words, filters, numbers and names, and the parts that follow the list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gwidam.core.words import Said
from gwidam.own.models import SavedSearch
from gwidam.own.queries.search import (
    Asked,
    Asker,
    Facets,
    best,
    by_customer,
    by_receipt,
    digits_of,
    facets,
    meant_otherwise,
    newest,
    understood,
)
from gwidam.own.queries.search.filters import spelt
from gwidam.own.queries.search.meaning import alike
from gwidam.own.queries.search.people import RECEIPT
from gwidam.people.door import door, who
from gwidam.understand.heart.find import less
from gwidam.understand.heart.find.question import LONGEST

# What the help on the page shows: a filter and what it asks for.
EXAMPLES = (
    ('"두 번"', Said("띄어쓰기까지 이 말 그대로", "these words as they stand")),
    ("-환불", Said("이 말이 없는 것만", "without this word")),
    ("접점:매장 · at:shop", Said("접점이나 창구", "touchpoint or channel")),
    ("말투:부정 · tone:negative", Said("부정, 담담, 긍정", "negative, neutral, positive")),
    ("종류:불편 · kind:complaint", Said("불편, 요청, 문의, 칭찬, 제안, 알림", "complaint, request, question ...")),
    (
        "주제:요금 · topic:요금",
        Said("무슨 일인지, 담당 찾기에 적힌 대로", "what it is about, as in the directory"),
    ),
    ("흐름:요금 · theme:12", Said("흐름 이름에 든 말이나 번호", "words of a theme's name, or its number")),
    ("상품:기가인터넷 · product:", Said("상품 이름", "name of a product")),
    ("창구:전화 · channel:phone", Said("어디로 들어왔는지", "the door it came through")),
    ("상태:열림 · state:open", Said("열림, 답함, 마침, 묶임", "open, answered, closed, merged")),
    ("지킴이:나 · guardian:me", Said("지킴이 이름, 나", "a guardian by name, or me")),
    ("부서:요금팀 · department:", Said("지금 맡은 부서", "the department that holds it")),
    ("부터:2026-10 · since:7d", Said("이날부터, 7일 전부터", "from this day on, from 7 days ago on")),
    ("까지:2026-10-05 · until:", Said("이날까지", "up to this day")),
    ("지금:늦음 · is:late", Said("늦음, 급함, 위험, 내것", "late, urgent, danger, mine")),
    ("-말투:긍정 · -tone:positive", Said("거르개 앞의 빼기는 ‘아닌 것’", "a minus before a filter: not this")),
)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that holds now, and the address of the page without it."""

    words: str
    url: str


@door("search")
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Voices by words, filters, receipt, name or the end of a phone number; newest or best first."""
    asker, asked = _asked(request)
    before = _mark(request)
    is_best = request.GET.get("order") == "best" and not before
    numbered = [] if before else by_receipt(asker, asked.typed)
    named = [] if before or asked.conditions else by_customer(asker, asked.typed)
    results = None
    if asked.typed and not (numbered and len(digits_of(asked.typed)) == RECEIPT):
        results = best(asked, asker) if is_best else newest(asked, asker, before=before)
        if not (results.voices or results.before or before or numbered or named):
            results = meant_otherwise(asked, asker)
    context = {
        "asked": asked,
        "question": asked.typed[:LONGEST],
        "results": results,
        "numbered": numbered,
        "named": named,
        "before": before,
        "is_best": is_best,
        "is_counted": bool(results and results.voices and not results.is_loose and not results.instead),
        "chips": _chips(asked),
        "examples": EXAMPLES,
        "saved": () if asked.typed else SavedSearch.objects.filter(owner=who(request)),
        **(_counted(asked, facets(asked, asker)) if "count" in request.GET else {}),
    }
    return render(request, "desks/search.html", context)


@door("search")
@require_safe
def facets_part(request: HttpRequest) -> HttpResponse:
    """How many of what was found are what; asked for after the list, which does not wait for it."""
    asker, asked = _asked(request)
    return render(request, "desks/search/facets.html", _counted(asked, facets(asked, asker)))


@door("search")
@require_safe
def alike_part(request: HttpRequest) -> HttpResponse:
    """Voices close in meaning; asked for after the list, as the model takes its time."""
    asker, asked = _asked(request)
    return render(request, "desks/search/alike.html", {"voices": alike(asked, asker)})


def address(question: str) -> str:
    """The search page with this question."""
    return f"{reverse('desks:search')}?{urlencode({'q': question})}"


def _asked(request: HttpRequest) -> tuple[Asker, Asked]:
    asker = Asker(who(request), timezone.now())
    return asker, understood(request.GET.get("q", "").replace("\x00", "").strip(), asker)


def _mark(request: HttpRequest) -> int:
    mark = request.GET.get("before", "")
    return int(mark) if mark.isascii() and mark.isdigit() and len(mark) < 19 else 0


def _chips(asked: Asked) -> list[Chip]:
    return [Chip(spelt(each), address(less(asked.typed, each))) for each in asked.question.filters]


def _counted(asked: Asked, found: Facets) -> dict[str, Any]:
    """The facets, each value with the address that asks for it too."""
    values = [
        (facet.name, [(value, address(f"{asked.typed} {value.filter}".strip())) for value in facet.values])
        for facet in found.facets
    ]
    return {"facets": values, "counted": found.counted, "is_more": found.is_more}
