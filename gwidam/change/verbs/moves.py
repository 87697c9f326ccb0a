"""How an improvement moves, shared by the verbs of the room."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gwidam.core.actors import Actor
from gwidam.core.errors import NotNow, NotValid
from gwidam.core.ledger import FactBody, record
from gwidam.core.masking import mask
from gwidam.core.text import clean

from .. import rules
from ..models import Improvement
from ..rules.states import NAMES


def move(improvement: Improvement, verb: str, *, at: datetime, **also: Any) -> None:
    """Move the improvement by the table, together with further columns, if it still is as this caller saw it.

    One UPDATE compares and sets: of two at once one wins, the other gets NotNow with the state it is in now.
    """
    state = rules.step(improvement.state, verb)
    seen = Improvement.objects.filter(
        pk=improvement.pk, state=improvement.state, round=improvement.round, merged_into__isnull=True
    )
    also["state"] = state
    if state != improvement.state:
        also["moved_at"] = at
    if not seen.update(**also):
        raise someone_was_faster(improvement)
    for name, value in also.items():
        setattr(improvement, name, value)


def someone_was_faster(improvement: Improvement) -> NotNow:
    """What the one who came second is told."""
    now = Improvement.objects.select_related("merged_into").get(pk=improvement.pk)
    if now.merged_into is not None:
        front = now.merged_into.number
        return NotNow(
            ko=f"이 개선은 {front} 뒤에 묶여 있습니다. {front}에서 해 주세요.",
            en=f"This improvement stands behind {front}; please do it there.",
            improvement=front,
        )
    name = NAMES[now.state]
    return NotNow(
        ko=f"방금 다른 분이 먼저 처리했습니다. 지금은 “{name.ko}” 상태입니다.",
        en=f"Somebody was faster. It is {name.en} now.",
        state=now.state,
    )


def locked(*numbers: int) -> dict[int, Improvement]:
    """The rows by number, locked in one order, so that two verbs on the same pair take turns."""
    rows = Improvement.objects.select_for_update().filter(pk__in=sorted(numbers)).order_by("pk")
    return {each.pk: each for each in rows}


def safe(text: str) -> str:
    """Cleaned and masked: no door into the house lets a resident number through."""
    return mask(clean(text).text).text.strip()


def needed(text: str, *, ko: str, en: str, field: str) -> str:
    """The text, safe. Raises NotValid where nothing is written."""
    found = safe(text)
    if not found:
        raise NotValid(ko=ko, en=en, field=field)
    return found


def told(
    improvement: Improvement, fact: FactBody, *, by: Actor, at: datetime, wakes: tuple[str, ...] = ()
) -> None:
    """Record a fact about the improvement."""
    record(fact, by=by, at=at, about=improvement.about, wakes=wakes)
