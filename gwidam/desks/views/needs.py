"""The step from complaint to need: what stands behind a theme, with what is known of it to begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gwidam.core.acting import tried
from gwidam.core.errors import NotFound
from gwidam.core.receipts import shown
from gwidam.own.models import Case
from gwidam.own.queries.needs import guarded_in, lessons_of
from gwidam.own.queries.voices import receipts_seen
from gwidam.people.door import door, may, who
from gwidam.people.models import Employee
from gwidam.understand.forms import NeedForm
from gwidam.understand.models import Need, Theme
from gwidam.understand.queries.themes.needs import hints_of, need_of, versions_of
from gwidam.understand.queries.themes.one import theme_of_number
from gwidam.understand.verbs import write_need

FIELDS = ("job", "cause", "prevention")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Words that could stand in a field, how often they were heard or written, and where: (number, address)."""

    words: str
    count: int
    places: tuple[tuple[str, str], ...]


Proposals = Mapping[str, tuple[Proposal, ...]]


@door("work cases")
@require_http_methods(["GET", "HEAD", "POST"])
def need(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what the customers of a theme need. `take`: a proposal goes into its field, and nothing is saved."""
    at, writer = timezone.now(), who(request)
    theme, case = _open_to(writer, pk)
    own = Need.objects.filter(theme=theme).prefetch_related("offers").first()
    proposals = _proposals(theme, writer, at)
    linked = tuple(offer.pk for offer in own.offers.all()) if own else ()
    form, status = _begun(request, theme, own, proposals, linked), 200
    if request.method == "POST" and "take" not in request.POST:
        form = NeedForm(request.POST, linked=linked)
        status = tried(form, lambda given: write_need(theme=theme, by=writer, at=at, **given))
        if status == 302:
            messages.success(request, _("It stands on the page of the theme and of every case of it."))
            return HttpResponseRedirect(_back(writer, theme, case))
    if status == 409:
        own = Need.objects.filter(theme=theme).select_related("by").first()
        form.data = form.data.copy()
        form.data["seen"] = own.version if own else 0  # sent once more it replaces what is shown
    context = {
        "theme": theme,
        "form": form,
        "fields": [(form[field], proposals[field]) for field in FIELDS],
        "is_proposed": not own and not request.POST and any(form.initial.get(field) for field in FIELDS),
        "meanwhile": own if status == 409 else None,
        "versions": versions_of(theme),
        "back": _back(writer, theme, case),
    }
    return render(request, "desks/need.html", context, status=status)


def _open_to(writer: Employee, pk: int) -> tuple[Theme, Case | None]:
    """The theme as it is shown, and the writer's case of it. The CVI team writes for all themes, a guardian for those
    of their cases. Raises NotFound, also for a theme that is there but not for this person."""
    theme = theme_of_number(pk)
    theme = theme.under or theme
    case = guarded_in(theme, writer)
    if case is None and not may(writer, "arrange themes"):
        raise NotFound(ko="그런 흐름이 없습니다.", en="There is no such theme.")
    return theme, case


def _begun(
    request: HttpRequest, theme: Theme, own: Need | None, proposals: Proposals, linked: tuple[int, ...]
) -> NeedForm:
    """The form as it stands before it is sent, with the proposal that was taken."""
    initial: dict[str, Any] = {**_known(theme, own, proposals, linked), "seen": own.version if own else 0}
    if "take" in request.POST:
        field, _mark, words = request.POST["take"].partition(":")
        initial = {name: request.POST.get(name, "") for name in (*FIELDS, "seen")}
        initial |= {"offers": request.POST.getlist("offers")} | ({field: words} if field in FIELDS else {})
    return NeedForm(initial=initial, linked=linked)


def _known(theme: Theme, own: Need | None, proposals: Proposals, linked: tuple[int, ...]) -> dict[str, Any]:
    """What was written last, of this theme or of those it came from; else what is said and written most often."""
    if own:
        return {field: getattr(own, field) for field in FIELDS} | {"offers": linked}
    before = need_of(theme) or (need_of(theme.parent) if theme.parent else None)
    if before:
        return {field: getattr(before, field) for field in FIELDS} | {
            "offers": [each.pk for each in before.offers]
        }
    return {field: found[0].words for field, found in proposals.items() if found}


def _proposals(theme: Theme, writer: Employee, at: datetime) -> Proposals:
    hints, lessons = hints_of(theme), lessons_of(theme, writer, at=at)
    receipts = receipts_seen(writer, [number for hint in hints for number in hint.voices], at=at)
    return {
        "job": tuple(
            Proposal(
                hint.words,
                hint.count,
                tuple(_place("desks:voice", receipts[number]) for number in hint.voices if number in receipts),
            )
            for hint in hints
        ),
        **{
            field: tuple(
                Proposal(each.words, each.count, tuple(_place("own:case", receipt) for receipt in each.receipts))
                for each in found
            )
            for field, found in (("cause", lessons.causes), ("prevention", lessons.preventions))
        },
    }


def _place(name: str, receipt: str) -> tuple[str, str]:
    return shown(receipt), reverse(name, args=[receipt])


def _back(writer: Employee, theme: Theme, case: Case | None) -> str:
    """Where the writer came from: the page of the theme where it is theirs, else their case."""
    if case is None or may(writer, "see understanding"):
        return reverse("understand:theme", args=[theme.pk])
    return reverse("own:case", args=[case.receipt])
