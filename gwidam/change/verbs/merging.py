"""Two improvements that are one: a pointer, so that it can be taken back."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.errors import NotNow, NotValid
from gwidam.core.ledger import verb
from gwidam.people.models import Employee

from .. import rules
from ..events import improvements as events
from ..models import Improvement, Merging, VoiceLink
from .counting import count_anew
from .moves import locked, needed, someone_was_faster, told


@verb
def merge(*, improvement: Improvement, into: Improvement, why: str, by: Employee, at: datetime) -> Merging:
    """Put an improvement behind another. Its voices stay its own and count at the one in front.

    Raises NotValid on itself, NotNow while others stand behind it or the one in front cannot take it.
    """
    why = needed(why, ko="왜 같은 일인지 적어 주세요.", en="Say why they are one.", field="why")[:300]
    if improvement.pk == into.pk:
        raise NotValid(ko="자기 자신과는 묶을 수 없습니다.", en="It cannot stand behind itself.", field="into")
    rows = locked(improvement.pk, into.pk)
    behind, front = rows[improvement.pk], rows[into.pk]
    for each, doing in ((behind, "merge"), (front, "take_in")):
        if each.merged_into_id is not None:
            raise someone_was_faster(each)
        rules.step(each.state, doing)
    if Improvement.objects.filter(merged_into=behind).exists():
        raise NotNow(ko="이 개선 뒤에 다른 개선이 묶여 있습니다.", en="Other improvements stand behind this one.")
    Improvement.objects.filter(pk=behind.pk).update(merged_into=front)
    improvement.merged_into = front
    VoiceLink.objects.filter(improvement=behind).update(counted_at=front)
    _count(behind, front)
    made = Merging.objects.create(improvement=behind, into=front, why=why, by=by, at=at)
    said = events.ImprovementMerged(
        improvement_id=behind.pk, into_improvement_id=front.pk, into_number=front.number, why=why
    )
    told(behind, said, by=by, at=at, wakes=(front.about,))
    return made


@verb
def unmerge(*, improvement: Improvement, by: Employee, at: datetime) -> None:
    """Take it out from behind the other: it stands as it stood, with its own voices."""
    front_id = improvement.merged_into_id
    rows = locked(improvement.pk, front_id or 0)
    behind, front = rows[improvement.pk], rows.get(front_id or 0)
    if front is None or behind.merged_into_id != front.pk:
        raise NotNow(ko="묶여 있지 않습니다.", en="It stands by itself.")
    Improvement.objects.filter(pk=behind.pk).update(merged_into=None)
    improvement.merged_into = None
    Merging.objects.filter(improvement=behind, undone_at__isnull=True).update(undone_at=at, undone_by=by)
    VoiceLink.objects.filter(improvement=behind).update(counted_at=behind)
    _count(behind, front)
    said = events.ImprovementUnmerged(
        improvement_id=behind.pk, into_improvement_id=front.pk, into_number=front.number
    )
    told(behind, said, by=by, at=at, wakes=(front.about,))


def _count(*both: Improvement) -> None:
    for each in both:
        count_anew(each)
