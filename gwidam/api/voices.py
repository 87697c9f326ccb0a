"""Voices: one in, and the list of those that may be seen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from ninja.responses import Status

from gwidam.own import verbs
from gwidam.own.tracking import follow_url

from .bodies import digest_of
from .documents import IDEMPOTENCY_KEY, problems
from .intake import key_of, wanted, warnings_of
from .keys import Key, caller
from .problems import NotReadable
from .shapes import VoiceIn, VoiceTaken

router = Router(tags=["voices"])
LONGEST_KEY = 255


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
    key = delivery_key(request, sent)
    taken = verbs.take_in(
        **wanted(sent),
        key=key,
        digest=digest_of(request.sent),  # type: ignore[attr-defined]
        by=caller(request),
        at=timezone.now(),
    )
    answer = VoiceTaken(
        receipt=taken.voice.receipt,
        voice=taken.voice.pk,
        case=taken.case.pk if taken.case else None,
        follow_url=follow_url(taken.voice.receipt),
    )
    if warnings := warnings_of(sent):
        answer.warnings = warnings
    return Status(201 if taken.is_new else 200, answer)


def delivery_key(request: HttpRequest, sent: VoiceIn) -> str:
    """The name of this delivery at its channel; '' where the sender gave none."""
    header = request.META.get("HTTP_IDEMPOTENCY_KEY", "")
    if len(header) > LONGEST_KEY:
        raise NotReadable(
            ko=f"Idempotency-Key는 {LONGEST_KEY}자까지 쓸 수 있습니다.",
            en=f"An Idempotency-Key may have {LONGEST_KEY} characters.",
            field="Idempotency-Key",
        )
    if header:
        return f"{request.auth.pk}/{key_of(header)}"  # type: ignore[attr-defined]
    return key_of(sent.external_id) if sent.external_id else ""
