"""Customers who want an idea, too, wait for the improvement it becomes: they are told like those who asked."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from gwidam.people.models import Customer, Employee

from ..events import campaigns as events
from ..models import Idea, IdeaSupport, Improvement, Support
from .counting import count_supporters
from .moves import locked, told


def join_supporters(
    front: Idea, improvement: Improvement, *, by: Employee, at: datetime, only: Customer | None = None
) -> None:
    """Have them support the improvement, each once; `only` one of them. A few statements, however many they are."""
    goal = _locked_front(improvement)
    there = set(
        Support.objects.filter(improvement=goal, customer__isnull=False).values_list("customer", flat=True)
    )
    new = [pk for pk in _customers(front, only) if pk not in there]
    if not new:
        return
    Support.objects.bulk_create(Support(improvement=goal, customer_id=pk, by=by, at=at) for pk in new)
    count_supporters(goal)
    said = events.IdeaSupportersJoined(improvement_id=goal.pk, idea_id=front.pk, people=len(new))
    told(goal, said, by=by, at=at)


def part_supporters(
    front: Idea, improvement: Improvement, *, by: Employee, at: datetime, only: Customer | None = None
) -> None:
    """Take their support back with the decision, or with their own; who supports it otherwise, too, still does."""
    goal = _locked_front(improvement)
    whose = [only.pk] if only is not None else _customers(front, None)
    mine = Support.objects.filter(improvement=goal, customer__in=whose, by=by, at__gte=front.decided_at)
    gone = mine.delete()[0]
    if gone:
        count_supporters(goal)
        told(goal, events.IdeaSupportersLeft(improvement_id=goal.pk, idea_id=front.pk, people=gone), by=by, at=at)


def _locked_front(improvement: Improvement) -> Improvement:
    number = (improvement.merged_into or improvement).pk
    return locked(number)[number]


def _customers(front: Idea, only: Customer | None) -> list[int]:
    """Numbers of the customers who want it, or one of the ideas folded into it; erased ones left out."""
    supports = IdeaSupport.objects.filter(Q(idea=front) | Q(idea__folded_into=front), customer__isnull=False)
    if only is not None:
        supports = supports.filter(customer=only)
    found = supports.filter(customer__erased_at__isnull=True).order_by("customer")
    return list(found.values_list("customer", flat=True).distinct())
