"""A person puts right what was read; their word stays, whatever a later model reads."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.errors import NotNow, NotValid
from gwidam.core.ledger import record, verb
from gwidam.listen.models import Voice
from gwidam.people.models import Employee

from .. import events, rules
from ..models import Reading
from ..names import FIELDS, name_of
from .reading import locked


@verb
def correct(*, voice: Voice, field: str, value: str, by: Employee, at: datetime) -> Reading:
    """Say what a voice is. Of `dangers` and `needs`, `value` is one of them: there it goes, gone it comes.
    Of a product it may be empty: the voice is about none.

    1. The word stands in the current reading at once. 2. ReadingCorrected. Saying what stands already by a
    person's word changes nothing. Raises NotValid for an unknown field or value, NotNow before the first reading.
    """
    value = _valid(field, value)
    reading = locked([voice]).get(voice.pk)
    if reading is None:
        raise NotNow(ko="아직 읽는 중입니다.", en="It is still being read.")
    was = reading.stands(field)
    now = _toggled(was, value) if field in rules.SOME_OF else value
    if field in reading.corrected and now == was:
        return reading
    reading.corrected = {**reading.corrected, field: {"now": now, "by": by.pk, "at": at.isoformat()}}
    reading.settle()
    reading.save()
    record(
        events.ReadingCorrected(
            voice_id=voice.pk,
            field=field,
            field_ko=FIELDS[field].ko,
            field_en=FIELDS[field].en,
            was=_words(field, was),
            now=_words(field, now),
        ),
        by=by,
        at=at,
        about=f"voice:{voice.pk}",
    )
    return reading


def _valid(field: str, value: str) -> str:
    value = " ".join(value.replace("\x00", "").split())
    if field not in rules.FIELDS:
        raise NotValid(ko="그런 항목은 없습니다.", en="There is no such field.", field="field")
    if not value and field in rules.MAY_BE_NONE:
        return value
    options = rules.OPTIONS.get(field)
    if (options is not None and value not in options) or not value or len(value) > rules.LONGEST_VALUE:
        raise NotValid(ko="고를 수 없는 값입니다.", en="This value cannot be chosen.", field="value")
    return value


def _toggled(values: list[str], value: str) -> list[str]:
    return [each for each in values if each != value] if value in values else [*values, value]


def _words(field: str, value: str | list[str]) -> str:
    codes = value if isinstance(value, list) else [value] if value else []
    return ", ".join(name_of(field, code) for code in codes) or "–"
