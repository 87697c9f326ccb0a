"""What campaigns keep of a customer who is erased: that somebody proposed, supported and said something."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.actors import Actor
from gwidam.core.ledger import record, verb
from gwidam.core.models import Fact

from ..events import campaigns as events
from ..models import Idea, IdeaComment

GONE = "(지움 · erased)"


@verb
def forget_customer(*, customer_id: int, by: Actor, at: datetime) -> None:
    """Empty their ideas and comments; numbers stay.

    1. Titles and search keys of their ideas, whose words went with their voices; a reason why one did not show.
    2. Their comments, and reasons why these were hidden. 3. The personal part of the facts about these ideas.
    """
    ideas = list(Idea.objects.filter(voice__customer=customer_id).exclude(title=GONE).only("pk"))
    Idea.objects.filter(pk__in=[each.pk for each in ideas]).update(title=GONE, grams=[])
    Idea.objects.filter(pk__in=[each.pk for each in ideas]).exclude(unshown_why="").update(unshown_why=GONE)
    for idea in ideas:
        record(events.IdeaErased(idea_id=idea.pk), by=by, at=at, about=idea.about)
    comments = list(IdeaComment.objects.filter(customer=customer_id).exclude(text="").select_related("idea"))
    theirs = IdeaComment.objects.filter(pk__in=[each.pk for each in comments])
    theirs.update(text="")
    theirs.exclude(hidden_why="").update(hidden_why=GONE)
    for comment in comments:
        said = events.IdeaCommentEmptied(idea_id=comment.idea_id, comment_id=comment.pk)
        record(said, by=by, at=at, about=comment.idea.about)
    about = {each.about for each in ideas}
    Fact.objects.filter(about__in=about, personal__isnull=False).update(personal=None)
