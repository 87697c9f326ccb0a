"""The page on which everybody who asked is told: what would be sent, how far it is, and what the public sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gwidam.core.acting import tried
from gwidam.core.asked import is_part
from gwidam.core.errors import NotFound, NotNow, NotValid
from gwidam.people.door import door, may, who
from gwidam.post.letters import Words

from .. import verbs
from ..forms.telling import AloudForm, PaceForm, PhotoForm, PublicForm
from ..letters import telling as letters
from ..models import Improvement, Photo, Publication, Sending, Telling
from ..queries.improvements import improvement_of, improvement_to_carry, may_carry
from ..queries.telling import Preview, askers, preview, reasons_of, sending_of, told_exactly
from ..rules.telling import REASONS, USUAL_PACE

SAMPLES = 5
LOOKED_AT = 200  # people among whom letters of every kind are looked for
MOST_CALLS = 50  # of those who can only be told by word of mouth, on one page
ENDED = (Improvement.State.RELEASED, Improvement.State.DECLINED)
TO_CALL = ("no_mail", "no_contact", "dead_address", "undeliverable")
TELL = "tell who asked"
Do = Callable[[dict[str, Any]], object]


@dataclass(frozen=True, slots=True)
class Counted:
    """A door or a reason with its words, and how many people."""

    words: str
    count: int


@door("see improvements")
@require_safe
def telling(request: HttpRequest, number: str) -> HttpResponse:
    """How the telling stands; before it has begun, what it would send; only the part that moves where htmx asks."""
    found = improvement_of(number)
    if is_part(request):
        return render(request, "change/telling/progress.html", _progress(request, found))
    return _page(request, found)


@door(TELL)
@require_POST
def begin(request: HttpRequest, number: str) -> HttpResponse:
    """Begin to tell everybody."""
    found, form = improvement_of(number), PaceForm(request.POST)

    def do(given: dict[str, Any]) -> None:
        verbs.begin_telling(improvement=found, pace=given["pace"], by=who(request), at=timezone.now())

    return _did(request, found, form, do, _("The telling has begun."), pace_form=form)


@door(TELL)
@require_POST
def pause(request: HttpRequest, number: str) -> HttpResponse:
    """Write to nobody more for now."""
    sending = _sending(improvement_of(number))

    def do() -> None:
        verbs.pause_telling(sending=sending, by=who(request), at=timezone.now())

    return _done(request, sending.improvement, do, _("Paused. What is in the outbox still leaves."))


@door(TELL)
@require_POST
def resume(request: HttpRequest, number: str) -> HttpResponse:
    """Go on, at the pace given."""
    sending, form = _sending(improvement_of(number)), PaceForm(request.POST)

    def do(given: dict[str, Any]) -> None:
        verbs.resume_telling(sending=sending, pace=given["pace"], by=who(request), at=timezone.now())

    return _did(request, sending.improvement, form, do, _("The telling goes on."), pace_form=form)


@door(TELL)
@require_POST
def trial(request: HttpRequest, number: str) -> HttpResponse:
    """A letter to oneself first."""
    found = improvement_of(number)

    def do() -> None:
        verbs.try_telling(improvement=found, by=who(request), at=timezone.now())

    return _done(request, found, do, _("A sample is on its way to you."))


@door(TELL)
@require_POST
def aloud(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Somebody whom no letter reaches has been told by word of mouth."""
    found, form = improvement_of(number), AloudForm(request.POST)
    told = Telling.objects.filter(pk=pk, improvement=found).first()
    if told is None:
        raise NotFound(ko="그런 알림이 없습니다.", en="There is no such telling.")

    def do(given: dict[str, Any]) -> None:
        verbs.tell_aloud(telling=told, says=given["says"], by=who(request), at=timezone.now())

    return _did(request, found, form, do, _("Written down: they have been told."))


@door(TELL)
@require_POST
def publication(request: HttpRequest, number: str) -> HttpResponse:
    """Put it on the public board, change what stands there, or take it off."""
    found, form = improvement_of(number), PublicForm(request.POST)
    if "end" in request.POST:
        there = Publication.objects.filter(improvement=found).select_related("improvement").first()
        if there is not None:
            verbs.take_down(publication=there, by=who(request), at=timezone.now())
        messages.success(request, _("It stands on the board no more."))
        return _back(found)

    def do(given: dict[str, Any]) -> None:
        words = {name: text for name, text in given.items() if name != "next_on"}
        verbs.publish(improvement=found, words=words, next_on=given["next_on"], by=who(request), at=timezone.now())

    return _did(request, found, form, do, _("It stands on the public board."), public_form=form)


@door("carry out improvements")
@require_POST
def photos(request: HttpRequest, number: str) -> HttpResponse:
    """Add a photo of before or after: its owner, or the CVI team."""
    found, form = improvement_to_carry(who(request), number), PhotoForm(request.POST, request.FILES)

    def do(given: dict[str, Any]) -> None:
        verbs.add_photo(
            improvement=found,
            file=given["file"],
            when=given["when"],
            words={name: given[name] for name in ("says_ko", "says_en")},
            by=who(request),
            at=timezone.now(),
        )

    return _did(request, found, form, do, _("The photo is kept."), photo_form=form)


@door("carry out improvements")
@require_POST
def photo_end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take a photo away."""
    found = improvement_to_carry(who(request), number)
    photo = Photo.objects.filter(pk=pk, improvement=found).select_related("improvement").first()
    if photo is None:
        raise NotFound(ko="그런 사진이 없습니다.", en="There is no such photo.")
    verbs.take_photo_down(photo=photo, by=who(request), at=timezone.now())
    messages.success(request, _("The photo is gone."))
    return _back(found)


def _did(
    request: HttpRequest, improvement: Improvement, form: forms.Form, do: Do, done: str, **more: Any
) -> HttpResponse:
    """Run the verb and go back, or show the page again with what is wrong: on the form where the page shows it."""
    status = tried(form, do)
    if status == 302:
        messages.success(request, done)
        return _back(improvement)
    if not more:
        messages.error(request, " ".join(str(each) for errors in form.errors.values() for each in errors))
    return _page(request, improvement, status=status, **more)


def _done(request: HttpRequest, improvement: Improvement, do: Callable[[], object], done: str) -> HttpResponse:
    try:
        do()
    except (NotNow, NotValid) as refused:
        messages.error(request, str(refused))
        return _page(request, improvement, status=refused.status)
    messages.success(request, done)
    return _back(improvement)


def _back(improvement: Improvement) -> HttpResponse:
    return redirect("telling:telling", improvement.number)


def _sending(improvement: Improvement) -> Sending:
    found = sending_of(improvement)
    if found is None:
        raise NotFound(ko="아직 알리기 시작하지 않았습니다.", en="The telling has not begun.")
    found.improvement = improvement
    return found


def _page(request: HttpRequest, improvement: Improvement, *, status: int = 200, **more: Any) -> HttpResponse:
    progress = _progress(request, improvement)
    sending, visitor = progress["sending"], who(request)
    found = preview(improvement) if sending is None and improvement.state in ENDED else None
    there = Publication.objects.filter(improvement=improvement).first()
    context = {
        **progress,
        "preview": found,
        "doors": _doors(found) if found else [],
        "left_out": _reasons(found.by_reason.items()) if found else [],
        "samples": _samples(improvement) if found and may(visitor, TELL) else [],
        "pace_form": PaceForm(initial={"pace": sending.pace if sending else USUAL_PACE}),
        "publication": there,
        "is_public": there is not None and there.taken_down_at is None,
        "public_form": PublicForm(initial=vars(there) if there else {}),
        "photos": Photo.objects.filter(improvement=improvement, taken_down_at=None).order_by("-when", "pk"),
        "photo_form": PhotoForm(),
        "may_carry": may_carry(visitor, improvement),
        "to_call": _to_call(improvement) if may(visitor, "see contact") else [],
        **more,
    }
    return render(request, "change/telling/page.html", context, status=status)


def _progress(request: HttpRequest, improvement: Improvement) -> dict[str, Any]:
    return {
        "improvement": improvement,
        "sending": sending_of(improvement),
        "told": told_exactly(improvement),
        "reasons": _reasons(reasons_of(improvement)),
        "may_tell": may(who(request), TELL),
        "is_ended": improvement.state in ENDED,
    }


def _doors(found: Preview) -> list[Counted]:
    languages = {"ko": _("in Korean"), "en": _("in English")}
    return [
        Counted(f"{Telling.Door(name).label}, {languages[language]}", count)
        for (name, language), count in found.by_door.items()
    ]


def _reasons(counted: Iterable[tuple[str, int]]) -> list[Counted]:
    return [Counted(str(REASONS[code]), count) for code, count in counted]


def _samples(improvement: Improvement) -> list[Words]:
    """Letters as people would get them: one of each kind among the first, then more."""
    people = [each for each in askers(improvement, most=LOOKED_AT) if not each.reason]
    kinds = {(each.door, each.language, each.voice_id is None): each for each in reversed(people)}
    chosen = list(dict.fromkeys([*kinds.values(), *people]))[:SAMPLES]
    known = letters.around(chosen)
    return [letters.sample(improvement, each, known) for each in chosen]


def _to_call(improvement: Improvement) -> list[Telling]:
    """Those who can only be told by word of mouth, and spoke: their case leads to their number."""
    rows = Telling.objects.filter(
        improvement=improvement, round=improvement.round, reason__in=TO_CALL, voice__case__isnull=False
    )
    return list(rows.select_related("voice").defer("voice__grams").order_by("pk")[:MOST_CALLS])
