"""Who keeps a talk: taken by one, let go, and asked "anything else?" before its end."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.actors import Actor
from gwidam.core.errors import NotNow
from gwidam.core.ledger import record, verb
from gwidam.people.models import Employee

from ... import events, rules, talk_words
from ...models import Talk, TalkLine, TalkOffer
from ...rules.talks import RUNNING_LOOK, WAITING_LOOK
from .moves import add_line, locked, move_talk, must_keep_talk, waiting_topic


@verb
def take_talk(*, talk: Talk, keeper: Employee, by: Actor, at: datetime) -> Talk:
    """Take a talk that waits: TalkTaken, and a line that names its keeper to the customer.

    Raises NotNow when somebody was faster, naming them: state and keeper are compared and set in one UPDATE.
    """
    move_talk(talk, "take", keeper_id=keeper.pk, tick_at=at + RUNNING_LOOK)
    now = locked(talk)
    waited = int((at - now.waits_since).total_seconds())
    record(
        events.TalkTaken(talk_id=now.pk, keeper_employee_id=keeper.pk, waited_seconds=max(waited, 0)),
        by=by,
        at=at,
        about=now.about,
        wakes=(waiting_topic(now),),
    )
    add_line(
        now,
        side=TalkLine.Side.HOUSE,
        text=talk_words.came(keeper, now.language),
        key=f"came:{now.said + 1}",
        by=by,
        at=at,
    )
    return now


@verb
def let_go(*, talk: Talk, by: Employee, at: datetime) -> Talk:
    """Its keeper lets a talk wait again: TalkLetGo. An offer of it is withdrawn with that. Raises NotYours."""
    must_keep_talk(talk, by)
    return put_back(talk=talk, by=by, at=at)


@verb
def let_go_all(*, leaving: Employee, by: Actor, at: datetime) -> int:
    """Let go every talk that somebody keeps who leaves the company; how many there were."""
    kept = list(Talk.objects.filter(keeper=leaving, state=Talk.State.RUNNING))
    for talk in kept:
        put_back(talk=talk, by=by, at=at)
    return len(kept)


@verb
def put_back(*, talk: Talk, by: Actor, at: datetime) -> Talk:
    """A running talk waits again, whoever says so: TalkLetGo, and the customer is told. Raises NotNow."""
    old = talk.keeper_id
    move_talk(talk, "let_go", keeper_id=None, waits_since=at, tick_at=at + WAITING_LOOK)
    end_offers(talk, at)
    now = locked(talk)
    record(
        events.TalkLetGo(talk_id=now.pk, old_employee_id=old),
        by=by,
        at=at,
        about=now.about,
        wakes=(waiting_topic(now),),
    )
    text = talk_words.AGAIN_WAITING.into(now.language)
    add_line(now, side=TalkLine.Side.HOUSE, text=text, key=f"again:{now.said + 1}", by=by, at=at)
    return now


@verb
def ask_anything_else(*, talk: Talk, is_answered: bool, by: Employee, at: datetime) -> Talk:
    """Ask before the end: AnythingElseAsked, said to the customer in words. A word of theirs takes it back.

    `is_answered`: the keeper says that what they wrote is the answer. Raises NotYours, NotNow while it was asked.
    """
    now = locked(talk)
    rules.talk_step(now.state, "ask")
    must_keep_talk(now, by)
    if now.asked_at is not None:
        raise NotNow(ko="이미 여쭈었습니다.", en="That has been asked already.")
    text = talk_words.ANYTHING_ELSE.into(now.language)
    add_line(now, side=TalkLine.Side.HOUSE, text=text, key=f"else:{now.said + 1}", by=by, at=at)
    now.asked_at, now.is_answered = at, is_answered
    now.save(update_fields=["asked_at", "is_answered"])
    record(events.AnythingElseAsked(talk_id=now.pk, keeper_employee_id=by.pk), by=by, at=at, about=now.about)
    return now


def end_offers(talk: Talk, at: datetime) -> None:
    """An offer that still waits goes with what it offered; the fact of the caller says so."""
    state = rules.handoff_step("offered", "withdraw")
    TalkOffer.objects.filter(talk=talk, state=TalkOffer.State.OFFERED).update(state=state, decided_at=at)
