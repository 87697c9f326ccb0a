"""The clock of campaigns and meetings: official answers leave, owners are reminded of what they promised to say."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from gwidam.core.actors import CLOCK
from gwidam.core.due import fire_each
from gwidam.core.ledger import part, record
from gwidam.core.prepared import Prepared, any_of
from gwidam.own.models import Case
from gwidam.own.verbs import answer

from ..events import campaigns, meetings
from ..models import FollowUp, Idea
from .ideas import told

# Asked for every official answer. Grams are thousands of numbers that no answer needs.
_folded = Prepared(lambda front: Idea.objects.filter(folded_into=front).values_list("voice_id"))
_cases = Prepared(
    lambda voices: (
        Case.objects.filter(voice=any_of(voices))
        .select_related("voice__channel", "customer", "guardian")
        .defer("voice__grams")
        .order_by("pk")
    )
)

REMIND_EVERY = timedelta(days=3)
REMIND_TIMES = 5


def tick(*, at: datetime, most: int = 200) -> int:
    """Fire what is due, row by row, each in a transaction of its own; how many were fired."""
    ideas = Idea.objects.filter(tell_at__lte=at).select_related("campaign", "decided_by").order_by("tell_at")
    ideas = ideas.defer("grams")
    follow_ups = FollowUp.objects.filter(tick_at__lte=at).order_by("tick_at")
    fired = fire_each(ideas, _give_answer, at=at, most=most, pushes_on="tell_at")
    return fired + fire_each(follow_ups, _remind, at=at, most=most - fired, pushes_on="tick_at")


def _give_answer(idea: Idea, at: datetime) -> None:
    """Answer the case of the idea, and of those folded into it, in the name of who decided."""
    Idea.objects.filter(pk=idea.pk).update(tell_at=None, told_at=at)
    voices = [idea.voice_id, *(voice for (voice,) in _folded(front=idea.pk))]
    for case in _cases(voices=voices):
        if case.is_open and idea.decided_by is not None:
            part(answer)(case=case, text=idea.answer, by=idea.decided_by, at=at)
    told(idea, campaigns.IdeaAnswered(idea_id=idea.pk), by=CLOCK, at=at)


def _remind(follow_up: FollowUp, at: datetime) -> None:
    """Ask the owner what has come of it, every few days, a few times; then it stays on the sponsor's desk."""
    item = follow_up.item
    times = follow_up.reminded + 1
    next_at = at + REMIND_EVERY if times < REMIND_TIMES else None
    FollowUp.objects.filter(pk=follow_up.pk).update(reminded=times, tick_at=next_at)
    record(
        meetings.FollowUpDue(
            meeting_id=item.meeting_id,
            follow_up_id=follow_up.pk,
            number=item.improvement.number,
            days=follow_up.days,
            times=times,
            owner_employee_id=item.owner_id or 0,
        ),
        by=CLOCK,
        at=at,
        about=item.meeting.about,
    )


def morning_of(day: Any) -> datetime:
    """Nine o'clock on the clock of the house, when an owner is asked."""
    return timezone.make_aware(datetime.combine(day, time(9)))
