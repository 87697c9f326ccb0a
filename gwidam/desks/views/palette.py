"""The palette that goes anywhere by keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from gwidam.core.errors import Refused
from gwidam.core.text import squeezed
from gwidam.own.queries.cases import case_for
from gwidam.own.queries.keeping import what_can
from gwidam.own.queries.search import Asker, by_customer, by_receipt
from gwidam.own.queries.suggesting import owners_of
from gwidam.people.door import door, may
from gwidam.people.models import Employee
from gwidam.people.queries import find_people

from ..context import ways_of

# What a case page offers: the verb of the state table, the address of its form, a label, an icon.
CASE_WAYS = (
    ("hand_over", "own:hand-off", _("Hand over"), "hand-over"),
    ("promise", "own:promises", _("Make a promise"), "promise"),
    ("serve_first", "own:provision", _("Serve first, papers later"), "shelter"),
    ("close", "own:closure", _("Close the case"), "close"),
    ("reopen", "own:reopening", _("Open it again"), "reopen"),
    ("merge", "own:merge", _("Put it behind another case"), "merge"),
    ("move_guardian", "own:guardian", _("Another guardian"), "guard"),
    ("see_contact", "own:contact", _("Show the contact"), "lock"),
    ("report_abuse", "own:abuse", _("Protection from abuse"), "alert"),
)
MOST_PEOPLE = 5
LONGEST = 100  # letters that are read
HANGUL_FIRST, HANGUL_LAST = 0xAC00, 0xD7A3
LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"  # what a syllable can begin with, in the order of Unicode


@dataclass(frozen=True, slots=True)
class Option:
    """One line of the palette."""

    url: str
    title: str
    icon: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Some lines of the palette under a heading."""

    title: str
    options: list[Option]


@door("home")
@require_safe
def palette(request: HttpRequest) -> HttpResponse:
    """Lines for what is typed: verbs of the page one is on, pages, receipts, customers, colleagues, the directory."""
    at = timezone.now()
    typed = request.GET.get("q", "").replace("\x00", "")[:LONGEST].strip()
    groups = [
        Group(gettext("Here"), _fitting(_verbs_here(request, at), typed)),
        *(_found(request.user, typed, at) if typed else []),
        Group(gettext("Go to"), _fitting(_pages(request), typed)),
    ]
    shown = [group for group in groups if group.options]
    return render(request, "desks/parts/palette.html", {"groups": shown})


def _found(who: Employee, typed: str, at: datetime) -> list[Group]:
    """What the house has for these words."""
    asker = Asker(who, at)
    voices = [*by_receipt(asker, typed), *by_customer(asker, typed)]
    cases = [
        Option(
            reverse("own:case", args=[each.receipt])
            if each.state
            else reverse("desks:heard", args=[each.receipt]),
            f"{each.shown_receipt} {each.name}".strip(),
            each.icon,
            each.summary[:60],
        )
        for each in voices
    ]
    people = [
        Option(f"/directory?q={quote(str(each))}", str(each), "person", str(each.department))
        for each in find_people(typed, limit=MOST_PEOPLE)
    ]
    lines = [
        Option(
            f"/directory?q={quote(typed)}", str(line.department), "department", f"{line.says or line.topic}"[:60]
        )
        for line in owners_of(typed)
    ]
    words = []
    if may(who, "search"):
        url = f"{reverse('desks:search')}?q={quote(typed)}"
        words = [Option(url, gettext("Voices with “%(words)s”") % {"words": typed}, "search")]
    return [
        Group(gettext("Cases"), cases),
        Group(gettext("Search"), words),
        Group(gettext("Colleagues"), people),
        Group(gettext("Who answers for it"), lines),
    ]


def _pages(request: HttpRequest) -> list[Option]:
    return [Option(way.url, way.label, way.icon) for way in ways_of(request.user, request.path)]


def _verbs_here(request: HttpRequest, at: datetime) -> list[Option]:
    """What can be done with the case whose page asks, when it is one."""
    try:
        here = resolve(urlsplit(request.headers.get("Referer", "")).path)
        if here.view_name != "own:case":
            return []
        case = case_for(request.user, here.kwargs["receipt"], at=at)
    except (Resolver404, Refused, ValueError):
        return []
    can = what_can(case, request.user, at=at)
    return [
        Option(reverse(name, args=[case.receipt]), str(label), icon, case.shown_receipt)
        for verb, name, label, icon in CASE_WAYS
        if verb in can
    ]


def _fitting(options: list[Option], typed: str) -> list[Option]:
    """Lines whose title has the letters, or whose syllables begin with the consonants, that were typed."""
    wanted = squeezed(typed)
    if not wanted:
        return options
    return [each for each in options if wanted in squeezed(each.title) or wanted in leads_of(squeezed(each.title))]


def leads_of(text: str) -> str:
    """The first consonant of each syllable, in evened spelling: 맡은 건 is ㅁㅇㄱ. Other letters stay."""
    return "".join(
        LEADS[(ord(each) - HANGUL_FIRST) // 588] if HANGUL_FIRST <= ord(each) <= HANGUL_LAST else each
        for each in text
    )
