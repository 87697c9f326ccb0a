"""Voices: one in, and the list of those that may be seen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router
from ninja.responses import Status

from gwidam.own import verbs
from gwidam.own.queries.voices import voices_seen_by
from gwidam.own.tracking import follow_url

from . import telling
from .bodies import digest_of
from .documents import IDEMPOTENCY_KEY, problems
from .intake import doors, header_key, key_of, wanted
from .keys import Key, caller
from .paging import VoiceFilter, page_of
from .shapes import VoiceIn, VoiceTaken
from .told import VoicePage

router = Router(tags=["voices"])


@router.post(
    "/voices",
    auth=Key("voices:write", "hear"),
    response={201: VoiceTaken, 200: VoiceTaken, **problems(400, 409, 413, 415, 422)},
    exclude_unset=True,
    summary="Give one voice",
    operation_id="take_in",
    openapi_extra={"parameters": [IDEMPOTENCY_KEY]},
)
def take_in(request: HttpRequest, sent: VoiceIn) -> Any:
    """Take in a voice: 201 with its receipt once it is stored.

    The same delivery again gives the same answer with 200; another body under the same key is refused with
    409. The key is the header `Idempotency-Key`, which belongs to the API key it came with, else
    `external_id`, which belongs to the channel. A contact that cannot be read does not lose the voice: it is
    left out and named in `warnings`.
    """
    key = header_key(request) or (key_of(sent.external_id) if sent.external_id else "")
    asked = wanted(sent)
    taken = verbs.take_in(
        **asked.arguments,
        **doors(sent),
        key=key,
        digest=digest_of(request.sent),  # type: ignore[attr-defined]
        by=caller(request),
        at=timezone.now(),
    )
    answer = VoiceTaken(  # type: ignore[call-arg]  # warnings only when there are any
        receipt=taken.voice.receipt,
        voice=taken.voice.pk,
        case=taken.case.pk if taken.case else None,
        follow_url=follow_url(taken.voice.receipt),
    )
    if asked.warnings:
        answer.warnings = asked.warnings
    return Status(201 if taken.is_new else 200, answer)


@router.get(
    "/voices",
    auth=Key("voices:read", "see cases"),
    response={200: VoicePage, **problems(422)},
    summary="List voices",
    operation_id="voices",
)
def voices(request: HttpRequest, page: Query[VoiceFilter]) -> Any:
    """The voices the key's employee may see, the newest first."""
    who = caller(request)
    rows = voices_seen_by(who, at=timezone.now()).select_related("channel", "touchpoint").defer("grams")
    return page_of(
        rows, page, lambda row: telling.voice(row, who), channel__code=page.channel, heard_at__gte=page.since
    )
