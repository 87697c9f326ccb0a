"""How a talk moves, and how a line gets its number: shared by the verbs of talks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gwidam.core.actors import Actor
from gwidam.core.errors import NotNow, NotYours
from gwidam.core.ledger import record
from gwidam.people.models import Employee

from ... import events, rules
from ...models import Talk, TalkLine


def move_talk(talk: Talk, verb: str, **also: Any) -> None:
    """Move the talk by its table if it still is as this caller saw it: state and keeper in one UPDATE.

    Of two people at once one wins; the other gets NotNow with the name of whoever keeps it now.
    """
    state = rules.talk_step(talk.state, verb)
    seen = {"state": talk.state, "keeper_id": talk.keeper_id}
    if not Talk.objects.filter(pk=talk.pk, **seen).update(state=state, **also):
        raise _someone_was_faster(talk)
    talk.state = state
    for name, value in also.items():
        setattr(talk, name, value)


def _someone_was_faster(talk: Talk) -> NotNow:
    now = Talk.objects.select_related("keeper").get(pk=talk.pk)
    if now.keeper is None:
        return NotNow(ko="방금 대화가 달라졌습니다.", en="The talk has just changed.", state=now.state)
    return NotNow(
        ko=f"방금 {now.keeper.name_ko} 님이 먼저 맡았습니다.",
        en=f"{now.keeper} was faster and keeps this talk.",
        keeper=now.keeper_id,
        state=now.state,
    )


def must_keep_talk(talk: Talk, by: Employee) -> None:
    """Raise NotYours for anybody but whoever keeps the talk."""
    if talk.keeper_id != by.pk:
        raise NotYours(ko="이 대화를 맡은 사람만 할 수 있습니다.", en="Only whoever keeps this talk can do that.")


def locked(talk: Talk) -> Talk:
    """The row as it is now, held until the end of the act: lines are numbered one after the other."""
    return (
        Talk.objects.select_for_update(of=("self",))
        .select_related("channel", "customer", "keeper")
        .get(pk=talk.pk)
    )


def add_line(
    talk: Talk, *, side: str, text: str, key: str, by: Actor, at: datetime, employee: Employee | None = None
) -> TalkLine:
    """Write the next line of a locked talk: LineSaid. A customer's word takes "anything else?" back."""
    talk.said += 1
    talk.said_at = at
    if side == TalkLine.Side.CUSTOMER:
        talk.asked_at, talk.is_answered, talk.seen_at = None, False, max(talk.seen_at, at)
    line = TalkLine.objects.create(talk=talk, number=talk.said, key=key, side=side, by=employee, text=text, at=at)
    talk.save(update_fields=["said", "said_at", "asked_at", "is_answered", "seen_at"])
    record(
        events.LineSaid(talk_id=talk.pk, number=line.number, side=side, keeper_employee_id=talk.keeper_id),
        by=by,
        at=at,
        about=talk.about,
    )
    return line


def waiting_topic(talk: Talk) -> str:
    """The live topic of everybody who waits at the same channel: their places have changed."""
    return f"waiting:{talk.channel_id}"
