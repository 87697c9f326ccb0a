"""Improvements: the list, one of them, proposing one, linking a voice, supporting it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router
from ninja.responses import Status

from gwidam.change import verbs
from gwidam.change.models import Improvement, VoiceLink
from gwidam.change.queries.improvements import JOINED, improvement_of
from gwidam.core.errors import NotFound, NotValid
from gwidam.listen.models import Voice
from gwidam.own.queries.voices import voice_for
from gwidam.people.models import Employee

from . import telling
from .documents import problems
from .keys import Key, caller
from .paging import ImprovementFilter, page_of
from .shapes import ImprovementIn, SupportIn, VoiceLinkIn
from .told import ImprovementOut, ImprovementPage

router = Router(tags=["improvements"])
READ = Key("improvements:read", "see improvements")
WRITE = Key("improvements:write", "propose improvements")


@router.get(
    "/improvements",
    auth=READ,
    response={200: ImprovementPage, **problems(422)},
    summary="List improvements",
    operation_id="improvements",
)
def improvements(request: HttpRequest, page: Query[ImprovementFilter]) -> Any:
    """All of them, the newest first; those put behind another name the one in front."""
    rows = Improvement.objects.select_related(*JOINED).defer("grams")
    return page_of(rows, page, telling.improvement, state=page.state)


@router.get(
    "/improvements/{number}",
    auth=READ,
    response={200: ImprovementOut, **problems(404)},
    summary="One improvement",
    operation_id="improvement",
)
def improvement(request: HttpRequest, number: str) -> Any:
    """By its number, G-12 or 12. Who asked is told in counts alone."""
    return telling.improvement(improvement_of(number))


@router.post(
    "/improvements",
    auth=WRITE,
    response={201: ImprovementOut, **problems(400, 413, 415, 422)},
    summary="Propose an improvement",
    operation_id="propose",
)
def propose(request: HttpRequest, sent: ImprovementIn) -> Any:
    """With a title in Korean or English. `voice` is the receipt of the voice it comes from, and is linked."""
    who = caller(request)
    voice = _voice(who, sent.voice) if sent.voice else None
    words = sent.model_dump(exclude={"voice"})
    made = verbs.propose(
        words=words,
        origin=Improvement.Origin.VOICE if voice else Improvement.Origin.IDEA,
        voice=voice,
        via=VoiceLink.Via.API,
        by=who,
        at=timezone.now(),
    )
    return _as_it_stands(made.number)


@router.post(
    "/improvements/{number}/voices",
    auth=WRITE,
    response={201: ImprovementOut, **problems(400, 404, 409, 413, 415, 422)},
    summary="Link a voice",
    operation_id="link_voice",
)
def link_voice(request: HttpRequest, number: str, sent: VoiceLinkIn) -> Any:
    """Nothing about the voice or its case changes; a voice that is linked already stays linked."""
    who, found = caller(request), improvement_of(number)
    verbs.link(
        improvement=found, voice=_voice(who, sent.receipt), via=VoiceLink.Via.API, by=who, at=timezone.now()
    )
    return _as_it_stands(number)


@router.post(
    "/improvements/{number}/support",
    auth=WRITE,
    response={201: ImprovementOut, **problems(400, 404, 409, 413, 415, 422)},
    summary="Support it",
    operation_id="support",
)
def support(request: HttpRequest, number: str, sent: SupportIn) -> Any:
    """For the key's employee, or on behalf of the customer who said the voice with this receipt."""
    who, found = caller(request), improvement_of(number)
    customer = _voice(who, sent.receipt).customer if sent.receipt else None
    verbs.support(improvement=found, customer=customer, by=who, at=timezone.now())
    return _as_it_stands(number)


def _voice(who: Employee, receipt: str) -> Voice:
    """The voice with this receipt, for those who may see it. Raises NotValid otherwise."""
    try:
        return voice_for(who, receipt, at=timezone.now())
    except NotFound as nothing:
        raise NotValid(ko=nothing.said.ko, en=nothing.said.en, field="receipt") from None


def _as_it_stands(number: str) -> Status[Any]:
    return Status(201, telling.improvement(improvement_of(number)))
