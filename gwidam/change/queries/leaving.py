"""What of the room is somebody's to do, and needs another name before they leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gwidam.people.models import Employee, Role

from ..models import Campaign, Evaluation, Improvement, Meeting, MeetingItem
from ..rules.leaving import OVER, UNDECIDED


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that is theirs to do.

    key: what a chosen home is named by. roles: whoever takes it has one of them; empty: anybody may.
    """

    key: str
    noun: str
    title: str
    says: str
    url: str
    roles: tuple[str, ...] = ()


def owned(leaving: Employee) -> QuerySet[Improvement]:
    """Improvements they own, until everybody is told."""
    return Improvement.objects.filter(owner=leaving).exclude(state__in=OVER).defer("grams").order_by("pk")


def asked(leaving: Employee) -> QuerySet[Improvement]:
    """Improvements of which they are to find out more."""
    return Improvement.objects.filter(asked_of=leaving, state="asked_more").defer("grams").order_by("pk")


def items(leaving: Employee) -> QuerySet[MeetingItem]:
    """Items they own of meetings that are not closed, that nobody has ruled on, or of which they owe a result."""
    open_ones = (
        ~Q(meeting__state="closed")
        | Q(presented_at__isnull=False, ruling__isnull=True)
        | Q(pk__in=MeetingItem.objects.filter(follow_ups__done_at__isnull=True, follow_ups__isnull=False))
    )
    return (
        MeetingItem.objects.filter(open_ones, owner=leaving)
        .select_related("meeting", "improvement")
        .order_by("pk")
    )


def campaigns(leaving: Employee) -> QuerySet[Campaign]:
    """Campaigns they run, until they have ended and every idea is decided."""
    waiting = Campaign.objects.filter(ideas__state__in=UNDECIDED)
    return Campaign.objects.filter(Q(ended_at__isnull=True) | Q(pk__in=waiting), owner=leaving).order_by("pk")


def evaluations(leaving: Employee) -> QuerySet[Evaluation]:
    """Evaluations asked of them, of ideas that are not decided."""
    open_ones = Evaluation.objects.filter(evaluator=leaving, done_at__isnull=True, idea__state__in=UNDECIDED)
    return open_ones.select_related("idea").order_by("pk")


def sponsored(leaving: Employee) -> QuerySet[Meeting]:
    """Meetings in which they are to rule."""
    return Meeting.objects.filter(sponsor=leaving).exclude(state="closed").order_by("pk")


def facilitated(leaving: Employee) -> QuerySet[Meeting]:
    """Meetings they are to facilitate."""
    return Meeting.objects.filter(facilitator=leaving).exclude(state="closed").order_by("pk")


def kept_by(leaving: Employee) -> list[Kept]:
    """All of it, as lines. Seven queries, and one more for follow-ups."""
    lines = [
        _of_improvement(each, "improvement", _("Improvement they own"), str(each.state_name))
        for each in owned(leaving)
    ]
    lines += [
        _of_improvement(
            each,
            "asked",
            _("More asked of them"),
            date_format(each.asked_until, "SHORT_DATE_FORMAT") if each.asked_until else "",
        )
        for each in asked(leaving)
    ]
    lines += [_of_item(each) for each in items(leaving).prefetch_related("follow_ups")]
    lines += [_of_campaign(each) for each in campaigns(leaving)]
    lines += [_of_evaluation(each) for each in evaluations(leaving)]
    lines += [
        _of_meeting(each, "sponsor", _("Work-out in which they rule"), (Role.EXECUTIVE,))
        for each in sponsored(leaving)
    ]
    lines += [_of_meeting(each, "facilitator", _("Work-out they facilitate"), ()) for each in facilitated(leaving)]
    return lines


def _of_improvement(each: Improvement, key: str, noun: str, says: str) -> Kept:
    url = reverse("change:improvement", args=[each.number])
    return Kept(f"{key}-{each.pk}", noun, f"{each.number} {each.title}", says, url)


def _of_item(each: MeetingItem) -> Kept:
    days = ", ".join(str(row.days) for row in each.follow_ups.all() if row.done_at is None)
    says = _("to say what has come of it after %(days)s days") % {"days": days} if days else str(each.meeting)
    title = f"{each.improvement.number} {each.improvement.title}"
    return Kept(f"item-{each.pk}", _("Item of a work-out"), title, says, _meeting_url(each.meeting_id))


def _of_campaign(each: Campaign) -> Kept:
    until = date_format(each.last_on, "SHORT_DATE_FORMAT")
    return Kept(
        f"campaign-{each.pk}", _("Campaign they run"), str(each), until, reverse("change:campaign", args=[each.pk])
    )


def _of_evaluation(each: Evaluation) -> Kept:
    due = date_format(each.due_on, "SHORT_DATE_FORMAT")
    url = reverse("change:idea", args=[each.idea_id])
    return Kept(f"evaluation-{each.pk}", _("Evaluation asked of them"), str(each.idea), due, url)


def _of_meeting(each: Meeting, key: str, noun: str, roles: tuple[Any, ...]) -> Kept:
    return Kept(
        f"{key}-{each.pk}", noun, str(each), str(each.state_name), _meeting_url(each.pk), tuple(map(str, roles))
    )


def _meeting_url(pk: int) -> str:
    return reverse("change:meeting", args=[pk])
