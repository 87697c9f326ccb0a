"""The work, its release, the telling of all who asked, the proof of its effect; and beginning again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from gwidam.core.actors import Actor
from gwidam.core.errors import NotNow, NotValid
from gwidam.core.ledger import part, verb
from gwidam.people.models import Employee

from ..events import improvements as events
from ..models import Improvement, Reopening
from ..queries.telling import count_untold
from .moves import locked, move, needed, told
from .proposing import reword


@verb
def begin_work(*, improvement: Improvement, by: Actor, at: datetime) -> None:
    """The owner begins."""
    move(improvement, "begin_work", at=at)
    said = events.WorkBegun(improvement_id=improvement.pk, owner_employee_id=improvement.owner_id or 0)
    told(improvement, said, by=by, at=at)


@verb
def begin_proof(*, improvement: Improvement, by: Actor, at: datetime) -> None:
    """A launch takes it up; it is released once that is proven."""
    move(improvement, "begin_proof", at=at)
    told(improvement, events.ProofBegun(improvement_id=improvement.pk), by=by, at=at)


@verb
def release(*, improvement: Improvement, by: Actor, at: datetime) -> None:
    """It has changed. Needs the words the public reads of what has changed."""
    if not (improvement.text_ko or improvement.text_en):
        raise NotValid(
            ko="무엇이 달라졌는지 고객이 읽을 글을 먼저 적어 주세요.",
            en="First write what has changed, in words the public reads.",
            field="text_ko",
        )
    move(improvement, "release", at=at, released_at=at)
    said = events.ImprovementReleased(
        improvement_id=improvement.pk, round=improvement.round, people=count_untold(improvement)
    )
    told(improvement, said, by=by, at=at)


@verb
def reword_and_release(*, improvement: Improvement, words: Mapping[str, str], by: Employee, at: datetime) -> None:
    """Release it with the words that say what has changed: both or neither."""
    part(reword)(improvement=improvement, words=words, by=by, at=at)
    part(release)(improvement=improvement, by=by, at=at)


@verb
def finish_telling(*, improvement: Improvement, by: Actor, at: datetime) -> None:
    """Everybody who asked has been told, or it is written why not. Raises NotNow while somebody has not.

    The row is locked while they are counted, so that nobody can be linked in between.
    """
    locked(improvement.pk)
    left = count_untold(improvement)
    if left:
        raise NotNow(
            ko=f"아직 {left}분께 알리지 않았습니다. 알리거나, 알리지 못한 까닭을 남겨야 마칠 수 있습니다.",
            en=f"{left} who asked have not been told, and it is not written why.",
            untold=left,
        )
    move(improvement, "finish_telling", at=at)
    said = events.EverybodyTold(improvement_id=improvement.pk, round=improvement.round)
    told(improvement, said, by=by, at=at)


@verb
def verify(*, improvement: Improvement, says: str, by: Actor, at: datetime) -> None:
    """The effect was measured, and holds."""
    says = needed(says, ko="무엇으로 확인했는지 적어 주세요.", en="Say how you know.", field="says")
    move(improvement, "verify", at=at)
    told(improvement, events.ImprovementVerified(improvement_id=improvement.pk, says=says), by=by, at=at)


@verb
def reopen(*, improvement: Improvement, why: str, by: Actor, at: datetime) -> Reopening:
    """Begin again from any later state: a new round, in which everybody who asked is told anew.

    Owner and score stay as they were; the ruling has to be made again. An owner who has left is none any more.
    """
    why = needed(why, ko="무엇이 남았는지 적어 주세요.", en="Say what is left.", field="why")
    was, round_ = improvement.state, improvement.round + 1
    is_here = Employee.objects.filter(pk=improvement.owner_id, is_active=True).exists()
    move(
        improvement,
        "reopen",
        at=at,
        round=round_,
        released_at=None,
        reason_ko="",
        reason_en="",
        asked_of=None,
        asked_until=None,
        **({} if is_here else {"owner": None, "department": None}),
    )
    made = Reopening.objects.create(improvement=improvement, was=was, why=why, by=by.actor, at=at)
    said = events.ImprovementReopened(improvement_id=improvement.pk, was=was, round=round_, why=why)
    told(improvement, said, by=by, at=at)
    return made
