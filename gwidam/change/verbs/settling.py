"""Does this settle it? The customer's own word on what became of what they said."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.errors import NotNow
from gwidam.core.ledger import record, verb
from gwidam.core.words import Said
from gwidam.own.models import Case
from gwidam.own.verbs import reopen
from gwidam.people.models import Customer

from ..events import telling as facts
from ..models import Telling

YES = Said("네, 괜찮아졌어요", "yes, it does")
NO = Said("아니요, 아직이에요", "no, not yet")
_WHY = Said("고객: {number}을(를) 알렸지만 아직이라고 합니다.", "The customer was told of {number}: not settled.")


@verb
def say_settled(*, telling: Telling, settled: bool, by: Customer, at: datetime) -> Telling:
    """The customer says whether it settles theirs. The same word again changes nothing; another one is taken once.

    1. Their word, on the telling. 2. Who answers has read it, whatever became of the letter: they have been told.
    3. "No" begins their case again at its guardian, if it was closed.
    Raises NotNow for a third word.
    """
    found: Telling = Telling.objects.select_for_update().get(pk=telling.pk)
    if found.settled == settled:
        return found
    is_changed = found.settled is not None
    if is_changed and not found.may_change_answer:
        raise NotNow(
            ko="답을 이미 한 번 바꾸셨어요. 더 하실 말씀이 있으면 따라가기 화면에 남겨 주세요.",
            en="You have changed your answer once already. Please tell us more on your page.",
        )
    found.settled = settled
    found.settled_at, found.resettled_at = (found.settled_at, at) if is_changed else (at, None)
    if found.state == Telling.State.NOT_TOLD:
        found.state, found.reason, found.door, found.done_at = Telling.State.DELIVERED, "", Telling.Door.PAGE, at
    found.save()
    word = YES if settled else NO
    said = facts.SettlingSaid(
        improvement_id=found.improvement_id,
        telling_id=found.pk,
        settled=settled,
        is_changed=is_changed,
        word_ko=word.ko,
        word_en=word.en,
    )
    record(said, by=by, at=at, about=found.about)
    if not settled:
        _begin_again(found, by=by, at=at)
    return found


def _begin_again(telling: Telling, *, by: Customer, at: datetime) -> None:
    case = Case.objects.select_related("guardian", "voice__channel").filter(voice=telling.voice_id).first()
    if case is not None and case.state == Case.State.CLOSED:
        guardians = case.guardian.language
        reopen(case=case, why=_WHY.into(guardians).format(number=telling.number), by=by, at=at)
