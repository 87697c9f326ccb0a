"""Voices and themes are linked to an improvement. Linking changes nothing about the voice or its case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gwidam.core.errors import NotNow, NotValid
from gwidam.core.ledger import verb
from gwidam.core.rows import write_rows
from gwidam.listen.models import Voice
from gwidam.people.models import Employee
from gwidam.understand.models import Theme, ThemeVoice

from .. import rules
from ..events import improvements as events
from ..models import Improvement, ThemeLink, VoiceLink
from .counting import count_anew, counted_again, weigh
from .moves import locked, needed, someone_was_faster, told
from .weighing import letters_of, rows_of, weight_of, weights_of

AT_ONCE = 2_000  # voices of a theme whose texts are held in memory together


@verb
def link(*, improvement: Improvement, voice: Voice, via: str, by: Employee, at: datetime) -> VoiceLink:
    """Link a voice; the one that is linked already is returned as it is.

    1. The link, and its people in the count. 2. VoiceLinked. The case of the voice stays as it is.
    Raises NotNow where everybody has been told already, or the improvement stands behind another.
    """
    found = _locked(improvement, "link")
    there = VoiceLink.objects.filter(improvement=found, voice=voice).first()
    if there is not None:
        return there
    copied = rows_of([voice])[voice.pk]
    with counted_again(found, letters=[copied["letters"]], customer_id=voice.customer_id):
        made = VoiceLink.objects.create(
            improvement=found, voice=voice, by=by, at=at, via=via, counted_at=found, **copied
        )
        if not _is_linked_otherwise(made):
            weigh(found, 1, [weight_of(made)])
    said = events.VoiceLinked(improvement_id=found.pk, voice_id=voice.pk, receipt=voice.shown_receipt, via=via)
    told(found, said, by=by, at=at, wakes=(f"case:{voice.pk}",))
    return made


@verb
def unlink(*, made: VoiceLink, why: str, by: Employee, at: datetime) -> None:
    """Take a voice off again, with a reason: whoever asked must not drop out of the telling unseen."""
    why = needed(why, ko="왜 떼는지 적어 주세요.", en="Say why it is taken off.", field="why")
    front = _locked(made.counted_at, "unlink")
    now = VoiceLink.objects.select_related("voice").filter(pk=made.pk, counted_at=front).first()
    if now is None:
        raise someone_was_faster(front)
    with counted_again(front, letters=[now.letters], customer_id=now.customer_id):
        if not _is_linked_otherwise(now):
            weigh(front, -1, [weight_of(now)])
        VoiceLink.objects.filter(pk=now.pk).delete()
    said = events.VoiceUnlinked(
        improvement_id=now.improvement_id, voice_id=now.voice_id, receipt=now.voice.shown_receipt, why=why
    )
    told(front, said, by=by, at=at, wakes=(f"case:{now.voice_id}", f"improvement:{now.improvement_id}"))


@verb
def link_theme(*, improvement: Improvement, theme: Theme, by: Employee, at: datetime) -> int:
    """Link a theme and the voices it has now; once more takes in those that came since. How many came in."""
    found = _locked(improvement, "link")
    _made, is_new = ThemeLink.objects.get_or_create(improvement=found, theme=theme, defaults={"by": by, "at": at})
    voices = (
        ThemeVoice.objects.filter(theme__in=[theme, *theme.merged.all()], voice__erased_at__isnull=True)
        .exclude(voice__asks__improvement=found)
        .order_by("voice")
    )
    numbers = list(voices.values_list("voice_id", flat=True))
    for start in range(0, len(numbers), AT_ONCE):
        _link_many(found, numbers[start : start + AT_ONCE], via=VoiceLink.Via.THEME, by=by, at=at)
    if numbers:
        count_anew(found)
    if numbers or is_new:
        said = events.ThemeLinked(
            improvement_id=found.pk, theme_id=theme.pk, theme=str(theme), voices=len(numbers)
        )
        told(found, said, by=by, at=at, wakes=(theme.about,))
    return len(numbers)


@verb
def unlink_theme(*, made: ThemeLink, by: Employee, at: datetime) -> None:
    """Take a theme off; voices that came with it stay: their people asked."""
    found = _locked(made.improvement, "unlink")
    theme = made.theme
    made.delete()
    said = events.ThemeUnlinked(improvement_id=found.pk, theme_id=theme.pk, theme=str(theme))
    told(found, said, by=by, at=at, wakes=(theme.about,))


def weigh_again(*, voice_ids: Sequence[int]) -> None:
    """Bring linked voices to what they weigh now: read, corrected, known as copies, or a promise broken since.

    Idempotent. Writes caches alone, so it records no fact; one query where none of the voices is linked.
    """
    links = list(VoiceLink.objects.filter(voice__in=list(voice_ids)).select_related("voice"))
    if not links:
        return
    voices = {each.voice_id: each.voice for each in links}
    now, known = weights_of(voices), letters_of(list(voices.values()))
    for each in links:
        letters = known.get(each.voice_id, each.letters)
        if weight_of(each) != now[each.voice_id] or each.letters != letters:
            _reweigh(each.pk, letters)


@verb
def _reweigh(number: int, letters: int) -> None:
    """Under the lock of the improvement it counts at, as every booking."""
    counted_at = VoiceLink.objects.values_list("counted_at", flat=True).filter(pk=number).first()
    front = locked(counted_at or 0).get(counted_at or 0)
    now = VoiceLink.objects.filter(pk=number, counted_at=front).first() if front else None
    if front is None or now is None:
        return  # taken off, or merged, meanwhile: whoever did it booked what it found
    fresh = weights_of([now.voice_id])[now.voice_id]
    with counted_again(front, letters={now.letters, letters}, customer_id=now.customer_id):
        if not _is_linked_otherwise(now, before=True):
            weigh(front, -1, [weight_of(now)])
            weigh(front, 1, [fresh])
        VoiceLink.objects.filter(pk=number).update(letters=letters, **fresh.as_columns())


def _is_linked_otherwise(link: VoiceLink, *, before: bool = False) -> bool:
    """Whether the voice asks for the same through another link, after a merge, too (`before`: one made before)."""
    others = VoiceLink.objects.filter(counted_at=link.counted_at_id, voice=link.voice_id).exclude(pk=link.pk)
    return (others.filter(pk__lt=link.pk) if before else others).exists()


def _locked(improvement: Improvement, doing: str) -> Improvement:
    """The improvement under its lock, if that may be done to it now."""
    found = locked(improvement.pk).get(improvement.pk)
    if found is None:
        raise NotValid(ko="그런 개선이 없습니다.", en="There is no such improvement.", field="improvement")
    if found.merged_into_id is not None:
        raise someone_was_faster(found)
    if doing == "link" and found.is_finished:
        raise NotNow(
            ko="이 개선은 모두에게 알리고 마쳤습니다. 다시 열거나 새로 제안해 주세요.",
            en="Everybody who asked for this has been told. Begin it again, or propose anew.",
            state=found.state,
        )
    rules.step(found.state, doing)
    return found


def _link_many(found: Improvement, numbers: Sequence[int], *, via: str, by: Employee, at: datetime) -> None:
    voices = list(
        Voice.objects.filter(pk__in=numbers)
        .only("id", "text", "customer_id", "said_at", "erased_at")
        .order_by("pk")
    )
    rows = rows_of(voices)
    write_rows(
        VoiceLink,
        [
            {
                "improvement_id": found.pk,
                "voice_id": voice.pk,
                "by_id": by.pk,
                "at": at,
                "via": via,
                "counted_at_id": found.pk,
                **rows[voice.pk],
            }
            for voice in voices
        ],
    )
