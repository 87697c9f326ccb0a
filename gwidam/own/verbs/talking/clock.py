"""The clock of talks: a row says when it looks, so that a talk nobody ends is ended, whatever was killed."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.actors import CLOCK
from gwidam.core.due import fire_each
from gwidam.people.queries import on_duty

from ...models import Talk, TalkOffer
from ...queries.talks import is_keeper_gone
from ...rules.talks import Standing, fate
from .choosing import keeper_for
from .ending import end_talk
from .keeping import put_back, take_talk
from .offers import expire_talk_offer


def tick_talks(*, at: datetime, most: int = 200) -> int:
    """Look at the talks and offers that are due; how many were looked at.

    A talk that waits is given to somebody who has room; one whose keeper has closed the page and owes a word waits
    again; one that nobody keeps up becomes a voice (see `fate`).
    """
    due = Talk.objects.filter(tick_at__lte=at).select_related("channel").order_by("tick_at")
    offers = TalkOffer.objects.filter(state=TalkOffer.State.OFFERED, due_at__lte=at).order_by("due_at")
    fired = fire_each(due, _fire, at=at, most=most, pushes_on="tick_at")
    return fired + fire_each(offers, _fire_offer, at=at, most=most)


def _fire(talk: Talk, at: datetime) -> None:
    present = on_duty(talk.channel.roster_id, at) if talk.channel.roster_id else []
    standing = Standing(talk.state, talk.waits_since, talk.seen_at, talk.said_at, talk.asked_at)
    because, look_at = fate(standing, has_duty=bool(present), at=at)
    if because:
        end_talk(talk=talk, because=because, by=CLOCK, at=at)
        return
    if is_keeper_gone(talk, at=at):
        put_back(talk=talk, by=CLOCK, at=at)
        return
    keeper = keeper_for(talk, at=at) if talk.state == Talk.State.WAITING else None
    if keeper is not None:
        take_talk(talk=talk, keeper=keeper, by=CLOCK, at=at)
        return
    Talk.objects.filter(pk=talk.pk).update(tick_at=look_at)


def _fire_offer(offer: TalkOffer, at: datetime) -> None:
    expire_talk_offer(offer=offer, by=CLOCK, at=at)
