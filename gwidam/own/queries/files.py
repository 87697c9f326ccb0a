"""The gate to a file: through the case or the voice it was given with."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.errors import NotFound
from gwidam.listen.models import Attachment, Call, Voice
from gwidam.people.door import sees_every_case
from gwidam.people.models import Employee

from .cases import cases_seen_by


def file_for(who: Employee, pk: int, *, at: datetime) -> Attachment:
    """The file with this id. Raises NotFound, also for one that is there but not for this person."""
    found = Attachment.objects.filter(pk=pk, erased_at__isnull=True).select_related("voice").first()
    if found is None or not _may_see(who, found, at):
        raise NotFound(ko="그런 파일이 없습니다.", en="There is no such file.")
    return found


def _may_see(who: Employee, kept: Attachment, at: datetime) -> bool:
    if sees_every_case(who) or (who.is_active and kept.voice.heard_by_id == who.pk):
        return True
    return cases_seen_by(who, at=at).filter(voice=kept.voice_id).exists()


def call_with(voice: Voice, pk: int) -> Call:
    """The call in which this voice was said. Raises NotFound for any other."""
    found = Call.objects.filter(pk=pk, voice=voice).first()
    if found is None:
        raise NotFound(ko="그런 통화가 없습니다.", en="There is no such call.")
    return found


def recorded(voice: Voice) -> list[Call]:
    """The calls of a voice that have a recording."""
    return [each for each in Call.objects.filter(voice=voice).order_by("pk") if each.recording]
