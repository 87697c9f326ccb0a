"""What people do with one idea: support it, comment on it, evaluate it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection
from django.db.models import F
from django.utils import timezone

from gwidam.core.actors import Actor
from gwidam.core.errors import NotFound, NotNow, NotValid, NotYours
from gwidam.core.ledger import FactBody, record, verb
from gwidam.core.prepared import Prepared
from gwidam.people.models import Customer, Employee

from ..events import campaigns as events
from ..models import Evaluation, Idea, IdeaComment, IdeaSupport
from ..queries.campaigns import mark_of, may_take_part
from ..rules import ideas as rules
from .campaigns import ANONYMOUS, moment_of
from .joining import join_supporters, part_supporters
from .moves import needed, safe


@verb
def support_idea(*, idea: Idea, by: Employee | Customer, at: datetime) -> None:
    """Want it, too; a second time changes nothing. Raises NotNow once the campaign has ended.

    A customer is kept beside the mark, and waits with the others for what it becomes. For them it raises NotNow
    where nothing more comes of it, and NotFound where it does not show.
    """
    mark = mark_of(idea.campaign, by)
    _must_be_asked(idea, by, at)
    front = lock_front(idea)
    customer = by if isinstance(by, Customer) else None
    if customer is not None and front.state not in rules.SUPPORTABLE:
        raise NotNow(ko="이미 답을 드린 제안입니다.", en="This idea has its answer already.")
    if not IdeaSupport.leave(idea=idea, mark=mark, customer=customer):
        return
    count_support(front)
    if customer is not None and front.improvement is not None:
        join_supporters(front, front.improvement, by=_decider(front), at=at, only=customer)
    _told_quietly(idea, events.IdeaSupported(idea_id=idea.pk), by=by, at=at)


@verb
def unsupport_idea(*, idea: Idea, by: Employee | Customer, at: datetime) -> None:
    """Take one's support back; without any nothing changes."""
    mark = mark_of(idea.campaign, by)
    front = lock_front(idea)
    if not IdeaSupport.objects.filter(idea=idea, mark=mark).delete()[0]:
        return
    count_support(front)
    if isinstance(by, Customer) and front.improvement is not None:
        part_supporters(front, front.improvement, by=_decider(front), at=at, only=by)
    _told_quietly(idea, events.IdeaUnsupported(idea_id=idea.pk), by=by, at=at)


def lock_front(idea: Idea) -> Idea:
    """The idea it is folded into, or itself, locked: of two who support at once the second counts the first."""
    return _front_locked(idea=idea.folded_into_id or idea.pk)[0]


_front_locked = Prepared(
    lambda idea: (
        Idea.objects.select_for_update(of=("self",))
        .select_related("campaign__owner", "decided_by", "improvement__merged_into")
        .defer("grams", "improvement__grams")
        .filter(pk=idea)
    )
)


def count_support(front: Idea) -> None:
    """Count those who want it, or one of the ideas folded into it, each once."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_SUPPORT, {"front": front.pk})


_COUNT_SUPPORT = """
    UPDATE change_idea SET supporters = (
        SELECT count(DISTINCT mark) FROM change_ideasupport JOIN change_idea these ON these.id = idea_id
         WHERE these.id = %(front)s OR these.folded_into_id = %(front)s)
     WHERE id = %(front)s
"""


def _decider(front: Idea) -> Employee:
    """In whose name a customer waits with the others: whoever accepted the idea."""
    return front.decided_by or front.campaign.owner


@verb
def comment_on(*, idea: Idea, text: str, by: Employee | Customer, at: datetime) -> IdeaComment:
    """Say something about it, in plain text with what must not be kept masked. Raises NotValid without words.

    What a customer says is held, and not counted, until a colleague lets it show.
    """
    _must_be_asked(idea, by, at)
    words = needed(text, ko="댓글을 적어 주세요.", en="Write the comment.", field="text")[:4000]
    made = IdeaComment.objects.create(
        idea=idea,
        text=words,
        employee=by if isinstance(by, Employee) and not idea.campaign.is_anonymous else None,
        customer=by if isinstance(by, Customer) else None,
        on=timezone.localdate(at),
    )
    if isinstance(by, Employee):
        Idea.objects.filter(pk=idea.pk).update(comments=F("comments") + 1)
    _told_quietly(idea, events.IdeaCommented(idea_id=idea.pk, comment_id=made.pk), by=by, at=at)
    return made


@verb
def hide_comment(*, comment: IdeaComment, why: str, by: Employee, at: datetime) -> None:
    """Hide a comment, with a reason. Raises NotNow where it is hidden already."""
    why = needed(why, ko="왜 가리는지 적어 주세요.", en="Say why it is hidden.", field="why")[:300]
    row = IdeaComment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if row.hidden_by_id is not None:
        raise NotNow(ko="이미 가린 댓글입니다.", en="This comment is hidden already.")
    IdeaComment.objects.filter(pk=row.pk).update(hidden_by=by, hidden_why=why)
    if not row.is_held:
        Idea.objects.filter(pk=comment.idea_id).update(comments=F("comments") - 1)
    said = events.IdeaCommentHidden(idea_id=comment.idea_id, comment_id=comment.pk, why=why)
    told(comment.idea, said, by=by, at=at)


@verb
def ask_evaluators(
    *, ideas: Sequence[Idea], evaluators: Sequence[Employee], due_on: date, by: Employee, at: datetime
) -> None:
    """Ask colleagues to evaluate ideas by a day; who was asked before keeps what they said, with the new day.

    Raises NotValid without anybody or for a day that is over, NotNow for an idea that is decided or folded.
    """
    if not evaluators:
        raise NotValid(ko="누가 검토할지 골라 주세요.", en="Choose who evaluates.", field="person")
    if due_on < timezone.localdate(at):
        raise NotValid(ko="지난 날짜입니다.", en="That day is over.", field="due_on")
    for idea in locked_ideas(ideas):
        state = rules.idea_step(idea.state, "assign")
        Idea.objects.filter(pk=idea.pk).update(state=state)
        for evaluator in evaluators:
            Evaluation.objects.update_or_create(
                idea=idea,
                evaluator=evaluator,
                defaults={"due_on": due_on},
                create_defaults={"due_on": due_on, "asked_by": by},
            )
            said = events.EvaluationAsked(
                idea_id=idea.pk, evaluator_employee_id=evaluator.pk, due_on=due_on.isoformat()
            )
            told(idea, said, by=by, at=at)


@verb
def evaluate(
    *, evaluation: Evaluation, value: int, feasibility: int, note: str, by: Employee, at: datetime
) -> None:
    """Say what one thinks: two marks from 1 to 5 and a note; again until it is decided.

    Raises NotYours for anybody but the evaluator, NotNow once it is decided, NotValid for other marks.
    """
    if evaluation.evaluator_id != by.pk:
        raise NotYours(ko="부탁받은 분만 평가할 수 있습니다.", en="Only who was asked can evaluate it.")
    if not {value, feasibility} <= set(range(1, 6)):
        raise NotValid(ko="1에서 5까지 골라 주세요.", en="Choose from 1 to 5.", field="value")
    idea = locked_ideas([evaluation.idea])[0]
    rules.idea_step(idea.state, "assign")
    Evaluation.objects.filter(pk=evaluation.pk).update(
        value=value, feasibility=feasibility, note=safe(note), done_at=at
    )
    marks = Evaluation.objects.filter(idea=idea, done_at__isnull=False).values_list("value", "feasibility")
    Idea.objects.filter(pk=idea.pk).update(spread=rules.spread([(a or 0, b or 0) for a, b in marks]))
    said = events.IdeaEvaluated(idea_id=idea.pk, evaluator_employee_id=by.pk, value=value, feasibility=feasibility)
    told(idea, said, by=by, at=at)


def locked_ideas(ideas: Sequence[Idea]) -> list[Idea]:
    """These ideas as they are now, locked in one order, so that two who decide at once take turns."""
    numbers = [each.pk for each in ideas]
    rows = Idea.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk")
    rows = rows.select_related("campaign", "voice", "improvement")
    found = list(rows.defer("grams", "voice__grams", "improvement__grams"))
    if not found:
        raise NotFound(ko="고른 제안이 없습니다.", en="No idea was chosen.")
    return found


def _must_be_asked(idea: Idea, by: Employee | Customer, at: datetime) -> None:
    campaign = idea.campaign
    if not campaign.is_running(timezone.localdate(at)):
        raise NotNow(ko="캠페인이 끝났습니다.", en="The campaign is over.")
    if isinstance(by, Customer):
        if not campaign.is_open or idea.shown_at is None or by.erased_at is not None:
            raise NotFound(
                ko="이 링크로는 볼 수 있는 것이 없습니다.", en="There is nothing to see under this link."
            )
    elif not may_take_part(campaign, by):
        raise NotYours(ko="이 캠페인은 다른 분들을 위한 것입니다.", en="This campaign asks other people.")


def _told_quietly(idea: Idea, fact: FactBody, *, by: Actor, at: datetime) -> None:
    """Record it; in an anonymous campaign without a name, and with the day alone."""
    campaign = idea.campaign
    told(idea, fact, by=ANONYMOUS if campaign.is_anonymous else by, at=moment_of(campaign, at))


def told(idea: Idea, fact: FactBody, *, by: Actor, at: datetime) -> None:
    """Record a fact about an idea; the board of its campaign hears of it."""
    record(fact, by=by, at=at, about=idea.about, wakes=(f"campaign:{idea.campaign_id}",))
