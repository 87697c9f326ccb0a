"""Reading voices: as well as the present tier allows, never in the way of storing or owning them.

The heart is loaded where it is first needed: it takes a hundred megabytes, and most processes never read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from gwidam.core.actors import Actor, House
from gwidam.core.ledger import part, record, verb
from gwidam.listen.models import Voice
from gwidam.listen.queries import channels

from .. import events, rules
from ..footing import present_tier
from ..heart.tiers import Missing, Tier, best_tier
from ..models import Footing, Meaning, Reading
from ..names import named
from ..queries.models import Reader, present_reader
from ..shelf import forget
from .meanings import Meant, keep_meanings, place_voices
from .themes import join_themes, leave_themes

if TYPE_CHECKING:
    from ..heart.reading import Models
    from ..heart.reading import Reading as Read

    Reads = Callable[[Sequence[str], Tier, Models], list[Read]]

READER = House("reader")
_ASKED = "T3"  # a tier that is known to be there only once it has answered
TOGETHER = 200  # voices read in one go; bounds memory, and how much is done again after a death


def read_at_once(
    *, voice_ids: Sequence[int], at: datetime, again: bool = False, reads: Reads | None = None
) -> int:
    """Read these voices with the present tier and models; how many readings that made.

    `reads`: what reads texts in the place of the heart, as for who knows many of them beforehand.

    Where the wanted tier cannot be used, the next lower one reads, and the health page says so. What voices mean
    that were read before by the same models, and whose vectors are of another one, is kept anew.
    """
    tier, troubles = present_tier()
    if tier.name != _ASKED:
        note_footing(tier=tier.name, troubles=troubles, by=READER, at=at)
    made = 0
    for start in range(0, len(voice_ids), TOGETHER):
        numbers = voice_ids[start : start + TOGETHER]
        found = Voice.objects.filter(pk__in=numbers, erased_at__isnull=True).defer("grams").order_by("id")
        voices = list(found)
        made += len(read_voices(voices=voices, tier=tier, at=at, again=again, reads=reads))
        place_voices(voices=voices, tier=tier, at=at)
        join_themes(voice_ids=[voice.pk for voice in voices], at=at)
    return made


def read_voices(
    *, voices: Sequence[Voice], tier: Tier, at: datetime, again: bool = False, reads: Reads | None = None
) -> list[Reading]:
    """Read voices with a tier, and keep what was read: one new version each, the earlier ones stay.

    Passed over is what the same tier and models have read already, unless `again`. Nothing is written while
    reading: T3 asks a server. A company's server that fails is replaced by the tier below for this batch.
    """
    from ..heart.reading import read

    reader = present_reader()
    wanted = voices if again else _unread(voices, made_by(tier, reader))
    if not wanted:
        return []
    texts = [voice.text for voice in wanted]
    try:
        readings = (reads or read)(texts, tier, reader.models)
        if tier.name == _ASKED:
            note_footing(tier=tier.name, troubles=(), by=READER, at=at)
    except Missing as trouble:
        tier, troubles = best_tier("T2" if tier.name == "T3" else "T0")
        note_footing(tier=tier.name, troubles=(str(trouble), *troubles), by=READER, at=at)
        readings = read(texts, tier, reader.models)
    return keep_readings(
        voices=wanted, readings=readings, tier=tier.name, made_by=made_by(tier, reader), again=again, at=at
    )


def made_by(tier: Tier, reader: Reader) -> dict[str, str]:
    """Names and versions of all that reads at this tier."""
    from ..heart.reading.reader import VERSION

    parts = {"analyser": tier.analyser, "embedder": tier.embedder}
    versions = {name: f"{part.name} {part.version}" for name, part in parts.items() if part is not None}
    return {"rules": VERSION, **versions, **reader.versions}


def _unread(voices: Sequence[Voice], present: Mapping[str, str]) -> list[Voice]:
    known = dict(Reading.objects.filter(voice__in=voices, is_current=True).values_list("voice_id", "made_by"))
    return [voice for voice in voices if known.get(voice.pk) != present]


@verb
def keep_readings(
    *,
    voices: Sequence[Voice],
    readings: Sequence[Read],
    tier: str,
    made_by: dict[str, str],
    at: datetime,
    again: bool = False,
) -> list[Reading]:
    """Keep what was read of voices, in one act.

    1. Two readers of one voice take turns; the second finds it done. A voice erased meanwhile is passed over.
    2. The new reading is current; what a person has corrected goes over to it. 3. VoiceRead for each.
    4. DangerHeard where a danger was not known before of a voice that is not old.
    """
    standing = locked(voices)
    kept = []
    meant = {}
    for voice, reading in zip(voices, readings, strict=True):
        before = standing.get(voice.pk)
        if voice.pk not in standing or (before is not None and before.made_by == made_by and not again):
            continue
        kept.append(_row(voice, reading, before, tier=tier, made_by=made_by, at=at))
        meant[voice.pk] = Meant(reading.vector, reading.embedder)
    _replace(kept, standing)
    part(keep_meanings)(meant=meant)
    for row in kept:
        _tell(row, standing[row.voice_id], at=at)
    return kept


def locked(voices: Sequence[Voice]) -> dict[int, Reading | None]:
    """{voice id: its current reading} of voices that still have their words, for this act alone.

    Locked without hindering those who write rows that point at the voice, and in one order.
    """
    numbers = list(
        Voice.objects.select_for_update(no_key=True)
        .filter(pk__in=[voice.pk for voice in voices], erased_at__isnull=True)
        .order_by("id")
        .values_list("pk", flat=True)
    )
    current = {each.voice_id: each for each in Reading.objects.filter(voice_id__in=numbers, is_current=True)}
    return {number: current.get(number) for number in numbers}


def _row(
    voice: Voice, reading: Read, before: Reading | None, *, tier: str, made_by: dict[str, str], at: datetime
) -> Reading:
    told = rules.told_by(reading, voice.text)
    at = channels()[voice.channel_id].moment(at)
    row = Reading(
        voice=voice,
        version=1 if before is None else before.version + 1,
        read_at=at,
        tier=tier,
        made_by=made_by,
        language=reading.language.language,
        signals={name: getattr(reading.signals, name) for name in reading.signals.__slots__},
        heat=reading.heat.confidence,
        told=told,
        corrected={} if before is None else before.corrected,
    )
    row.settle()
    return row


def _replace(rows: Sequence[Reading], standing: Mapping[int, Reading | None]) -> None:
    old = [before.pk for row in rows if (before := standing[row.voice_id]) is not None]
    if old:
        Reading.objects.filter(pk__in=old).update(is_current=False)
    if rows:
        Reading.objects.bulk_create(rows)


def _tell(row: Reading, before: Reading | None, *, at: datetime) -> None:
    about = f"voice:{row.voice_id}"
    age = at - row.voice.heard_at
    at = row.read_at  # of a voice without a name only the day
    record(
        events.VoiceRead(voice_id=row.voice_id, reading_version=row.version, tier=row.tier),
        by=READER,
        at=at,
        about=about,
    )
    known = [] if before is None else before.dangers
    if "dangers" in row.corrected:
        return  # a person has looked
    if dangers := rules.waking(row.told["dangers"], known=known, age=age):
        record(
            events.DangerHeard(
                voice_id=row.voice_id,
                dangers=dangers,
                said_ko=named("dangers", dangers, "ko"),
                said_en=named("dangers", dangers, "en"),
            ),
            by=READER,
            at=at,
            about=about,
            wakes=(f"case:{row.voice_id}",),
        )


@verb
def note_footing(*, tier: str, troubles: Sequence[str], by: Actor, at: datetime) -> None:
    """Keep which tier reads now, and why not the wanted one. FootingChanged where that is news."""
    wanted, said = settings.TIER, list(troubles)
    now = Footing.objects.select_for_update().order_by("id").first()
    if now is not None and (now.tier, now.wanted, now.troubles) == (tier, wanted, said):
        now.looked_at = at
        now.save(update_fields=["looked_at"])
        return
    values: dict[str, Any] = {"tier": tier, "wanted": wanted, "troubles": said, "since": at, "looked_at": at}
    Footing.objects.update_or_create(pk=1, defaults=values)
    record(
        events.FootingChanged(tier=tier, wanted=wanted, why=" ".join(said)), by=by, at=at, about="house:understand"
    )


@verb
def erase_readings(*, voice: Voice, by: Actor, at: datetime) -> None:
    """Take away what quotes an erased person's words, and what they mean, from which the words could be guessed;
    tone, kind and topic stay. Part of a larger erasure."""
    Meaning.objects.filter(voice=voice).delete()
    transaction.on_commit(partial(forget, voice.pk))
    part(leave_themes)(voice=voice, at=at)
    found = Reading.objects.filter(voice=voice)
    for row in found.only("told", "corrected", "topic"):
        told = {field: [[*each[:2], []] for each in values] for field, values in row.told.items()}
        told.pop("phrases", None)
        told.pop("product", None)
        corrected = {field: each for field, each in row.corrected.items() if field not in {"product", "topic"}}
        topic = "" if "topic" in row.corrected else row.topic
        found.filter(pk=row.pk).update(told=told, corrected=corrected, product="", topic=topic)
