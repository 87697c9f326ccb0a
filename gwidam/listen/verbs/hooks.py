"""Secrets of ears that are told, and telling what is signed with them from what is not."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import F

from gwidam.core.actors import Actor
from gwidam.core.errors import NotFound, NotValid, NotYours
from gwidam.core.failing import STRANGER
from gwidam.core.ledger import part, record, verb
from gwidam.post.carriers.webhook import new_secret

from .. import events
from ..ears import told
from ..models import Channel, Ear
from .ears import ear_answered, ear_failed, open_ear

EAR_OF: Mapping[str, str] = {Channel.Kind.WEBHOOK: told.WEBHOOK.code, Channel.Kind.PHONE: told.PHONE.code}
OLD_FOR = timedelta(hours=24)


@verb
def turn_secret(*, channel: Channel, by: Actor, at: datetime) -> str:
    """A new secret for the address of a channel, to be shown once; the one before is good for another day.

    Its ear is opened where there is none. Raises NotValid for a kind of channel that is not told.
    """
    if channel.kind not in EAR_OF:
        raise NotValid(ko="웹훅을 받지 않는 창구입니다.", en="This channel takes no webhooks.", field="channel")
    opened = part(open_ear)(channel=channel, kind=EAR_OF[channel.kind], line=None, by=by, at=at)
    return _turned(opened, new_secret(), by=by, at=at)


@verb
def turn_address(*, ear: Ear, by: Actor, at: datetime) -> str:
    """A new secret for the end of an ear's address, for a gateway that cannot sign; the one before is good for
    another day."""
    return _turned(ear, secrets.token_urlsafe(24), by=by, at=at)


def _turned(opened: Ear, secret: str, *, by: Actor, at: datetime) -> str:
    ear = Ear.objects.select_for_update(of=("self",)).select_related("channel").get(pk=opened.pk)
    if ear.turned_at is not None:
        ear.old_secret, ear.old_until = ear.secret, at + OLD_FOR
    ear.secret, ear.turned_at = secret, at
    ear.save(update_fields=["secret", "turned_at", "old_secret", "old_until"])
    record(events.EarSecretTurned(ear_id=ear.pk, channel=ear.channel.code), by=by, at=at, about=ear.about)
    return secret


def open_message(*, code: str, kind: str, headers: Mapping[str, str], body: bytes, at: datetime) -> Ear:
    """The ear whose secret signed this message, by Standard Webhooks. That it was heard is kept with the ear.

    `code`, `kind`: of the channel. Raises NotFound where it is not told, NotYours for a message that is not signed.
    """
    there = Ear.objects.select_related("channel__touchpoint").filter(line__isnull=True, ended_at__isnull=True)
    ear: Ear | None = there.filter(channel__code=code, channel__kind=kind, kind=EAR_OF[kind]).first()
    if ear is None:
        raise NotFound(ko="그런 주소가 없습니다.", en="There is no such address.")
    if not told.knows(ear, headers=headers, body=body, at=at):
        refuse_message(ear=ear, because=STRANGER, at=at)
        said = ear.shape.said(STRANGER)
        raise NotYours(ko=said.ko, en=said.en)
    return ear


def ear_of_texts(*, line_id: int, secret: str, at: datetime) -> Ear:
    """The ear that the gateway of a line tells of text messages.

    Raises NotFound where there is none, and for a wrong secret, which is kept with the ear.
    """
    there = Ear.objects.select_related("channel__touchpoint", "line").filter(ended_at__isnull=True, line=line_id)
    known = there.filter(line__ended_at__isnull=True, kind=F("line__kind"), turned_at__isnull=False)
    ears = [each for each in known.order_by("pk") if each.line and each.line.shape.is_texting]
    for ear in ears:
        if any(hmac.compare_digest(each.encode(), secret.encode()) for each in ear.secrets(at)):
            return ear
    if ears:
        refuse_message(ear=ears[0], because=STRANGER, at=at)
    raise NotFound(ko="그런 주소가 없습니다.", en="There is no such address.")


def heard_message(*, ear: Ear, at: datetime) -> None:
    """It was signed, made sense, and is stored."""
    Ear.objects.filter(pk=ear.pk).update(heard_at=at)
    ear_answered(ear=ear, at=at)


def refuse_message(*, ear: Ear, because: str, at: datetime) -> None:
    """Keep why something was refused (STRANGER or ODD); a flood of the same costs no write each."""
    if ear.failed != because:
        ear_failed(ear=ear, failure=because, rest_until=None, at=at)
