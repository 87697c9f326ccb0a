"""Ideas are decided in the bulk: accepted into an improvement, declined, folded, and taken back as one act.

The official answer is written in the same step as the state. It leaves ten minutes later, when it can no longer
be taken back, as an answer of the idea's own case: through the door each person came by.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from gwidam.core.actors import Actor
from gwidam.core.errors import NotNow, NotValid
from gwidam.core.ledger import part, verb
from gwidam.core.words import reading_language
from gwidam.people.models import Employee

from ..events import campaigns as events
from ..models import Idea, Improvement, VoiceLink
from ..rules import ideas as rules
from .ideas import count_support, locked_ideas, told
from .joining import join_supporters, part_supporters
from .linking import link, unlink
from .moves import needed
from .proposing import propose

WHY_TAKEN_BACK = "결정을 거두었습니다."


@verb
def accept_ideas(
    *,
    ideas: Sequence[Idea],
    answer: str,
    by: Employee,
    at: datetime,
    improvement: Improvement | None = None,
) -> uuid.UUID:
    """Accept ideas into `improvement`, or each into one of its own; the name of this act.

    1. The voice of the idea, and of those folded into it, is linked to the improvement. 2. In an open campaign the
    customers who want it support the improvement, so that they are told, too. 3. IdeaAccepted.
    An idea that was accepted before goes back to the improvement it had then.
    Raises NotValid without an answer, NotNow where a colleague was faster.
    """
    words = _answer(answer)
    decision = uuid.uuid4()
    for idea in locked_ideas(ideas):
        goal = improvement or idea.improvement or _proposed(idea, by=by, at=at)
        _decide(idea, "accept", answer=words, decision=decision, by=by, at=at, improvement=goal)
        for each in _with_behind(idea):
            part(link)(improvement=_front(goal), voice=each.voice, via=VoiceLink.Via.PAGE, by=by, at=at)
        if idea.campaign.is_open:
            join_supporters(idea, goal, by=by, at=at)
        said = events.IdeaAccepted(idea_id=idea.pk, improvement_id=goal.pk, number=goal.number, answer=words)
        told(idea, said, by=by, at=at)
    return decision


@verb
def decline_ideas(*, ideas: Sequence[Idea], answer: str, by: Employee, at: datetime) -> uuid.UUID:
    """Decline ideas with a reason that those who handed them in read; the name of this act.

    Raises NotValid without one, NotNow where a colleague was faster.
    """
    words = _answer(answer)
    decision = uuid.uuid4()
    for idea in locked_ideas(ideas):
        _decide(idea, "decline", answer=words, decision=decision, by=by, at=at)
        told(idea, events.IdeaDeclined(idea_id=idea.pk, answer=words), by=by, at=at)
    return decision


@verb
def fold_ideas(*, ideas: Sequence[Idea], into: Idea, by: Employee, at: datetime) -> uuid.UUID:
    """Put ideas that say the same behind one; it can be taken back, and each keeps its own thread.

    Its supporters count in front. Raises NotValid on itself, NotNow where `into` is folded itself, or others are
    folded into one of them.
    """
    decision = uuid.uuid4()
    rows = {each.pk: each for each in locked_ideas([*ideas, into])}
    front = rows.pop(into.pk)
    if not rows:
        raise NotValid(ko="자기 자신에게는 묶을 수 없습니다.", en="It cannot be folded into itself.", field="into")
    if front.folded_into_id is not None or any(each.campaign_id != front.campaign_id for each in rows.values()):
        raise NotNow(ko="그 제안에는 묶을 수 없습니다.", en="They cannot be folded into that one.")
    if Idea.objects.filter(folded_into__in=rows).exists():
        raise NotNow(ko="뒤에 다른 제안이 묶여 있습니다.", en="Others are folded into one of these.")
    for idea in rows.values():
        state = rules.idea_step(idea.state, "fold")
        Idea.objects.filter(pk=idea.pk).update(
            state=state, was=idea.state, folded_into=front, decision=decision, decided_by=by, decided_at=at
        )
        if front.state in ("accepted", "done") and front.improvement is not None:
            goal = _front(front.improvement)
            part(link)(improvement=goal, voice=idea.voice, via=VoiceLink.Via.PAGE, by=by, at=at)
            if front.campaign.is_open:
                join_supporters(front, goal, by=front.decided_by or by, at=at)
        told(idea, events.IdeaFolded(idea_id=idea.pk, into_id=front.pk, into=front.title), by=by, at=at)
    count_support(front)
    return decision


@verb
def unfold_idea(*, idea: Idea, by: Employee, at: datetime) -> None:
    """Take it out of the fold: it stands as it stood, with its own supporters. Raises NotNow where it is in none."""
    row = locked_ideas([idea])[0]
    state = rules.idea_step(row.state, "unfold", was=row.was)
    front = row.folded_into
    Idea.objects.filter(pk=row.pk).update(state=state, folded_into=None, **_UNDECIDED)
    if front is not None:
        if front.improvement is not None:
            _unlink(row, by=by, at=at)
        count_support(front)
    count_support(row)
    told(row, events.IdeaUnfolded(idea_id=row.pk), by=by, at=at)


@verb
def take_back(*, decision: uuid.UUID, by: Employee, at: datetime) -> int:
    """Take one act of deciding back as a whole, while no answer of it has left; how many ideas it was.

    1. Voices are unlinked from the improvements; one that was proposed with the act stays, for the next time.
    Raises NotNow once it is too late.
    """
    ideas = locked_ideas(list(Idea.objects.filter(decision=decision)))
    if any(each.is_decided and not _may_take_back(each, at) for each in ideas):
        raise NotNow(
            ko="이미 답이 나가서 되돌릴 수 없습니다.", en="Its answer has left; it can no longer be taken back."
        )
    for idea in ideas:
        if idea.folded_into_id is not None:
            part(unfold_idea)(idea=idea, by=by, at=at)
            continue
        was = idea.state
        state = rules.idea_step(was, "take_back", was=idea.was)
        Idea.objects.filter(pk=idea.pk).update(state=state, answer="", tell_at=None, **_UNDECIDED)
        if idea.improvement is not None:
            for each in _with_behind(idea):
                _unlink(each, improvement=idea.improvement, by=by, at=at)
            if idea.campaign.is_open and idea.decided_by is not None:
                part_supporters(idea, idea.improvement, by=idea.decided_by, at=at)
        told(idea, events.IdeaDecisionTakenBack(idea_id=idea.pk, was=was), by=by, at=at)
    return len(ideas)


_UNDECIDED = {"was": "", "decision": None, "decided_by": None, "decided_at": None}


def finish_ideas(*, improvement_id: int, by: Actor, at: datetime) -> None:
    """What these ideas asked for is released."""
    _follow(improvement_id, "accepted", "finish", events.IdeaDone, by=by, at=at)


def resume_ideas(*, improvement_id: int, by: Actor, at: datetime) -> None:
    """The improvement was begun again: it is not done after all."""
    _follow(improvement_id, "done", "resume", events.IdeaResumed, by=by, at=at)


@verb
def _follow(
    improvement_id: int,
    state: str,
    doing: str,
    fact: type[events.IdeaDone] | type[events.IdeaResumed],
    *,
    by: Actor,
    at: datetime,
) -> None:
    goals = [improvement_id, *Improvement.objects.filter(merged_into=improvement_id).values_list("pk", flat=True)]
    for idea in Idea.objects.select_for_update(of=("self",)).filter(improvement__in=goals, state=state):
        Idea.objects.filter(pk=idea.pk).update(state=rules.idea_step(state, doing))
        number = Improvement(pk=idea.improvement_id).number
        told(idea, fact(idea_id=idea.pk, number=number), by=by, at=at)


def _decide(
    idea: Idea,
    doing: str,
    *,
    answer: str,
    decision: uuid.UUID,
    by: Employee,
    at: datetime,
    improvement: Improvement | None = None,
) -> None:
    state = rules.idea_step(idea.state, doing)
    Idea.objects.filter(pk=idea.pk).update(
        state=state,
        was=idea.state,
        answer=answer,
        decision=decision,
        decided_by=by,
        decided_at=at,
        tell_at=at + rules.UNDO_WITHIN,
        told_at=None,
        **({"improvement": improvement} if improvement is not None else {}),
    )


def _may_take_back(idea: Idea, at: datetime) -> bool:
    return idea.told_at is None and idea.tell_at is not None and at < idea.tell_at


def _answer(answer: str) -> str:
    return needed(
        answer, ko="제안하신 분이 읽을 답을 적어 주세요.", en="Write the answer they will read.", field="answer"
    )


def _proposed(idea: Idea, *, by: Employee, at: datetime) -> Improvement:
    language = "en" if idea.voice.language == "en" else "ko" if idea.voice.language == "ko" else reading_language()
    words = {f"title_{language}": idea.title, "internal": idea.voice.text}
    return part(propose)(words=words, origin=Improvement.Origin.IDEA, by=by, at=at)


def _front(improvement: Improvement) -> Improvement:
    return improvement.merged_into or improvement


def _with_behind(idea: Idea) -> list[Idea]:
    return [idea, *Idea.objects.filter(folded_into=idea).select_related("voice").order_by("pk")]


def _unlink(idea: Idea, *, by: Employee, at: datetime, improvement: Improvement | None = None) -> None:
    goal = improvement or (idea.folded_into.improvement if idea.folded_into else None)
    if goal is None:
        return
    made = VoiceLink.objects.filter(counted_at=_front(goal), voice=idea.voice).select_related("counted_at").first()
    if made is not None:
        part(unlink)(made=made, why=WHY_TAKEN_BACK, by=by, at=at)
