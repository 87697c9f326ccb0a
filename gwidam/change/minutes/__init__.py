"""The minutes of a work-out write themselves, as a PDF."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import override

from gwidam.core.actors import Actor
from gwidam.core.ledger import record, verb
from gwidam.listen import store

from ..events import meetings
from ..models import Meeting, Minutes
from .words import lines_of

__all__ = ["drawn", "lines_of", "write_minutes"]


@verb
def write_minutes(*, meeting_id: int, language: str, by: Actor, at: datetime) -> Minutes:
    """Write the minutes once; those that are there are returned. 1. The PDF is kept. 2. MinutesWritten."""
    there = Minutes.objects.filter(meeting=meeting_id).first()
    if there is not None:
        return there
    meeting = Meeting.objects.select_related("sponsor", "facilitator").get(pk=meeting_id)
    kept = store.keep("minutes.pdf", [drawn(meeting, language)])
    made = Minutes.objects.create(meeting=meeting, language=language, sha256=kept.sha256, at=at)
    record(meetings.MinutesWritten(meeting_id=meeting.pk), by=by, at=at, about=meeting.about)
    return made


def drawn(meeting: Meeting, language: str) -> bytes:
    """The minutes as a PDF, in 'ko' or 'en'."""
    with override(language):
        lines = lines_of(meeting, language)
    from .sheet import Sheet  # half a second of imports, which only whoever draws pays

    sheet = Sheet("".join(text for _style, text in lines))
    for style, text in lines:
        sheet.say(style, text)
    return bytes(sheet.output())
