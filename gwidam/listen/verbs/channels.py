"""Channels are set up, opened when a process stands behind them, and closed with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gwidam.core.actors import Actor
from gwidam.core.errors import NotNow, NotValid
from gwidam.core.hours import ALWAYS, Hours
from gwidam.core.ledger import record, verb
from gwidam.moments.models import Touchpoint
from gwidam.people.models import Department, Employee, Roster

from .. import events
from ..models import Channel
from ..queries import lacks_of


@verb
def set_channel(
    *,
    code: str,
    kind: str,
    name_ko: str,
    name_en: str,
    by: Actor,
    at: datetime,
    owner: Employee | None = None,
    department: Department | None = None,
    roster: Roster | None = None,
    touchpoint: Touchpoint | None = None,
    hours: Hours = ALWAYS,
    needs_answer: bool = True,
    place: str = "",
    origins: Sequence[str] = (),
    skills: Sequence[str] = (),
) -> Channel:
    """Make or change a channel. A change that would leave an open one without its process is refused.

    `origins`: web sites that may show the window of a chat channel, as `rules.origin` writes them.
    `skills`: what whoever is given a talk of it should know.
    """
    channel = Channel.objects.filter(code=code).first() or Channel(code=code)
    channel.kind, channel.name_ko, channel.name_en = kind, name_ko, name_en
    channel.owner, channel.department, channel.roster = owner, department, roster
    channel.touchpoint, channel.needs_answer, channel.place = touchpoint, needs_answer, place
    channel.hours_spec, channel.origins = hours.to_dict(), list(origins)
    channel.skills = list(skills)
    if channel.is_open:
        _must_be_ready(channel)
    channel.save()
    record(events.ChannelSet(channel_id=channel.pk, code=code), by=by, at=at, about=f"channel:{channel.pk}")
    return channel


@verb
def open_channel(*, channel: Channel, by: Actor, at: datetime) -> None:
    """Open the ear. Raises NotValid, naming all that is missing, until the process behind it is there."""
    if channel.is_open:
        raise NotNow(ko="이미 열려 있는 창구입니다.", en="This channel is already open.")
    _must_be_ready(channel)
    channel.opened_at = at
    channel.save(update_fields=["opened_at"])
    record(
        events.ChannelOpened(channel_id=channel.pk, code=channel.code),
        by=by,
        at=at,
        about=f"channel:{channel.pk}",
    )


@verb
def close_channel(*, channel: Channel, why: str, by: Actor, at: datetime) -> None:
    """Close the ear; what was heard through it is kept to its end."""
    if not channel.is_open:
        raise NotNow(ko="열려 있지 않은 창구입니다.", en="This channel is not open.")
    channel.opened_at = None
    channel.save(update_fields=["opened_at"])
    record(
        events.ChannelClosed(channel_id=channel.pk, code=channel.code, why=why),
        by=by,
        at=at,
        about=f"channel:{channel.pk}",
    )


def _must_be_ready(channel: Channel) -> None:
    missing = lacks_of(channel)
    if missing:
        raise NotValid(
            ko=" ".join(each.said.ko for each in missing),
            en=" ".join(each.said.en for each in missing),
            field="channel",
            lacks=[each.slug for each in missing],
        )
