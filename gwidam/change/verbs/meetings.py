"""A work-out is framed: its teams, its items with their owners, and the votes of the gallery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from gwidam.core.actors import Actor
from gwidam.core.errors import NotNow, NotValid, NotYours
from gwidam.core.ledger import FactBody, part, record, verb
from gwidam.core.words import reading_language
from gwidam.people.models import Employee, Role

from ..events import meetings as events
from ..models import (
    Campaign,
    GalleryVote,
    Improvement,
    Meeting,
    MeetingItem,
    MeetingTeam,
    Participant,
)
from ..rules import meetings as rules
from .moves import needed, safe
from .proposing import propose


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
    told(meeting, said, by=by, at=at)
    return meeting


@verb
def set_team(
    *, meeting: Meeting, name: str, people: Sequence[Employee], by: Employee, at: datetime
) -> MeetingTeam:
    """Name a team and who is in it; somebody of another team changes over. Raises NotValid without a name."""
    row = locked(meeting, "frame")
    named = needed(name, ko="조 이름을 적어 주세요.", en="Name the team.", field="name")[:60]
    team, _is_new = MeetingTeam.objects.get_or_create(meeting=row, name=named)
    for person in people:
        Participant.objects.update_or_create(meeting=row, employee=person, defaults={"team": team})
    said = events.TeamSet(meeting_id=row.pk, team=named, people=team.participants.count())
    told(row, said, by=by, at=at)
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
    row = locked(meeting, "bring")
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
    told(row, said, by=by, at=at)
    if owner is not None:
        part(name_owner)(item=item, owner=owner, by=by, at=at)
    return item


@verb
def name_owner(*, item: MeetingItem, owner: Employee, by: Employee, at: datetime) -> None:
    """Name who will carry it out if the answer is yes. Raises NotValid for somebody who has left."""
    if not owner.is_active:
        raise NotValid(ko="함께 일하지 않는 분입니다.", en="They are no longer here.", field="person")
    row = locked(item.meeting, "frame")
    MeetingItem.objects.filter(pk=item.pk).update(owner=owner)
    item.owner = owner
    said = events.ItemOwnerNamed(
        meeting_id=row.pk, item_id=item.pk, number=item.improvement.number, owner_employee_id=owner.pk
    )
    told(row, said, by=by, at=at)


@verb
def open_gallery(*, meeting: Meeting, by: Employee, at: datetime) -> None:
    """Let everybody walk along the items and vote. Raises NotValid while there is none."""
    if not meeting.items.exists():
        raise NotValid(ko="안건을 먼저 올려 주세요.", en="Bring an item first.", field="state")
    move(meeting, "open_gallery")
    told(meeting, events.GalleryOpened(meeting_id=meeting.pk, votes=meeting.votes_each), by=by, at=at)


@verb
def vote(*, item: MeetingItem, by: Employee, at: datetime) -> bool:
    """Give a vote to an item, or take one's own back; whether it has it now.

    Raises NotYours for who does not take part, NotNow once all their votes are given.
    """
    meeting = locked(item.meeting, "vote")
    voter = Participant.objects.filter(meeting=meeting, employee=by).first()
    if voter is None:
        raise NotYours(ko="참가자만 투표할 수 있습니다.", en="Only who takes part can vote.")
    if GalleryVote.objects.filter(item=item, participant=voter).delete()[0]:
        _count_votes(item)
        told(meeting, events.VoteTakenBack(meeting_id=meeting.pk, item_id=item.pk), by=by, at=at)
        return False
    if GalleryVote.objects.filter(participant=voter).count() >= meeting.votes_each:
        raise NotNow(
            ko=f"{meeting.votes_each}표를 모두 쓰셨습니다. 한 표를 거두고 다시 주세요.",
            en=f"All your {meeting.votes_each} votes are given; take one back first.",
        )
    GalleryVote.objects.create(item=item, participant=voter)
    _count_votes(item)
    told(meeting, events.VoteGiven(meeting_id=meeting.pk, item_id=item.pk), by=by, at=at)
    return True


def _count_votes(item: MeetingItem) -> None:
    MeetingItem.objects.filter(pk=item.pk).update(votes=GalleryVote.objects.filter(item=item).count())


def locked(meeting: Meeting, doing: str) -> Meeting:
    """The meeting as it is now, locked so that its votes and its clock change one after the other."""
    row = Meeting.objects.select_for_update(of=("self",)).select_related("sponsor").get(pk=meeting.pk)
    rules.meeting_step(row.state, doing)
    return row


def move(meeting: Meeting, doing: str, **also: Any) -> None:
    """Move the meeting by the table, if it still is as this caller saw it. Raises NotNow where somebody was faster."""
    state = rules.meeting_step(meeting.state, doing)
    changes: Mapping[str, Any] = {"state": state, **also}
    if not Meeting.objects.filter(pk=meeting.pk, state=meeting.state).update(**changes):
        raise NotNow(ko="방금 다른 분이 먼저 넘겼습니다.", en="Somebody was faster.")
    for name, value in changes.items():
        setattr(meeting, name, value)


def told(meeting: Meeting, fact: FactBody, *, by: Actor, at: datetime) -> None:
    """Record a fact about the meeting; every screen hears of it."""
    record(fact, by=by, at=at, about=meeting.about)
