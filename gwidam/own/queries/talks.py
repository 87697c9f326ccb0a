"""The read side of talks: what the customer's window shows, who may see which talk, and who can take the next."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gwidam.core.errors import NotFound
from gwidam.core.receipts import shown
from gwidam.listen.models import Channel
from gwidam.listen.queries import open_channels
from gwidam.people.door import sees_every_case
from gwidam.people.models import Employee, Shift

from ..models import ReadyAnswer, Seat, Talk, TalkFile, TalkLine, TalkOffer
from ..rules.talks import Lack, is_forsaken, lack_of, languages_of, with_places
from ..tracking import follow_url

SEATED_FOR = timedelta(seconds=60)  # the page says every 20 seconds that it is open
WRITES_FOR = timedelta(seconds=6)
KEY = re.compile(r"Talk ([A-Za-z0-9_-]{32,64})")  # how a browser's key stands in the Authorization header
FITTING_CHANNELS = (Channel.Kind.CHAT, Channel.Kind.WEB)


# --- who takes the next one --------------------------------------------------------------------------------------


def is_keeper_gone(talk: Talk, *, at: datetime) -> bool:
    """Whether a running talk waits for a word of a keeper whose page is closed."""
    if talk.state != Talk.State.RUNNING:
        return False
    last = TalkLine.objects.filter(talk=talk, number=talk.said).values_list("side", flat=True).first()
    seated = Seat.objects.filter(employee=talk.keeper_id, seen_at__gt=at - SEATED_FOR).exists()
    return is_forsaken(
        is_keepers_turn=last == TalkLine.Side.CUSTOMER, is_seated=seated, said_at=talk.said_at, at=at
    )


def lack_of_keeper(who: Employee, talk: Talk) -> Lack:
    """What the talk asks for and this person has not: its language, skills of its channel."""
    languages = languages_of(who.language, who.skills)
    return lack_of(languages, who.skills, language=talk.language, wanted=talk.channel.skills)


def loads(employee_ids: Collection[int]) -> dict[int, int]:
    """{employee id: talks they keep now}."""
    if not employee_ids:
        return {}
    kept = Talk.objects.filter(keeper__in=employee_ids, state=Talk.State.RUNNING)
    counted = dict(kept.values_list("keeper_id").annotate(Count("id")))
    return {pk: counted.get(pk, 0) for pk in employee_ids}


def open_channel_for(talk: Talk) -> Channel:
    """The talk's channel, or one that is open where that was closed meanwhile: nothing said is lost to it."""
    found = {each.pk: each for each in open_channels()}
    if talk.channel_id in found:
        return found[talk.channel_id]
    fitting = (each for kind in FITTING_CHANNELS for each in found.values() if each.kind == kind)
    return next(fitting, talk.channel)


# --- what the customer sees --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class View:
    """A talk as its customer's window shows it: how it stands, and the lines after the last one it has."""

    state: dict[str, Any]
    lines: list[dict[str, Any]]


def talk_by_key(key: str) -> Talk:
    """The talk that a browser's key opens. Raises NotFound for any other."""
    hashed = hashlib.sha256(key.encode()).hexdigest()
    found = Talk.objects.select_related("channel", "customer", "voice__case").filter(key=hashed).first()
    if found is None:
        raise NotFound(ko="이 열쇠로 열리는 대화가 없습니다.", en="There is no talk under this key.")
    return found


def views_of(after: Mapping[int, int], *, at: datetime) -> dict[int, View]:
    """{talk id: its view} for talks and the number of the last line each window has; four queries for all of them."""
    talks = Talk.objects.filter(pk__in=after).select_related("keeper", "voice")
    places = _places({each.channel_id for each in talks if each.state == Talk.State.WAITING})
    wanted = [each.pk for each in talks if each.said > after[each.pk]]
    lines: dict[int, list[dict[str, Any]]] = {}
    least = min((after[pk] for pk in wanted), default=0)
    for line in TalkLine.objects.filter(talk__in=wanted, number__gt=least).select_related("by", "talk", "file"):
        if line.number > after[line.talk_id]:
            lines.setdefault(line.talk_id, []).append(_line(line))
    return {each.pk: View(_state(each, places, at), lines.get(each.pk, [])) for each in talks}


def view_of(talk: Talk, *, after: int, at: datetime) -> View:
    """One of them."""
    return views_of({talk.pk: after}, at=at)[talk.pk]


def _places(channel_ids: Collection[int]) -> dict[int, int]:
    """{talk id: its place} of all who wait at these channels, first come first."""
    if not channel_ids:
        return {}
    waiting = Talk.objects.filter(channel__in=channel_ids, state=Talk.State.WAITING).order_by("waits_since", "id")
    places: dict[int, int] = {}
    count: dict[int, int] = {}
    for pk, channel_id in waiting.values_list("pk", "channel_id"):
        count[channel_id] = places[pk] = count.get(channel_id, 0) + 1
    return places


def _state(talk: Talk, places: Mapping[int, int], at: datetime) -> dict[str, Any]:
    keeper, voice = talk.keeper, talk.voice
    writes = is_writing(talk.keeper_wrote_at, at) and not talk.is_over
    return {
        "state": talk.state,
        "place": places.get(talk.pk, 0),
        "keeper": "" if keeper is None else called(keeper, talk.language),
        "writes": writes,
        "wrote_at": talk.keeper_wrote_at.isoformat() if writes and talk.keeper_wrote_at else "",
        "asked": talk.asked_at is not None,
        "receipt": shown(voice.receipt) if voice else "",
        "follow": follow_url(voice.receipt) if voice else "",
    }


def _line(line: TalkLine) -> dict[str, Any]:
    """A line for the customer: their own with its key, so that the window knows it again.

    Of a file the text is its name; `size` is in bytes, 0 where there is no file.
    """
    return {
        "number": line.number,
        "key": line.key if line.side == TalkLine.Side.CUSTOMER else "",
        "side": line.side,
        "name": "" if line.by is None else called(line.by, line.talk.language),
        "text": line.text,
        "size": line.file.size if line.has_file else 0,
        "at": line.at.isoformat(timespec="seconds"),
    }


def file_of(talk: Talk, number: int) -> TalkFile:
    """The file that came with this line. Raises NotFound where there is none, or it was erased."""
    found = TalkFile.objects.filter(line__talk=talk, line__number=number, erased_at__isnull=True).first()
    if found is None:
        raise NotFound(ko="그런 파일이 없습니다.", en="There is no such file.")
    return found


def called(employee: Employee, language: str) -> str:
    """An employee's name as a customer of this language reads it."""
    return (employee.name_en or employee.name_ko) if language == "en" else employee.name_ko


def is_writing(wrote_at: datetime | None, at: datetime) -> bool:
    """Whether somebody typed within the last moments."""
    return wrote_at is not None and at - wrote_at < WRITES_FOR


# --- what employees see ------------------------------------------------------------------------------------------


def talks_seen_by(who: Employee) -> QuerySet[Talk]:
    """All talks for whoever sees all cases. Others: their own, those of channels they do duty for, and those that
    were ever offered to their department."""
    if not who.is_active:
        return Talk.objects.none()
    if sees_every_case(who):
        return Talk.objects.all()
    on_roster = Shift.objects.filter(employee=who, roster=OuterRef("channel__roster"))
    offered = TalkOffer.objects.filter(talk=OuterRef("pk"), to_department=who.department_id)
    return Talk.objects.filter(Q(keeper=who) | Exists(on_roster) | Exists(offered))


def talk_for(who: Employee, pk: int) -> Talk:
    """One of them, whole. Raises NotFound, also for one that is there but not for this person."""
    whole = talks_seen_by(who).select_related("channel", "customer", "keeper", "voice")
    found = whole.filter(pk=pk).first()
    if found is None:
        raise NotFound(ko="그런 대화가 없습니다.", en="There is no such talk.")
    return found


def offer_of(who: Employee, pk: int) -> TalkOffer:
    """The offer that waits on this talk. Raises NotFound where there is none, or not for this person."""
    talk = talk_for(who, pk)
    offers = TalkOffer.objects.filter(talk=talk).select_related("to_department", "giver")
    found = offers.order_by("-id").first()
    if found is None:
        raise NotFound(ko="건네 둔 것이 없습니다.", en="Nothing was offered.")
    return found


@dataclass(frozen=True, slots=True)
class Row:
    """A talk in a list: the customer's last words, and when they came."""

    talk: Talk
    text: str
    at: datetime
    is_unanswered: bool
    lack: Lack  # what it asks for and whoever reads the list has not


@dataclass(frozen=True, slots=True)
class TalkDesk:
    """What an employee has before them: talks they keep, talks that wait, talks offered to their department."""

    kept: list[Row]
    waiting: list[Row]
    offered: list[Row]
    others: int  # talks that colleagues keep


def talk_desk(who: Employee) -> TalkDesk:
    """The lists of the page of talks, in a fixed number of queries."""
    going_on = talks_seen_by(who).exclude(state=Talk.State.ENDED).select_related("customer", "channel", "keeper")
    talks = list(going_on.order_by("waits_since", "id"))
    offered = set(
        TalkOffer.objects.filter(state=TalkOffer.State.OFFERED, to_department=who.department_id)
        .exclude(giver=who)
        .values_list("talk_id", flat=True)
    )
    rows = {row.talk.pk: row for row in _rows(talks, who)}
    kept = [rows[each.pk] for each in talks if each.keeper_id == who.pk]
    waiting = [rows[each.pk] for each in talks if each.state == Talk.State.WAITING]
    others = sum(each.keeper_id not in (None, who.pk) for each in talks)
    return TalkDesk(kept, waiting, [rows[each.pk] for each in talks if each.pk in offered], others)


def _rows(talks: Iterable[Talk], who: Employee) -> list[Row]:
    last = (
        TalkLine.objects.filter(talk__in=talks)
        .exclude(side=TalkLine.Side.HOUSE)
        .order_by("talk_id", "-number")
        .distinct("talk_id")
    )
    lines = {each.talk_id: each for each in last}
    return [
        Row(talk, last.text, last.at, last.side == TalkLine.Side.CUSTOMER, lack_of_keeper(who, talk))
        for talk in talks
        for last in [lines[talk.pk]]
    ]


def ready_answers(talk: Talk, *, me: Employee, house: str) -> list[tuple[str, str]]:
    """(title, words with their places filled) in the customer's language."""
    places = {"customer": talk.customer.name, "me": called(me, talk.language), "house": house}
    is_en = talk.language == "en"
    return [
        (str(each), with_places((each.text_en or each.text_ko) if is_en else each.text_ko, places))
        for each in ReadyAnswer.objects.all()
    ]
