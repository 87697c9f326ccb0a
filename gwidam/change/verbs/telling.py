"""Telling everybody who asked: begun by a person, done in batches, and each person told once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from gwidam.core.actors import POST, Actor
from gwidam.core.errors import NotNow, NotValid
from gwidam.core.ledger import record, verb
from gwidam.core.rows import write_rows
from gwidam.people.models import Employee
from gwidam.post import verbs as post
from gwidam.post.models import Message

from ..events import improvements as events
from ..events import telling as facts
from ..letters import telling as letters
from ..models import Improvement, Sending, Telling
from ..queries.telling import (
    Asker,
    askers,
    count_untold,
    furthest,
    is_any_on_the_way,
    made_lately,
    sending_of,
)
from ..rules.telling import FASTEST_PACE, NONE, REASONS, WITHHELD, allowance
from .moves import locked, needed, told
from .working import finish_telling

ENDED = (Improvement.State.RELEASED, Improvement.State.DECLINED)
LOOK_AGAIN = timedelta(seconds=30)  # while letters are on their way and nobody new asks


@verb
def begin_telling(*, improvement: Improvement, pace: int, by: Employee, at: datetime) -> Sending:
    """Begin to tell everybody who asks, at most `pace` people a minute; the work goes on by itself.

    Raises NotNow before it is released or declined, or when it has begun already; NotValid for a pace that is none.
    """
    found = _ended(improvement)
    _check(pace)
    if sending_of(found) is not None:
        raise NotNow(ko="이미 알리기 시작했습니다.", en="The telling has begun already.")
    sending = Sending.objects.create(
        improvement=found,
        round=found.round,
        is_no=found.state == Improvement.State.DECLINED,
        pace=pace,
        begun_by=by,
        begun_at=at,
        next_look_at=at,
    )
    said = facts.TellingBegun(improvement_id=found.pk, round=found.round, people=count_untold(found), pace=pace)
    told(found, said, by=by, at=at)
    return sending


@verb
def pause_telling(*, sending: Sending, by: Employee, at: datetime) -> None:
    """Write to nobody more until it is resumed. What is in the outbox still leaves: at most one minute's worth."""
    _move(sending, Sending.State.RUNNING, Sending.State.PAUSED)
    said = facts.TellingPaused(improvement_id=sending.improvement_id, round=sending.round)
    told(sending.improvement, said, by=by, at=at)


@verb
def resume_telling(*, sending: Sending, pace: int, by: Employee, at: datetime) -> None:
    """Go on, at this pace: after a pause, or when somebody asked after everybody had been told why not.

    Raises NotNow where the improvement was begun again since: then it is told anew once that is done.
    """
    _check(pace)
    if _ended(sending.improvement).round != sending.round:
        raise NotNow(
            ko="다시 연 개선입니다. 끝난 뒤에 새로 알립니다.", en="It was begun again and is told anew later."
        )
    was = Sending.State.OVER if sending.state == Sending.State.OVER else Sending.State.PAUSED
    _move(sending, was, Sending.State.RUNNING, pace=pace, next_look_at=at, over_at=None)
    said = facts.TellingResumed(improvement_id=sending.improvement_id, round=sending.round, pace=pace)
    told(sending.improvement, said, by=by, at=at)


@verb
def try_telling(*, improvement: Improvement, by: Employee, at: datetime) -> Message:
    """Send the letter to oneself first, as a customer would get it."""
    found = _ended(improvement)
    message = post.write_many(notices=[letters.trial(found, to=by, at=at)], by=by, at=at)[0]
    told(found, facts.TellingTried(improvement_id=found.pk, round=found.round, to_employee_id=by.pk), by=by, at=at)
    return message


def tell_due(*, at: datetime) -> int:
    """One batch of every sending that is due. How many people were told, or could not be; call again if any."""
    due = Sending.objects.filter(state=Sending.State.RUNNING, next_look_at__lte=at).order_by("next_look_at")
    return sum(tell_batch(sending_id=pk, at=at) for pk in due.values_list("pk", flat=True))


@verb
def tell_batch(*, sending_id: int, at: datetime) -> int:
    """Tell the next people of a sending; how many. Of two processes at once the second finds the row taken.

    In one transaction, so that a process that dies leaves neither or both of: 1. a letter for each who can be
    written to, under the key of that person in this round; 2. a telling for each, with the letter or the reason.
    Once nobody is left and nothing is on its way, everybody has been told, and it says so.
    """
    rows = Sending.objects.select_for_update(skip_locked=True, of=("self",)).select_related("improvement")
    rows = rows.defer("improvement__grams")
    sending = rows.filter(pk=sending_id, state=Sending.State.RUNNING).first()
    if sending is None:
        return 0
    improvement = sending.improvement
    if improvement.state not in ENDED or improvement.round != sending.round:
        _end(sending, at=at)
        return 0
    room = allowance(pace=sending.pace, made=made_lately(improvement, at))
    if not room:
        Sending.objects.filter(pk=sending.pk).update(next_look_at=at + timedelta(seconds=1))
        return 0
    people = _next(improvement, room)
    if people:
        _tell(improvement, people, at=at)
    elif is_any_on_the_way(improvement):
        Sending.objects.filter(pk=sending.pk).update(next_look_at=at + LOOK_AGAIN)
    else:
        _everybody_told(sending, at=at)
    return len(people)


def _next(improvement: Improvement, room: int) -> list[Asker]:
    """Those behind the last who was told, else anybody: who asked late may have a smaller number."""
    after = furthest(improvement)
    return (askers(improvement, most=room, after=after) if after else []) or askers(improvement, most=room)


def _tell(improvement: Improvement, people: Sequence[Asker], *, at: datetime) -> None:
    known = letters.around(people)
    notices = [letters.notice(improvement, each, known) for each in people if not each.reason]
    messages = {each.reader: each for each in post.write_many(notices=notices, by=POST, at=at)}
    rows = [_row(improvement, each, messages.get(each.reader), at=at) for each in people]
    write_rows(Telling, rows)
    written = sum(row["state"] != Telling.State.NOT_TOLD for row in rows)
    said = facts.PeopleTold(
        improvement_id=improvement.pk, round=improvement.round, written=written, not_told=len(rows) - written
    )
    told(improvement, said, by=POST, at=at)


def _row(improvement: Improvement, asker: Asker, message: Message | None, *, at: datetime) -> dict[str, Any]:
    reason = asker.reason
    if message is not None and message.state == Message.State.WITHHELD:
        reason = WITHHELD.get(message.withheld_because, "undeliverable")
    return {
        "improvement_id": improvement.pk,
        "round": improvement.round,
        "customer_id": asker.customer_id,
        "employee_id": asker.employee_id,
        "voice_id": asker.voice_id,
        "door": asker.door if not reason or reason == "on_page" else NONE,
        "language": asker.language,
        "state": Telling.State.NOT_TOLD if reason else Telling.State.SENT,
        "reason": reason,
        "message_id": message.pk if message is not None else None,
        "made_at": at,
        "done_at": at if reason else None,
    }


def _everybody_told(sending: Sending, *, at: datetime) -> None:
    improvement = locked(sending.improvement_id)[sending.improvement_id]
    if count_untold(improvement):
        return  # somebody has asked in this very moment: the next batch is theirs
    if improvement.state == Improvement.State.RELEASED:
        finish_telling(improvement=improvement, by=POST, at=at)
    else:
        said = events.EverybodyTold(improvement_id=improvement.pk, round=improvement.round)
        told(improvement, said, by=POST, at=at)
    _end(sending, at=at)


def _end(sending: Sending, *, at: datetime) -> None:
    Sending.objects.filter(pk=sending.pk).update(state=Sending.State.OVER, over_at=at)
    said = facts.TellingEnded(improvement_id=sending.improvement_id, round=sending.round)
    told(sending.improvement, said, by=POST, at=at)


@verb
def telling_arrived(*, message_ids: Sequence[int], by: Actor, at: datetime) -> None:
    """These letters were taken by their readers' side. Idempotent."""
    on_the_way = Telling.objects.select_for_update().filter(message__in=message_ids, state=Telling.State.SENT)
    for each in on_the_way.order_by("pk"):
        Telling.objects.filter(pk=each.pk).update(state=Telling.State.DELIVERED, done_at=at)
        said = facts.TellingArrived(improvement_id=each.improvement_id, telling_id=each.pk)
        record(said, by=by, at=at, about=each.about)


@verb
def telling_failed(*, message_id: int, because: str, by: Actor, at: datetime) -> None:
    """The letter was withheld, refused or came back, also after it had been taken: they were not told by it.

    Who has said whether it settles theirs has read it, wherever. Idempotent.
    """
    found = Telling.objects.select_for_update().filter(message=message_id, settled__isnull=True)
    telling = found.exclude(state=Telling.State.NOT_TOLD).first()
    if telling is None:
        return
    reason = WITHHELD.get(because, "undeliverable")
    Telling.objects.filter(pk=telling.pk).update(state=Telling.State.NOT_TOLD, reason=reason, done_at=at)
    _failed(telling, reason, by=by, at=at)


@verb
def asker_erased(*, customer_id: int, by: Actor, at: datetime) -> None:
    """Somebody was erased while a letter to them waited: it leaves no more."""
    waiting = Telling.objects.select_for_update().filter(customer=customer_id, state=Telling.State.SENT)
    for each in waiting.order_by("pk"):
        Telling.objects.filter(pk=each.pk).update(state=Telling.State.NOT_TOLD, reason="erased", done_at=at)
        _failed(each, "erased", by=by, at=at)


def _failed(telling: Telling, reason: str, *, by: Actor, at: datetime) -> None:
    why = REASONS[reason]
    said = facts.TellingFailed(
        improvement_id=telling.improvement_id, telling_id=telling.pk, reason=reason, why_ko=why.ko, why_en=why.en
    )
    record(said, by=by, at=at, about=telling.about)


@verb
def tell_aloud(*, telling: Telling, says: str, by: Employee, at: datetime) -> None:
    """A colleague has told somebody whom no letter reaches, on the phone or at the counter, and says how."""
    says = needed(
        says, ko="언제 어떻게 알렸는지 적어 주세요.", en="Say when and how they were told.", field="says"
    )
    moved = Telling.objects.filter(pk=telling.pk, state=Telling.State.NOT_TOLD).exclude(reason="erased")
    if not moved.update(state=Telling.State.DELIVERED, reason="", door=Telling.Door.SPOKEN, done_at=at):
        raise NotNow(ko="이미 알린 분이거나, 알릴 수 없는 분입니다.", en="They have been told, or cannot be.")
    said = facts.TellingSpoken(improvement_id=telling.improvement_id, telling_id=telling.pk, says=says)
    record(said, by=by, at=at, about=telling.about)


def _ended(improvement: Improvement) -> Improvement:
    """The improvement under its lock, released or declined. Raises NotNow."""
    found = locked(improvement.pk)[improvement.pk]
    if found.state not in ENDED:
        raise NotNow(
            ko="달라졌거나 하지 않기로 한 개선만 알릴 수 있습니다.",
            en="Only what is released or declined can be told.",
            state=found.state,
        )
    return found


def _check(pace: int) -> None:
    if not 1 <= pace <= FASTEST_PACE:
        raise NotValid(
            ko=f"1분에 1분부터 {FASTEST_PACE:,}분까지 알릴 수 있습니다.",
            en=f"Choose between 1 and {FASTEST_PACE:,} people a minute.",
            field="pace",
        )


def _move(sending: Sending, was: str, to: str, **also: Any) -> None:
    if not Sending.objects.filter(pk=sending.pk, state=was).update(state=to, **also):
        raise NotNow(ko="방금 다른 분이 먼저 바꾸었습니다.", en="Somebody else was faster.")
    for name, value in {"state": to, **also}.items():
        setattr(sending, name, value)
