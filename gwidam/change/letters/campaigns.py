"""Letters to colleagues about campaigns and meetings, each with a key of its own so that it leaves once."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from gwidam.post import verbs as post

from ..models import Evaluation, FollowUp


def evaluation_asked(*, idea_id: int, employee_id: int, at: datetime) -> None:
    """Whoever is asked to evaluate an idea; its words do not leave the house, only its title."""
    found = Evaluation.objects.select_related("idea", "evaluator").filter(idea=idea_id, evaluator=employee_id)
    for evaluation in found.filter(done_at__isnull=True):
        post.write_to_colleague(
            evaluation.evaluator,
            key=f"evaluation:{evaluation.pk}:{evaluation.due_on}",
            template="evaluation_asked",
            about=evaluation.idea.about,
            at=at,
            url=settings.PUBLIC_URL + reverse("change:idea", args=[evaluation.idea_id]),
            idea=evaluation.idea.title,
            due_on=evaluation.due_on.isoformat(),
        )


def follow_up(*, follow_up_id: int, times: int, at: datetime) -> None:
    """The owner of a yes, 30, 60 and 90 days later, until they say what has come of it."""
    row = FollowUp.objects.select_related("item__improvement", "item__owner", "item__meeting").get(pk=follow_up_id)
    if row.done_at is not None or row.item.owner is None:
        return
    post.write_to_colleague(
        row.item.owner,
        key=f"follow-up:{row.pk}:{times}",
        template="follow_up",
        about=row.item.meeting.about,
        at=at,
        url=f"{settings.PUBLIC_URL}{reverse('change:meeting', args=[row.item.meeting_id])}#follow-up",
        number=row.item.improvement.number,
        title=str(row.item.improvement.title),
        days=str(row.days),
    )
