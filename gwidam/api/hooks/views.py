"""What comes signed: a voice at /hooks, news of a call at /phone."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import orjson
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from pydantic import BaseModel, ValidationError

from gwidam.core.actors import House
from gwidam.core.errors import Refused
from gwidam.core.failing import ODD
from gwidam.listen.models import Channel, Ear
from gwidam.listen.phone import News, What
from gwidam.listen.verbs import hear_call, heard_message, open_message, refuse_message
from gwidam.moments.queries import touchpoint
from gwidam.own.tracking import follow_url
from gwidam.own.verbs import take_in

from ..bodies import bytes_of, digest_of, parse
from ..intake import key_of, wanted
from ..problems import FIELDS, field_errors, problem
from .posted import posted
from .shapes import CallTold, VoiceTold

WEBHOOK, EXCHANGE = House("webhook"), House("exchange")
S = TypeVar("S", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Message:
    """A message whose signature was good: whose it is, its id, what it says, and when it came."""

    ear: Ear
    name: str
    sent: Any
    at: datetime

    @property
    def is_trial(self) -> bool:
        """Whether the other system only tries whether it is heard."""
        return self.sent == {"trial": True}

    def read_as(self, shape: type[S]) -> S:
        """What it says in a shape. Raises pydantic's ValidationError."""
        return shape.model_validate(self.sent)


Answering = Callable[[Message], HttpResponse]


def signed(kind: str) -> Callable[[Answering], Callable[[HttpRequest, str], HttpResponse]]:
    """Make an address of a function of `Message`; a sender of anything else is told what is wrong with it."""

    def speaking(answer: Answering) -> Callable[[HttpRequest, str], HttpResponse]:
        @posted  # the signature is the permission
        @functools.wraps(answer)
        def answering(request: HttpRequest, code: str) -> HttpResponse:
            at = timezone.now()
            body = bytes_of(request)
            ear = open_message(code=code, kind=kind, headers=request.headers, body=body, at=at)
            return _answered(answer, ear, request.headers["webhook-id"], body, at=at)

        return answering

    return speaking


def _answered(answer: Answering, ear: Ear, name: str, body: bytes, *, at: datetime) -> HttpResponse:
    """The answer to a signed message; one that makes no sense is noted on the settings page, too."""
    try:
        message = Message(ear, name, parse(body), at)
        response = JsonResponse({"trial": "heard"}) if message.is_trial else answer(message)
    except ValidationError as wrong:
        refuse_message(ear=ear, because=ODD, at=at)
        found = [{**each, "loc": ("query", *each["loc"])} for each in wrong.errors()]
        return problem("not-valid", 422, FIELDS, errors=field_errors(found))
    except Refused as refused:
        if refused.status in (400, 422):
            refuse_message(ear=ear, because=ODD, at=at)
        raise
    heard_message(ear=ear, at=at)
    return response


@signed(Channel.Kind.WEBHOOK)
def voice(message: Message) -> HttpResponse:
    """Take in a voice: 202 with its receipt once it is stored, 200 for a message that came before.

    The id of the message is the key of the delivery; another body under the same id is refused with 409.
    """
    sent = message.read_as(VoiceTold)
    asked = wanted(sent)
    taken = take_in(
        **asked.arguments,
        channel=message.ear.channel,
        touchpoint=touchpoint(sent.touchpoint) if sent.touchpoint else None,
        key=key_of(message.name),
        digest=digest_of(message.sent),
        by=WEBHOOK,
        at=message.at,
    )
    told = {"receipt": taken.voice.receipt, "follow_url": follow_url(taken.voice.receipt)}
    if asked.warnings:
        told["warnings"] = asked.warnings
    return HttpResponse(orjson.dumps(told), status=202 if taken.is_new else 200, content_type="application/json")


@signed(Channel.Kind.PHONE)
def call(message: Message) -> HttpResponse:
    """Hear of a call: 200 once it is kept. The same news again, late or in another order, come to the same."""
    sent = message.read_as(CallTold)
    news = News(
        call=sent.call,
        what=What(sent.event),
        at=sent.at or message.at,
        extension=sent.extension or "",
        caller=sent.caller or "",
        recording=sent.recording_url or "",
    )
    heard = hear_call(channel=message.ear.channel, news=news, by=EXCHANGE, at=message.at)
    return JsonResponse({"call": heard.pk})
