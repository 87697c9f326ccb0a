"""Ears that are told: another system calls the address of the channel, and signs by Standard Webhooks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from gwidam.core.failing import ODD, STRANGER
from gwidam.core.words import Said
from gwidam.post.carriers.webhook import is_signed, sign

from .kinds import EarKind

if TYPE_CHECKING:
    from ..models import Ear

SAYS: Mapping[str, Said] = {
    STRANGER: Said(
        "서명이 맞지 않습니다. 보내는 쪽의 비밀 값과 시계를 확인해 주세요(5분까지 봐 드립니다).",
        "The signature is wrong. Look at the sender's secret, and its clock: five minutes are forgiven.",
    ),
    ODD: Said(
        "서명은 맞지만 내용을 알아들을 수 없습니다. 보내는 쪽이 받은 답에 고칠 곳이 적혀 있습니다.",
        "It is signed, but makes no sense. The answer that the sender was given says what to change.",
    ),
}


def knows(ear: Ear, *, headers: Mapping[str, str], body: bytes, at: datetime) -> bool:
    """Whether a secret of this ear signed the message; `headers` with names in any case."""
    told = {name.lower(): value for name, value in headers.items()}
    return is_signed(
        ear.secrets(at),
        message_id=told.get("webhook-id", ""),
        timestamp=told.get("webhook-timestamp", ""),
        signatures=told.get("webhook-signature", ""),
        body=body,
        now=int(at.timestamp()),
    )


def trial(ear: Ear) -> str:
    """Sign a message as the other system does, and see whether it is known; empty, or why not."""
    now = timezone.now()
    stamp, body = int(now.timestamp()), b'{"trial": true}'
    if ear.turned_at is None:
        return STRANGER
    signature = sign([ear.secret], message_id="trial", timestamp=stamp, body=body)
    headers = {"webhook-id": "trial", "webhook-timestamp": str(stamp), "webhook-signature": signature}
    return "" if knows(ear, headers=headers, body=body, at=now) else STRANGER


WEBHOOK = EarKind(
    code="webhook", family="webhook", name=Said("들어오는 웹훅", "inbound webhook"), trial=trial, says=SAYS
)
PHONE = EarKind(code="phone", family="phone", name=Said("전화 교환기", "telephone system"), trial=trial, says=SAYS)
