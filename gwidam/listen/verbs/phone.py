"""Calls are heard of as they ring, taken down by whoever answers, and their recordings opened by name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from gwidam.core.actors import Actor
from gwidam.core.errors import NotFound, NotValid
from gwidam.core.ledger import record, verb
from gwidam.core.text import clean
from gwidam.people.models import Employee

from .. import events
from ..models import Call, Channel, Extension, Voice
from ..phone import Known, News
from ..queries import extensions
from .voices import must_be_open

KEPT = timedelta(days=30)  # a number and a recording that nobody took anything down of
LONGEST_NUMBER = 40


@verb
def give_extension(*, number: str, employee: Employee, by: Actor, at: datetime) -> Extension:
    """Say whose telephone this is; it was another's before, or nobody's. Raises NotValid without a number."""
    number = clean(number).text.strip()
    if not number or len(number) > LONGEST_NUMBER:
        raise NotValid(ko="내선 번호를 적어 주세요.", en="Write the extension.", field="number")
    given, _is_new = Extension.objects.update_or_create(number=number, defaults={"employee": employee})
    said = events.ExtensionGiven(phone_employee_id=employee.pk, number=number)
    record(said, by=by, at=at, about=employee.actor)
    return given


@verb
def drop_extension(*, extension: Extension, by: Actor, at: datetime) -> None:
    """Nobody's telephone any more."""
    said = events.ExtensionTaken(phone_employee_id=extension.employee_id, number=extension.number)
    extension.delete()
    record(said, by=by, at=at, about=f"employee:{said.phone_employee_id}")


@verb
def hear_call(*, channel: Channel, news: News, by: Actor, at: datetime) -> Call:
    """Keep what was told of a call; the same again, or in another order, comes to the same.

    1. The call is met by its key, and locked: news of one call take turns. 2. CallRang for each extension it newly
    rings at, CallAnswered, CallEnded, once each; CallTold for anything else that is new. All of them wake the
    screens of those whose extensions have to do with it. Raises NotValid for a closed channel.
    """
    must_be_open(channel)
    empty = {"told_at": at, "caller": "", "recording": ""}
    met, is_new = Call.objects.get_or_create(channel=channel, key=news.call, defaults=empty)
    call = Call.objects.select_for_update().get(pk=met.pk)
    before = call.known
    after = before.after(news)
    if after == before and not is_new:
        return call
    for name in Known.__slots__:
        value = getattr(after, name)
        setattr(call, name, list(value) if name == "rung" else value)
    call.save()
    owners = extensions()
    wakes = tuple(f"employee:{owners[each]}" for each in after.extensions if each in owners)
    for said in _happened(call.pk, before, after, owners) or [events.CallTold(call_id=call.pk)]:
        record(said, by=by, at=at, about=call.about, wakes=wakes)
    return call


Told = events.CallRang | events.CallAnswered | events.CallEnded | events.CallTold


def _happened(call_id: int, before: Known, after: Known, owners: dict[str, int]) -> list[Told]:
    rang: Iterable[str] = sorted({*after.rung} - {*before.rung})
    found: list[Told] = [events.CallRang(call_id=call_id, phone_employee_id=owners.get(each)) for each in rang]
    if (before.answered_at, before.answered_by) != (after.answered_at, after.answered_by):
        owner = owners.get(after.answered_by)
        found.append(events.CallAnswered(call_id=call_id, phone_employee_id=owner))
    if before.ended_at is None and after.ended_at is not None:
        found.append(events.CallEnded(call_id=call_id))
    return found


@verb
def take_down(*, call: Call, voice: Voice, by: Employee, at: datetime) -> None:
    """Keep the call with what was said in it. The first voice of a call has it; a second press changes nothing."""
    if not Call.objects.filter(pk=call.pk, voice__isnull=True).update(voice=voice):
        return
    said = events.CallTakenDown(call_id=call.pk, voice_id=voice.pk)
    record(said, by=by, at=at, about=f"voice:{voice.pk}")


@verb
def open_recording(*, call: Call, by: Employee, at: datetime) -> str:
    """The address of a recording; who opened it, and when, is a fact. Raises NotFound where there is none."""
    if call.voice_id is None or not call.recording:
        raise NotFound(ko="녹음이 없는 통화입니다.", en="This call has no recording.")
    said = events.RecordingOpened(call_id=call.pk, voice_id=call.voice_id)
    record(said, by=by, at=at, about=f"voice:{call.voice_id}")
    return str(call.recording)


@verb
def purge_calls(*, by: Actor, at: datetime) -> int:
    """Drop calls that nobody took anything down of, once their time is over; how many there were."""
    count, _each = Call.objects.filter(voice__isnull=True, told_at__lt=at - KEPT).delete()
    record(events.CallsPurged(count=count), by=by, at=at, about="house:listen")
    return count
