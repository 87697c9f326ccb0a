"""A work-out is framed, its items brought and voted on, presented and ruled on the spot, and closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from gwidam.core.actors import Actor
from gwidam.core.errors import NotNow, NotValid, NotYours
from gwidam.core.ledger import FactBody, part, record, verb
from gwidam.core.words import reading_language
from gwidam.people.models import Employee, Role

from .. import meeting_events as events
from ..models import (
    Campaign,
    FollowUp,
    GalleryVote,
    Improvement,
    Meeting,
    MeetingItem,
    MeetingTeam,
    Participant,
    Ruling,
)
from ..rules import meetings as rules
from .campaign_clock import morning_of
from .moves import needed, safe
from .proposing import propose
from .ruling import rule
from .scoring import table

BEFORE_TABLE = ("proposed", "scored", "asked_more")


@verb
def frame_meeting(
    *,
    title: str,
    goal: str,
    scope: str,
    ground_rules: str,
    sponsor: Employee,
    facilitator: Employee,
    starts_at: datetime,
    by: Employee,
    at: datetime,
    place: str = "",
    votes_each: int = 4,
    seconds_each: int = 300,
    campaign: Campaign | None = None,
) -> Meeting:
    """Call a work-out. Raises NotValid without title and goal, and for a sponsor who is no executive."""
    if not sponsor.is_a(Role.EXECUTIVE):
        raise NotValid(
            ko="그 자리에서 결정할 임원을 골라 주세요.",
            en="Choose an executive, who will rule on the spot.",
            field="sponsor",
        )
    meeting = Meeting.objects.create(
        title=needed(title, ko="모임 이름을 적어 주세요.", en="Name the meeting.", field="title")[:160],
        goal=needed(goal, ko="무엇을 이룰지 적어 주세요.", en="Say what it is to reach.", field="goal"),
        scope=safe(scope),
        ground_rules=safe(ground_rules),
        campaign=campaign,
        sponsor=sponsor,
        facilitator=facilitator,
        starts_at=starts_at,
        place=safe(place)[:120],
        votes_each=votes_each,
        seconds_each=seconds_each,
        clock_left=seconds_each,
        made_by=by,
        made_at=at,
    )
    said = events.MeetingFramed(
        meeting_id=meeting.pk,
        title=meeting.title,
        sponsor_employee_id=sponsor.pk,
        facilitator_employee_id=facilitator.pk,
    )
    _told(meeting, said, by=by, at=at)
    return meeting


@verb
def set_team(
    *, meeting: Meeting, name: str, people: Sequence[Employee], by: Employee, at: datetime
) -> MeetingTeam:
    """Name a team and who is in it; somebody of another team changes over. Raises NotValid without a name."""
    row = _locked(meeting, "frame")
    named = needed(name, ko="조 이름을 적어 주세요.", en="Name the team.", field="name")[:60]
    team, _is_new = MeetingTeam.objects.get_or_create(meeting=row, name=named)
    for person in people:
        Participant.objects.update_or_create(meeting=row, employee=person, defaults={"team": team})
    said = events.TeamSet(meeting_id=row.pk, team=named, people=team.participants.count())
    _told(row, said, by=by, at=at)
    return team


@verb
def bring_item(
    *,
    meeting: Meeting,
    by: Employee,
    at: datetime,
    improvement: Improvement | None = None,
    title: str = "",
    team: MeetingTeam | None = None,
    owner: Employee | None = None,
) -> MeetingItem:
    """Bring an improvement, or propose a new one by its title. One that was brought already is returned as it is."""
    row = _locked(meeting, "bring")
    if improvement is None:
        language = reading_language()
        improvement = part(propose)(
            words={f"title_{language}": title}, origin=Improvement.Origin.MEETING, by=by, at=at
        )
    there = MeetingItem.objects.filter(meeting=row, improvement=improvement).first()
    if there is not None:
        return there
    item = MeetingItem.objects.create(meeting=row, improvement=improvement, team=team)
    said = events.ItemBrought(
        meeting_id=row.pk, item_id=item.pk, improvement_id=improvement.pk, number=improvement.number
    )
    _told(row, said, by=by, at=at)
    if owner is not None:
        part(name_owner)(item=item, owner=owner, by=by, at=at)
    return item


@verb
def name_owner(*, item: MeetingItem, owner: Employee, by: Employee, at: datetime) -> None:
    """Name who will carry it out if the answer is yes. Raises NotValid for somebody who has left."""
    if not owner.is_active:
        raise NotValid(ko="함께 일하지 않는 분입니다.", en="They are no longer here.", field="person")
    row = _locked(item.meeting, "frame")
    MeetingItem.objects.filter(pk=item.pk).update(owner=owner)
    item.owner = owner
    said = events.ItemOwnerNamed(
        meeting_id=row.pk, item_id=item.pk, number=item.improvement.number, owner_employee_id=owner.pk
    )
    _told(row, said, by=by, at=at)


@verb
def open_gallery(*, meeting: Meeting, by: Employee, at: datetime) -> None:
    """Let everybody walk along the items and vote. Raises NotValid while there is none."""
    if not meeting.items.exists():
        raise NotValid(ko="안건을 먼저 올려 주세요.", en="Bring an item first.", field="state")
    _move(meeting, "open_gallery")
    _told(meeting, events.GalleryOpened(meeting_id=meeting.pk, votes=meeting.votes_each), by=by, at=at)


@verb
def vote(*, item: MeetingItem, by: Employee, at: datetime) -> bool:
    """Give a vote to an item, or take one's own back; whether it has it now.

    Raises NotYours for who does not take part, NotNow once all their votes are given.
    """
    meeting = _locked(item.meeting, "vote")
    voter = Participant.objects.filter(meeting=meeting, employee=by).first()
    if voter is None:
        raise NotYours(ko="참가자만 투표할 수 있습니다.", en="Only who takes part can vote.")
    if GalleryVote.objects.filter(item=item, participant=voter).delete()[0]:
        _count_votes(item)
        _told(meeting, events.VoteTakenBack(meeting_id=meeting.pk, item_id=item.pk), by=by, at=at)
        return False
    if GalleryVote.objects.filter(participant=voter).count() >= meeting.votes_each:
        raise NotNow(
            ko=f"{meeting.votes_each}표를 모두 쓰셨습니다. 한 표를 거두고 다시 주세요.",
            en=f"All your {meeting.votes_each} votes are given; take one back first.",
        )
    GalleryVote.objects.create(item=item, participant=voter)
    _count_votes(item)
    _told(meeting, events.VoteGiven(meeting_id=meeting.pk, item_id=item.pk), by=by, at=at)
    return True


def _count_votes(item: MeetingItem) -> None:
    MeetingItem.objects.filter(pk=item.pk).update(votes=GalleryVote.objects.filter(item=item).count())


@verb
def begin_town_meeting(*, meeting: Meeting, by: Employee, at: datetime) -> None:
    """The gallery is over; items are presented from the one with the most votes on."""
    _move(meeting, "begin_town_meeting")
    _told(meeting, events.TownMeetingBegun(meeting_id=meeting.pk), by=by, at=at)


@verb
def present(*, item: MeetingItem, by: Employee, at: datetime) -> None:
    """Put an item before the sponsor, with a fresh clock. Its owner must have been named.

    1. Its improvement is tabled, where it was not: the votes of the gallery stand for a score. 2. ItemPresented.
    Raises NotValid without an owner.
    """
    meeting = _locked(item.meeting, "present")
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
    _told(meeting, said, by=by, at=at)


@verb
def set_clock(*, meeting: Meeting, run: bool, by: Employee, at: datetime, seconds: int | None = None) -> None:
    """Start or stop the clock all screens show; `seconds` sets it, None goes on with what is left."""
    row = _locked(meeting, "present")
    left = rules.left_on_clock(row.clock_ends_at, row.clock_left, at) if seconds is None else seconds
    ends_at = at + timedelta(seconds=left) if run else None
    Meeting.objects.filter(pk=row.pk).update(clock_ends_at=ends_at, clock_left=left)
    _told(row, events.ClockSet(meeting_id=row.pk, seconds=left, is_running=run), by=by, at=at)


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
    meeting = _locked(item.meeting, "rule")
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
    _told(meeting, said, by=by, at=at)
    return ruling


@verb
def close_meeting(*, meeting: Meeting, by: Employee, at: datetime) -> None:
    """Close it. 1. For every yes its owner is asked after 30, 60 and 90 days. 2. MeetingClosed: the loop writes the
    minutes, in the language of who closed it. What was presented and not ruled on stays on the sponsor's desk.
    """
    _move(meeting, "close", closed_at=at, clock_ends_at=None)
    ruled = MeetingItem.objects.filter(meeting=meeting, ruling__isnull=False)
    for item in ruled.filter(ruling__verdict=Ruling.Verdict.YES).order_by("pk"):
        for days in rules.FOLLOW_UP_DAYS:
            due_on = rules.follow_up_on(timezone.localdate(at), days)
            FollowUp.objects.create(item=item, days=days, due_on=due_on, tick_at=morning_of(due_on))
    said = events.MeetingClosed(meeting_id=meeting.pk, rulings=ruled.count(), language=reading_language())
    _told(meeting, said, by=by, at=at)


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
    _told(item.meeting, said, by=by, at=at)


def _locked(meeting: Meeting, doing: str) -> Meeting:
    """The meeting as it is now, locked so that its votes and its clock change one after the other."""
    row = Meeting.objects.select_for_update(of=("self",)).select_related("sponsor").get(pk=meeting.pk)
    rules.meeting_step(row.state, doing)
    return row


def _move(meeting: Meeting, doing: str, **also: Any) -> None:
    state = rules.meeting_step(meeting.state, doing)
    changes: Mapping[str, Any] = {"state": state, **also}
    if not Meeting.objects.filter(pk=meeting.pk, state=meeting.state).update(**changes):
        raise NotNow(ko="방금 다른 분이 먼저 넘겼습니다.", en="Somebody was faster.")
    for name, value in changes.items():
        setattr(meeting, name, value)


def _told(meeting: Meeting, fact: FactBody, *, by: Actor, at: datetime) -> None:
    record(fact, by=by, at=at, about=meeting.about)
