"""Work-out meetings: their lists, one with its items, the screen in the room, and what is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet
from django.utils import timezone

from gwidam.core.errors import NotFound, NotYours
from gwidam.people.models import Employee, Role

from ..models import FollowUp, GalleryVote, Improvement, Meeting, MeetingItem, MeetingTeam, Minutes, Participant
from ..rules.meetings import left_on_clock

MOST = 50


@dataclass(frozen=True, slots=True)
class Page:
    """What the page of a meeting shows besides the meeting itself."""

    teams: tuple[MeetingTeam, ...]
    without_team: tuple[Participant, ...]
    items: tuple[MeetingItem, ...]
    follow_ups: tuple[FollowUp, ...]  # each with `is_due`: whether its owner is asked by now
    minutes: Minutes | None
    mine: frozenset[int]  # items I voted for
    takes_part: bool
    voters: int

    def votes_left(self, meeting: Meeting) -> int:
        """How many of my votes I still have."""
        return meeting.votes_each - len(self.mine)


@dataclass(frozen=True, slots=True)
class Stage:
    """What the screen in the room shows. `place`: the current item's, from 1; 0 before the first.

    left: seconds on the clock, below zero once it is over.
    """

    items: tuple[MeetingItem, ...]
    current: MeetingItem | None
    place: int
    before: MeetingItem | None
    after: MeetingItem | None
    left: int
    is_running: bool


@dataclass(frozen=True, slots=True)
class Overdue:
    """What waits for a sponsor: items nobody ruled on, answers that are late, owners who have not said."""

    unruled: tuple[MeetingItem, ...]
    unanswered: tuple[Improvement, ...]
    silent: tuple[FollowUp, ...]

    def __bool__(self) -> bool:
        return bool(self.unruled or self.unanswered or self.silent)


def meetings() -> list[Meeting]:
    """The latest meetings with the number of their items. One query."""
    rows = Meeting.objects.select_related("sponsor", "facilitator").annotate(item_count=Count("items"))
    return list(rows.order_by("-starts_at", "-id")[:MOST])


def meeting_of(pk: int) -> Meeting:
    """The meeting. Raises NotFound."""
    found = Meeting.objects.select_related("sponsor", "facilitator", "campaign").filter(pk=pk).first()
    if found is None:
        raise NotFound(ko="그런 모임이 없습니다.", en="There is no such meeting.")
    return found


def may_facilitate(who: Employee, meeting: Meeting) -> bool:
    """Its facilitator, its sponsor, and the CVI team."""
    return who.pk in (meeting.facilitator_id, meeting.sponsor_id) or who.is_a(Role.CVI)


def meeting_to_run(who: Employee, pk: int) -> Meeting:
    """The meeting, for who runs it. Raises NotFound, NotYours for anybody else."""
    found = meeting_of(pk)
    if not may_facilitate(who, found):
        raise NotYours(ko="진행자와 주재하는 임원만 할 수 있습니다.", en="Only who runs the meeting can do that.")
    return found


def item_of(meeting: Meeting, pk: int) -> MeetingItem:
    """An item of the meeting. Raises NotFound."""
    found = _items(meeting).filter(pk=pk).first()
    if found is None:
        raise NotFound(ko="그런 안건이 없습니다.", en="There is no such item.")
    return found


def items_of(meeting: Meeting) -> list[MeetingItem]:
    """Its items in the order of the room: most votes first. One query."""
    return list(_items(meeting).order_by("-votes", "id"))


def page_of(meeting: Meeting, who: Employee, *, at: datetime) -> Page:
    """Everything on the page. Seven queries, whatever is on it."""
    people = Participant.objects.filter(meeting=meeting).select_related("employee__department", "team")
    taking_part = list(people.order_by("employee__name_ko"))
    teams = tuple(MeetingTeam.objects.filter(meeting=meeting).order_by("id"))
    for team in teams:
        team.people = [each for each in taking_part if each.team_id == team.pk]
    voted = GalleryVote.objects.filter(participant__meeting=meeting)
    is_due = ExpressionWrapper(Q(due_on__lte=timezone.localdate(at)), BooleanField())
    follow_ups = FollowUp.objects.filter(item__meeting=meeting).annotate(is_due=is_due)
    return Page(
        teams=teams,
        without_team=tuple(each for each in taking_part if each.team_id is None),
        items=tuple(items_of(meeting)),
        follow_ups=tuple(
            follow_ups.select_related("item__improvement", "item__owner", "by").order_by("due_on", "item")
        ),
        minutes=Minutes.objects.filter(meeting=meeting).first(),
        mine=frozenset(voted.filter(participant__employee=who).values_list("item_id", flat=True)),
        takes_part=any(each.employee_id == who.pk for each in taking_part),
        voters=voted.values("participant").distinct().count(),
    )


def stage_of(meeting: Meeting, *, at: datetime) -> Stage:
    """What the screen shows now. One query."""
    items = items_of(meeting)
    numbers = [each.pk for each in items]
    place = numbers.index(meeting.current_id) + 1 if meeting.current_id in numbers else 0
    return Stage(
        items=tuple(items),
        current=items[place - 1] if place else None,
        place=place,
        before=items[place - 2] if place > 1 else None,
        after=items[place] if place < len(items) else None,
        left=left_on_clock(meeting.clock_ends_at, meeting.clock_left, at),
        is_running=meeting.clock_ends_at is not None,
    )


def overdue_for(sponsor: Employee, *, at: datetime) -> Overdue:
    """What waits for this sponsor, or is late at those they asked. Three queries."""
    today = timezone.localdate(at)
    mine = {"meeting__sponsor": sponsor, "meeting__state": "closed"}
    unruled = MeetingItem.objects.filter(
        **mine, ruling__isnull=True, presented_at__isnull=False, improvement__state="tabled"
    )
    asked = Improvement.objects.filter(
        state="asked_more", asked_until__lt=today, rulings__executive=sponsor, rulings__verdict="more"
    )
    silent = FollowUp.objects.filter(item__meeting__sponsor=sponsor, done_at__isnull=True, due_on__lt=today)
    return Overdue(
        unruled=tuple(unruled.select_related("improvement", "meeting", "owner").order_by("id")[:MOST]),
        unanswered=tuple(
            asked.select_related("asked_of").defer("grams").order_by("asked_until").distinct()[:MOST]
        ),
        silent=tuple(silent.select_related("item__improvement", "item__owner").order_by("due_on", "id")[:MOST]),
    )


def _items(meeting: Meeting) -> QuerySet[MeetingItem]:
    rows = MeetingItem.objects.filter(meeting=meeting)
    return rows.select_related(
        "meeting", "improvement", "team", "owner__department", "ruling__owner", "ruling__asked_of"
    ).defer("improvement__grams")
