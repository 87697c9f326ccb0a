"""What customers wrote shows to other customers once a colleague has read it, and let it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from gwidam.core.errors import NotNow
from gwidam.core.ledger import verb
from gwidam.people.models import Employee

from ..events import campaigns as events
from ..models import Idea, IdeaComment
from .ideas import locked_ideas, told
from .moves import needed

LONGEST_WHY = 300


@verb
def show_idea(*, idea: Idea, by: Employee, at: datetime) -> None:
    """Let it stand on the page of its campaign. Raises NotNow where customers see none, or it stands there."""
    row = locked_ideas([idea])[0]
    if not row.campaign.is_open:
        raise NotNow(
            ko="고객에게 보이지 않는 캠페인입니다.", en="Customers do not see the ideas of this campaign."
        )
    if row.shown_at is not None:
        raise NotNow(ko="이미 싣고 있는 제안입니다.", en="It shows already.")
    Idea.objects.filter(pk=row.pk).update(shown_at=at, shown_by=by, unshown_why="")
    told(row, events.IdeaShown(idea_id=row.pk), by=by, at=at)


@verb
def keep_idea_off(*, idea: Idea, why: str, by: Employee, at: datetime) -> None:
    """Do not let it show, or no longer; it is kept and answered all the same. Raises NotValid without a reason."""
    why = needed(why, ko="왜 싣지 않는지 적어 주세요.", en="Say why it does not show.", field="why")[:LONGEST_WHY]
    row = locked_ideas([idea])[0]
    Idea.objects.filter(pk=row.pk).update(shown_at=None, shown_by=None, unshown_why=why)
    told(row, events.IdeaKeptOff(idea_id=row.pk, why=why), by=by, at=at)


@verb
def show_comment(*, comment: IdeaComment, by: Employee, at: datetime) -> None:
    """Let a customer's comment show, and count. Raises NotNow where it is not held any more."""
    held = IdeaComment.objects.filter(
        pk=comment.pk, customer__isnull=False, shown_by__isnull=True, hidden_by__isnull=True
    )
    if not held.update(shown_by=by):
        raise NotNow(ko="이미 살펴본 댓글입니다.", en="Somebody has looked at this comment already.")
    Idea.objects.filter(pk=comment.idea_id).update(comments=F("comments") + 1)
    told(comment.idea, events.IdeaCommentShown(idea_id=comment.idea_id, comment_id=comment.pk), by=by, at=at)
