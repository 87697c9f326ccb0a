"""The town meeting: items are presented and ruled on the spot; then the work-out closes, and owners follow up."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from gwidam.core.errors import NotNow, NotValid, NotYours
from gwidam.core.ledger import part, verb
from gwidam.core.words import reading_language
from gwidam.people.models import Employee, Role

from ..events import meetings as events
from ..models import FollowUp, Improvement, Meeting, MeetingItem, Ruling
from ..rules import meetings as rules
from .campaign_clock import morning_of
from .meetings import locked, move, told
from .moves import needed
from .ruling import rule
from .scoring import table

BEFORE_TABLE = ("proposed", "scored", "asked_more")


@verb
def begin_town_meeting(*, meeting: Meeting, by: Employee, at: datetime) -> None:
    """The gallery is over; items are presented from the one with the most votes on."""
    move(meeting, "begin_town_meeting")
    told(meeting, events.TownMeetingBegun(meeting_id=meeting.pk), by=by, at=at)


@verb
def present(*, item: MeetingItem, by: Employee, at: datetime) -> None:
    """Put an item before the sponsor, with a fresh clock. Its owner must have been named.

    1. Its improvement is tabled, where it was not: the votes of the gallery stand for a score. 2. ItemPresented.
    Raises NotValid without an owner.
    """
    meeting = locked(item.meeting, "present")
    if item.owner is None:
        raise NotValid(
            ko="발표하기 전에 맡을 사람을 먼저 정해 주세요.",
            en="Name its owner before it is presented.",
            field="owner",
        )
    improvement = Improvement.objects.get(pk=item.improvement_id)
    if item.ruling_id is None and improvement.state in BEFORE_TABLE:
        part(table)(improvement=improvement, by=by, at=at, says=f"워크아웃 “{meeting.title}”", is_voted=True)
    MeetingItem.objects.filter(pk=item.pk).update(presented_at=item.presented_at or at)
    Meeting.objects.filter(pk=meeting.pk).update(current=item, clock_ends_at=None, clock_left=meeting.seconds_each)
    said = events.ItemPresented(
        meeting_id=meeting.pk, item_id=item.pk, number=improvement.number, owner_employee_id=item.owner.pk
    )
    told(meeting, said, by=by, at=at)


@verb
def set_clock(*, meeting: Meeting, run: bool, by: Employee, at: datetime, seconds: int | None = None) -> None:
    """Start or stop the clock all screens show; `seconds` sets it, None goes on with what is left."""
    row = locked(meeting, "present")
    left = rules.left_on_clock(row.clock_ends_at, row.clock_left, at) if seconds is None else seconds
    ends_at = at + timedelta(seconds=left) if run else None
    Meeting.objects.filter(pk=row.pk).update(clock_ends_at=ends_at, clock_left=left)
    told(row, events.ClockSet(meeting_id=row.pk, seconds=left, is_running=run), by=by, at=at)


@verb
def rule_in_meeting(
    *,
    item: MeetingItem,
    verdict: str,
    by: Employee,
    at: datetime,
    reason: str = "",
    public_ko: str = "",
    public_en: str = "",
    asked_of: Employee | None = None,
    asked_until: date | None = None,
) -> Ruling:
    """The sponsor rules on the spot; the facilitator may write down what they say. The clock stops.

    A yes gives it to the owner who was named before. Raises NotYours for anybody else, and whatever `rule` does.
    """
    meeting = locked(item.meeting, "rule")
    if by.pk not in (meeting.sponsor_id, meeting.facilitator_id):
        raise NotYours(
            ko="주재하는 임원과 진행자만 결정을 적을 수 있습니다.",
            en="Only the sponsor rules here, and the facilitator writes it down.",
        )
    if item.presented_at is None:
        raise NotNow(ko="아직 발표하지 않은 안건입니다.", en="It has not been presented yet.")
    improvement = Improvement.objects.get(pk=item.improvement_id)
    ruling = part(rule)(
        improvement=improvement,
        verdict=verdict,
        by=meeting.sponsor,
        at=at,
        reason=reason,
        public_ko=public_ko,
        public_en=public_en,
        owner=item.owner,
        asked_of=asked_of,
        asked_until=asked_until,
    )
    MeetingItem.objects.filter(pk=item.pk).update(ruling=ruling)
    left = rules.left_on_clock(meeting.clock_ends_at, meeting.clock_left, at)
    Meeting.objects.filter(pk=meeting.pk).update(clock_ends_at=None, clock_left=left)
    said = events.ItemRuled(
        meeting_id=meeting.pk,
        item_id=item.pk,
        ruling_id=ruling.pk,
        number=improvement.number,
        verdict=verdict,
        executive_employee_id=meeting.sponsor_id,
    )
    told(meeting, said, by=by, at=at)
    return ruling


@verb
def close_meeting(*, meeting: Meeting, by: Employee, at: datetime) -> None:
    """Close it. 1. For every yes its owner is asked after 30, 60 and 90 days. 2. MeetingClosed: the loop writes the
    minutes, in the language of who closed it. What was presented and not ruled on stays on the sponsor's desk.
    """
    move(meeting, "close", closed_at=at, clock_ends_at=None)
    ruled = MeetingItem.objects.filter(meeting=meeting, ruling__isnull=False)
    for item in ruled.filter(ruling__verdict=Ruling.Verdict.YES).order_by("pk"):
        for days in rules.FOLLOW_UP_DAYS:
            due_on = rules.follow_up_on(timezone.localdate(at), days)
            FollowUp.objects.create(item=item, days=days, due_on=due_on, tick_at=morning_of(due_on))
    said = events.MeetingClosed(meeting_id=meeting.pk, rulings=ruled.count(), language=reading_language())
    told(meeting, said, by=by, at=at)


@verb
def follow_up(*, row: FollowUp, result: str, by: Employee, at: datetime) -> None:
    """Say what has come of it. Raises NotNow where it was said, NotYours for others than owner, facilitator, CVI."""
    item = row.item
    if by.pk not in (item.owner_id, item.meeting.facilitator_id) and not by.is_a(Role.CVI):
        raise NotYours(ko="맡은 이가 적습니다.", en="Its owner says that.")
    words = needed(result, ko="어떻게 되었는지 적어 주세요.", en="Say what has come of it.", field="result")
    changed = FollowUp.objects.filter(pk=row.pk, done_at__isnull=True).update(
        result=words, by=by, done_at=at, tick_at=None
    )
    if not changed:
        raise NotNow(ko="이미 적었습니다.", en="It has been said already.")
    said = events.FollowedUp(
        meeting_id=item.meeting_id,
        follow_up_id=row.pk,
        number=item.improvement.number,
        days=row.days,
        result=words,
    )
    told(item.meeting, said, by=by, at=at)
