"""Ears are opened and ended; how listening goes is kept with them."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TypeVar

from django.db.models import DateTimeField, Value
from django.db.models.functions import Coalesce

from gwidam.core.actors import Actor, House
from gwidam.core.errors import NotValid
from gwidam.core.ledger import record, verb
from gwidam.post.models import Line

from .. import events
from ..ears import kinds
from ..models import Channel, Ear

LISTENING = House("ears")


@verb
def open_ear(*, channel: Channel, kind: str, line: Line | None, by: Actor, at: datetime) -> Ear:
    """Let a channel listen by a line, or be told. The same twice is one.

    Raises NotValid for a kind that is none, and for a line that is not of the kind it listens by.
    """
    shape = kinds.kinds().get(kind)
    if shape is None:
        raise NotValid(ko="그런 귀는 없습니다.", en="There is no such kind of ear.", field="kind")
    if (line.kind if line else "") != shape.line or (line is not None and line.ended_at is not None):
        raise NotValid(ko="이 귀에 맞는 계정을 골라 주세요.", en="Choose a line that fits this ear.", field="line")
    there, is_new = Ear.objects.get_or_create(
        channel=channel,
        kind=kind,
        line=line,
        ended_at=None,
        defaults={
            "secret": secrets.token_urlsafe(32),
            "poll_at": at if shape.look else None,
            "made_at": at,
        },
    )
    if is_new:
        record(_told(events.EarOpened, there), by=by, at=at, about=there.about)
    return there


@verb
def end_ear(*, ear: Ear, by: Actor, at: datetime) -> None:
    """It listens no more; what it heard stays. Twice is once."""
    if Ear.objects.filter(pk=ear.pk, ended_at__isnull=True).update(ended_at=at):
        record(_told(events.EarEnded, ear), by=by, at=at, about=ear.about)


@verb
def ear_answered(*, ear: Ear, at: datetime) -> None:
    """The other side answered well."""
    Ear.objects.filter(pk=ear.pk).update(answered_at=at)
    failing = Ear.objects.select_for_update().filter(pk=ear.pk).exclude(failed="").first()
    if failing is not None:
        Ear.objects.filter(pk=ear.pk).update(failed="", failed_at=None, reconnects=failing.reconnects + 1)
        record(_told(events.EarBack, ear), by=LISTENING, at=at, about=ear.about)


@verb
def ear_failed(*, ear: Ear, failure: str, rest_until: datetime | None, at: datetime) -> None:
    """It did not hear. Told once for each reason; `failed_at` stays when the trouble began."""
    Ear.objects.filter(pk=ear.pk).update(rest_until=rest_until)
    Ear.objects.filter(pk=ear.pk, failed_at__isnull=True).update(failed_at=at)
    if not Ear.objects.filter(pk=ear.pk).exclude(failed=failure).update(failed=failure):
        return
    because = ear.shape.said(failure)
    fact = events.EarFailed(
        ear_id=ear.pk,
        channel=ear.channel.code,
        kind_ko=ear.shape.name.ko,
        kind_en=ear.shape.name.en,
        because_ko=because.ko,
        because_en=because.en,
    )
    record(fact, by=LISTENING, at=at, about=ear.about)


@verb
def looked_again(*, ear: Ear, failure: str, at: datetime) -> None:
    """Keep how looking whether what was heard is still there went: `failure` is a key of FAILURES, or empty."""
    mine = Ear.objects.filter(pk=ear.pk)
    if not failure:
        mine.exclude(again_failed="").update(again_failed="", again_failed_at=None, again_tried_at=at)
        return
    since = Coalesce("again_failed_at", Value(at, DateTimeField()))
    mine.update(again_failed=failure, again_failed_at=since, again_tried_at=at)


Told = TypeVar("Told", events.EarOpened, events.EarEnded, events.EarBack)


def _told(kind: type[Told], ear: Ear) -> Told:
    return kind(ear_id=ear.pk, channel=ear.channel.code, kind_ko=ear.shape.name.ko, kind_en=ear.shape.name.en)
