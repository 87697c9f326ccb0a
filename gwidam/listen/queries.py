"""The read side: channels and what they lack."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import QuerySet

from gwidam.core.errors import NotFound
from gwidam.core.hours import WeekWindow, gaps
from gwidam.core.memory import remembered
from gwidam.moments.models import Standard
from gwidam.moments.queries import standard_for
from gwidam.people.models import Employee
from gwidam.people.queries import Named, shifts_of
from gwidam.post.models import Line
from gwidam.post.said import MAIL
from gwidam.post.senders import house_sender, own_addresses

from . import rules
from .ears.kinds import kinds as ear_kinds
from .models import Call, Channel, Ear, Extension, Hearing, Mail, Voice
from .phone import LONGEST_CALL, rings_for


@remembered
def channel(code: str) -> Channel:
    """The channel with this code, with its people. Raises NotFound, naming the open ones."""
    found = (
        Channel.objects.select_related("owner__department", "department", "roster", "touchpoint")
        .filter(code=code)
        .first()
    )
    if found is None:
        known = ", ".join(each.code for each in open_channels())
        raise NotFound(
            ko=f"그런 창구가 없습니다: {code}. 열린 창구: {known}",
            en=f"There is no channel {code}. Open ones: {known}",
            field="channel",
        )
    return found


@remembered
def open_channels() -> tuple[Channel, ...]:
    """All channels that may be spoken through."""
    return tuple(
        Channel.objects.filter(opened_at__isnull=False).select_related("owner", "department", "touchpoint")
    )


@remembered
def channels() -> dict[int, Channel]:
    """All channels by id, those that are closed by now among them."""
    return {each.pk: each for each in Channel.objects.select_related("owner", "department", "touchpoint")}


def channel_names() -> dict[str, Named]:
    """Names of all channels by code."""
    return {each.code: Named(each.name_ko, each.name_en) for each in channels().values()}


def lacks_of(channel: Channel) -> list[rules.Lack]:
    """What this channel still needs before it may be open."""
    covered = [
        WeekWindow(shift.starts_minute, shift.starts_minute + shift.minutes)
        for shift, _ in (shifts_of(channel.roster_id) if channel.roster_id else ())
    ]
    standard = standard_for(Standard.Kind.ANSWER, touchpoint_id=channel.touchpoint_id, channel_kind=channel.kind)
    return rules.lacks(
        has_owner=channel.owner is not None and channel.owner.is_active,
        has_department=channel.department_id is not None,
        has_roster=channel.roster_id is not None,
        has_standard=standard is not None,
        gaps=gaps(channel.hours, covered),
    )


@remembered
def channels_with_lines() -> frozenset[int]:
    """Channels that listen, or once listened, by a line."""
    return frozenset(Ear.objects.filter(line__isnull=False).values_list("channel_id", flat=True))


def answerable(voice: Voice) -> Hearing | None:
    """How a voice came, where an answer can go back by the line it came through; None for every other one.

    A line of mail carries letters to addresses like any other mail, so that it is none here.
    """
    if voice.channel_id not in channels_with_lines():
        return None
    hearing = Hearing.objects.select_related("ear__line").filter(voice=voice, address__isnull=False).first()
    line = hearing.ear.line if hearing else None
    return hearing if line is not None and line.can_send and not line.shape.is_mail else None


@remembered
def channels_with_mail() -> frozenset[int]:
    """Channels that hear, or once heard, by mail."""
    kinds = [code for code, kind in ear_kinds().items() if kind.family == MAIL]
    return frozenset(Ear.objects.filter(kind__in=kinds).values_list("channel_id", flat=True))


def mails_of(voices: Collection[int]) -> list[Mail]:
    """The mails that these voices came by, oldest first, without their bytes and words."""
    if not channels_with_mail():
        return []
    came = [Mail.Became.VOICE, Mail.Became.MORE]
    found = Mail.objects.filter(voice__in=voices, became__in=came).select_related("ear__line")
    return list(found.defer("raw", "text", "page", "ear__secret", "ear__line__secrets").order_by("pk"))


def line_of_house() -> Line | None:
    """The open mailbox whose address is the one the house sends from: answers to any of its letters come there."""
    if not channels_with_mail():
        return None
    house = house_sender()[1].lower()
    open_ears = Ear.objects.filter(
        channel__in=channels_with_mail(), line__isnull=False, ended_at__isnull=True, line__ended_at__isnull=True
    )
    lines = (each.line for each in open_ears.select_related("line").order_by("pk") if each.line)
    return next((each for each in lines if each.shape.is_mail and house in _lower(own_addresses(each))), None)


def _lower(addresses: Iterable[str]) -> set[str]:
    return {each.lower() for each in addresses}


@remembered
def extensions() -> dict[str, int]:
    """{extension: id of the employee whose it is}."""
    return dict(Extension.objects.values_list("number", "employee_id"))


def calls_of(who: Employee, *, at: datetime) -> list[Call]:
    """The calls that ring at this person's telephone now, or were answered there, the newest first."""
    mine = [number for number, owner in extensions().items() if owner == who.pk]
    if not mine:
        return []
    running = Call.objects.filter(ended_at__isnull=True, rang_at__gt=at - 2 * LONGEST_CALL, voice__isnull=True)
    return [each for each in running.order_by("-rang_at", "-pk") if rings_for(each.known, mine, at=at)]


def call_of(who: Employee, pk: int) -> Call:
    """A call that has to do with this person's telephone. Raises NotFound for any other."""
    mine = {number for number, owner in extensions().items() if owner == who.pk}
    found = Call.objects.select_related("channel").filter(pk=pk).first()
    if found is None or mine.isdisjoint(found.known.extensions):
        raise NotFound(ko="그런 전화가 없습니다.", en="There is no such call.")
    return found


def wants_no_receipt(voice: Voice) -> bool:
    """Whether it came by a mail that nothing automatic may answer (RFC 3834, 2)."""
    return Mail.objects.filter(voice=voice, became=Mail.Became.VOICE, is_quiet=True).exists()


def mails_aside(*, before: int | None = None) -> QuerySet[Mail]:
    """Mails that no voice was made of, newest first; those older than the mail `before`."""
    found = Mail.objects.filter(became__in=Mail.ASIDE).select_related("ear__channel")
    found = found.defer("raw", "text", "page").order_by("-pk")
    return found if before is None else found.filter(pk__lt=before)


def mails_waiting() -> int:
    """How many mails are kept and not read yet."""
    return Mail.objects.filter(state=Mail.State.WAITING).count()
