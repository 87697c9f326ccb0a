"""Ready answers: written once, in both languages, with places that are filled where they are used."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.actors import Actor
from gwidam.core.errors import NotValid
from gwidam.core.ledger import record, verb

from ... import events
from ...models import ReadyAnswer
from ...rules.talks import check_places
from ..moves import safe


@verb
def set_ready_answer(
    *,
    title_ko: str,
    text_ko: str,
    by: Actor,
    at: datetime,
    title_en: str = "",
    text_en: str = "",
    ready: ReadyAnswer | None = None,
) -> ReadyAnswer:
    """Write a ready answer, or with `ready` change one: ReadyAnswerSet.

    Raises NotValid without title and text, or for a place that nothing fills.
    """
    ready = ready or ReadyAnswer()
    ready.title_ko, ready.title_en = title_ko.strip(), title_en.strip()
    ready.text_ko, ready.text_en = safe(text_ko), safe(text_en)
    if not ready.title_ko or not ready.text_ko:
        raise NotValid(ko="제목과 답을 적어 주세요.", en="Write a title and an answer.", field="text_ko")
    check_places(ready.text_ko)
    check_places(ready.text_en)
    ready.save()
    told = events.ReadyAnswerSet(ready_id=ready.pk, title=ready.title_ko)
    record(told, by=by, at=at, about=f"ready:{ready.pk}")
    return ready


@verb
def drop_ready_answer(*, ready: ReadyAnswer, by: Actor, at: datetime) -> None:
    """Take a ready answer away; what was said with it stays said: ReadyAnswerDropped."""
    told = events.ReadyAnswerDropped(ready_id=ready.pk, title=ready.title_ko)
    record(told, by=by, at=at, about=f"ready:{ready.pk}")
    ready.delete()
