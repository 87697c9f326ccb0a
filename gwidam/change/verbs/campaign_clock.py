"""The clock of campaigns and meetings: official answers leave, owners are reminded of what they promised to say."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from gwidam.core.actors import CLOCK
from gwidam.core.ledger import act, part, record
from gwidam.own.models import Case
from gwidam.own.verbs import answer

from .. import campaign_events, meeting_events
from ..models import FollowUp, Idea
from .ideas import told

log = logging.getLogger(__name__)

AGAIN_AFTER_ERROR = timedelta(minutes=5)
REMIND_EVERY = timedelta(days=3)
REMIND_TIMES = 5


def tick(*, at: datetime, most: int = 200) -> int:
    """Fire what is due, row by row, each in a transaction of its own; how many were fired.

    As the clock of cases does: rows are claimed with SKIP LOCKED, one that raises is pushed on and logged.
    """
    ideas = Idea.objects.filter(tell_at__lte=at).order_by("tell_at")
    follow_ups = FollowUp.objects.filter(tick_at__lte=at).order_by("tick_at")
    fired = _fire_each(ideas, _give_answer, "tell_at", at, most)
    return fired + _fire_each(follow_ups, _remind, "tick_at", at, most - fired)


def _fire_each(
    due: QuerySet[Any], fire: Callable[[Any, datetime], None], column: str, at: datetime, most: int
) -> int:
    fired = 0
    while fired < most:
        with transaction.atomic():
            row = due.select_for_update(skip_locked=True, of=("self",)).first()
            if row is None:
                break
            try:
                with act():
                    fire(row, at)
            except Exception:
                log.exception("the clock could not fire %s %s", type(row).__name__, row.pk)
                _push_on(row, column, at)
        fired += 1
    return fired


def _push_on(row: Any, column: str, at: datetime) -> None:
    """Quietly: nothing has happened yet that a fact could tell."""
    QuerySet(type(row)).filter(pk=row.pk).update(**{column: at + AGAIN_AFTER_ERROR})


def _give_answer(idea: Idea, at: datetime) -> None:
    """Answer the case of the idea, and of those folded into it, in the name of who decided."""
    Idea.objects.filter(pk=idea.pk).update(tell_at=None, told_at=at)
    voices = [idea.voice_id, *Idea.objects.filter(folded_into=idea).values_list("voice_id", flat=True)]
    cases = Case.objects.filter(voice__in=voices).select_related("voice__channel", "customer", "guardian")
    for case in cases.order_by("pk"):
        if case.is_open and idea.decided_by is not None:
            part(answer)(case=case, text=idea.answer, by=idea.decided_by, at=at)
    told(idea, campaign_events.IdeaAnswered(idea_id=idea.pk), by=CLOCK, at=at)


def _remind(follow_up: FollowUp, at: datetime) -> None:
    """Ask the owner what has come of it, every few days, a few times; then it stays on the sponsor's desk."""
    item = follow_up.item
    times = follow_up.reminded + 1
    next_at = at + REMIND_EVERY if times < REMIND_TIMES else None
    FollowUp.objects.filter(pk=follow_up.pk).update(reminded=times, tick_at=next_at)
    record(
        meeting_events.FollowUpDue(
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
