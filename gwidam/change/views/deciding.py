"""Weighing an improvement, ruling on it, doing it, and beginning again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gwidam.core.acting import Sheet, back
from gwidam.core.asked import sent
from gwidam.core.errors import NotValid
from gwidam.people.door import door, who

from .. import verbs
from ..forms.improvements import (
    IntoForm,
    MethodForm,
    MustForm,
    RulingForm,
    SaysForm,
    ScoreForm,
    TablingForm,
    WordsForm,
)
from ..models import Ruling, Score
from ..queries.improvements import improvement_named, improvement_of, improvement_to_carry
from ..queries.methods import house_method
from ..verbs.proposing import WORDS
from .acting import act, improvement_url

GET_POST = require_http_methods(["GET", "POST"])


@door("score improvements")
@GET_POST
def words(request: HttpRequest, number: str) -> HttpResponse:
    """Better words."""
    found = improvement_of(number)
    form = WordsForm(sent(request), initial={name: getattr(found, name) for name in WORDS})

    def do(given: dict[str, Any]) -> None:
        verbs.reword(improvement=found, words=given, by=who(request), at=timezone.now())

    sheet = Sheet(title=_("Reword"), submit=_("Keep these words"), done=_("The words are kept."))
    return act(request, found, form, do, sheet)


@door("score improvements")
@GET_POST
def score(request: HttpRequest, number: str) -> HttpResponse:
    """Set the parts of the score by the method of the house."""
    found, method = improvement_of(number), house_method()
    there = Score.objects.filter(improvement=found, method=method).first()
    form = ScoreForm(sent(request), method=method, initial=there.values if there else {})

    def do(given: dict[str, Any]) -> None:
        verbs.score(improvement=found, method=method, parts=given, by=who(request), at=timezone.now())

    sheet = Sheet(
        title=_("Score it by %(method)s") % {"method": method.upper()},
        lede=_("Reach is counted from the voices; nobody sets it.") if method == "rice" else "",
        submit=_("Keep the score"),
        done=_("The score is kept."),
    )
    return act(request, found, form, do, sheet)


@door("score improvements")
@GET_POST
def must(request: HttpRequest, number: str) -> HttpResponse:
    """Put it in the lane of what must be done, or take it out."""
    found = improvement_of(number)
    form = MustForm(sent(request), initial={"ground": found.must_ground})

    def do(given: dict[str, Any]) -> None:
        verbs.mark_must(improvement=found, ground=given["ground"], by=who(request), at=timezone.now())

    sheet = Sheet(
        title=_("It must be done"),
        lede=_("What a law or a duty asks for stands above every score."),
        submit=_("Keep it"),
        done=_("Kept."),
    )
    return act(request, found, form, do, sheet)


@door("score improvements")
@GET_POST
def method(request: HttpRequest) -> HttpResponse:
    """By which method the house weighs. Without a dialog it goes back to the list."""
    form = MethodForm(sent(request), initial={"method": house_method()})
    if request.method == "POST" and form.is_valid():
        verbs.choose_method(method=form.cleaned_data["method"], by=who(request), at=timezone.now())
        return back(request, reverse("change:priorities"), _("Improvements are weighed so from now on."))
    return HttpResponseRedirect(reverse("change:priorities"))


@door("score improvements")
@GET_POST
def tabling(request: HttpRequest, number: str) -> HttpResponse:
    """Put it before the executives."""
    found = improvement_of(number)

    def do(given: dict[str, Any]) -> None:
        verbs.table(improvement=found, says=given["says"], by=who(request), at=timezone.now())

    sheet = Sheet(
        title=_("Put it before the executives"),
        submit=_("Put it before them"),
        done=_("It waits for a ruling now."),
    )
    return act(request, found, TablingForm(sent(request)), do, sheet)


@door("rule on improvements")
@GET_POST
def ruling(request: HttpRequest, number: str) -> HttpResponse:
    """Rule on the spot."""
    found = improvement_of(number)

    def do(given: dict[str, Any]) -> None:
        given.pop("person_id", None)
        person, verdict = given.pop("person"), given["verdict"]
        role = "owner" if verdict == Ruling.Verdict.YES else "asked_of"
        try:
            verbs.rule(improvement=found, by=who(request), at=timezone.now(), **given, **{role: person})
        except NotValid as refused:  # the form has one field for whoever does it
            if refused.more.get("field") not in ("owner", "asked_of"):
                raise
            raise NotValid(ko=refused.said.ko, en=refused.said.en, field="person") from None

    sheet = Sheet(
        title=_("Rule on it"),
        lede=_(
            "Yes, with who carries it out. No, with a reason the public reads. Or more, from whom and until when."
        ),
        submit=_("That is the ruling"),
        done=_("It is ruled."),
        part="change/parts/ruling_facts.html",
    )
    form = RulingForm(sent(request), initial={"asked_until": found.asked_until})
    return act(request, found, form, do, sheet)


@door("carry out improvements")
@GET_POST
def work(request: HttpRequest, number: str) -> HttpResponse:
    """The owner begins."""
    found = improvement_to_carry(who(request), number)

    def do(_given: dict[str, Any]) -> None:
        verbs.begin_work(improvement=found, by=who(request), at=timezone.now())

    sheet = Sheet(title=_("Begin the work"), submit=_("Begin"), done=_("It is in work."))
    return act(request, found, forms.Form(sent(request)), do, sheet)


@door("carry out improvements")
@GET_POST
def release(request: HttpRequest, number: str) -> HttpResponse:
    """It has changed; with the words the public reads."""
    found, at = improvement_to_carry(who(request), number), timezone.now()
    shown = ("title_ko", "text_ko", "title_en", "text_en", "internal")
    form = WordsForm(sent(request), initial={name: getattr(found, name) for name in shown})

    def do(given: dict[str, Any]) -> None:
        verbs.reword_and_release(improvement=found, words=given, by=who(request), at=at)

    sheet = Sheet(
        title=_("It has changed"),
        lede=_("Say what is different now, as the people who asked will read it."),
        submit=_("Release it"),
        done=_("Released. Everybody who asked is to be told."),
    )
    return act(request, found, form, do, sheet)


@door("score improvements")
@GET_POST
def telling(request: HttpRequest, number: str) -> HttpResponse:
    """Everybody has been told."""
    found = improvement_of(number)

    def do(_given: dict[str, Any]) -> None:
        verbs.finish_telling(improvement=found, by=who(request), at=timezone.now())

    sheet = Sheet(
        title=_("Everybody has been told"),
        lede=_("Only when each who asked was told, or it is written why not."),
        submit=_("Finish the telling"),
        done=_("Everybody has been told."),
    )
    return act(request, found, forms.Form(sent(request)), do, sheet)


@door("score improvements")
@GET_POST
def verification(request: HttpRequest, number: str) -> HttpResponse:
    """The effect holds."""
    found = improvement_of(number)

    def do(given: dict[str, Any]) -> None:
        verbs.verify(improvement=found, says=given["says"], by=who(request), at=timezone.now())

    sheet = Sheet(title=_("The effect is verified"), submit=_("It holds"), done=_("Verified."))
    return act(request, found, SaysForm(sent(request), label=_("How do you know?")), do, sheet)


@door("score improvements")
@GET_POST
def reopening(request: HttpRequest, number: str) -> HttpResponse:
    """Begin again."""
    found = improvement_of(number)

    def do(given: dict[str, Any]) -> None:
        verbs.reopen(improvement=found, why=given["says"], by=who(request), at=timezone.now())

    sheet = Sheet(
        title=_("Begin again"),
        lede=_("A new round: it is ruled on anew, and everybody who asked is told anew."),
        submit=_("Begin again"),
        done=_("Begun again."),
    )
    return act(request, found, SaysForm(sent(request), label=_("What is left to do?")), do, sheet)


@door("score improvements")
@GET_POST
def merge(request: HttpRequest, number: str) -> HttpResponse:
    """Put it behind another."""
    found = improvement_of(number)

    def do(given: dict[str, Any]) -> None:
        front = improvement_named(given["into"], field="into")
        verbs.merge(improvement=found, into=front, why=given["why"], by=who(request), at=timezone.now())

    sheet = Sheet(
        title=_("Put it behind another"),
        lede=_("Its voices stay its own and count at the one in front. It can be taken out again."),
        submit=_("Put it behind"),
        done=_("They stand together now."),
    )
    form = IntoForm(sent(request), initial={"into": request.GET.get("into", "")})
    return act(request, found, form, do, sheet)


@door("score improvements")
@require_POST
def merge_undo(request: HttpRequest, number: str) -> HttpResponse:
    """Take it out from behind the other."""
    found = improvement_of(number)
    verbs.unmerge(improvement=found, by=who(request), at=timezone.now())
    return back(request, improvement_url(found), _("It stands by itself again."))
