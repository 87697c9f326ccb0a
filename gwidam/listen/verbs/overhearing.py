"""What is kept of how a voice came through an ear: its name over there, and what an answer needs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from gwidam.core.actors import Actor
from gwidam.core.errors import NotValid
from gwidam.core.ledger import record, verb
from gwidam.core.text import clean_name
from gwidam.core.words import Said
from gwidam.post.said import mark_of

from .. import events
from ..ears.heard import File, Heard
from ..models import Ear, Hearing, Voice, Withdrawn
from .files import attach

WORDLESS = Said("(글 없이 보내온 것입니다)", "(it came without words)")


def name_of(ear: Ear, key: str) -> str:
    """The name under which words are delivered here, whichever ear of the family hears them.

    A fingerprint: what a service calls words often names who said them, and deliveries outlive an erasure.
    """
    return f"/ear/{mark_of(ear.shape.family, key)}"


def take_turn(name: str) -> None:
    """Wait until nobody else stores, or takes back, the same words. To the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def words_of(heard: Heard) -> str:
    """What was said; that it came without words, where it did."""
    return heard.text if heard.text.strip() else WORDLESS.into(heard.language or "ko")


@verb
def keep_hearing(*, voice: Voice, ear: Ear, heard: Heard, about: str, by: Actor, at: datetime) -> None:
    """Keep with a new voice what came with it: its thread, and its files as far as they are taken.

    about: what it was said about, such as "case:12".
    A file that is not taken is told of by name; the voice stays.
    """
    Hearing.objects.create(
        voice=voice,
        ear=ear,
        about=about,
        address=heard.who.value if heard.who else None,
        thread=dict(heard.thread),
        url=heard.url or None,
        is_public=heard.is_public,
    )
    _attach(voice, heard.files, by=by, at=at)
    Ear.objects.filter(pk=ear.pk).update(heard_at=at)


def _attach(voice: Voice, files: Iterable[File], *, by: Actor, at: datetime) -> None:
    for file in files:
        try:
            attach(voice=voice, files=[file], by=by, at=at)
        except NotValid:
            left_out = events.FileLeftOut(voice_id=voice.pk, name=clean_name(file.name or "file"))
            record(left_out, by=by, at=at, about=f"voice:{voice.pk}")


def withdraw(*, name: str, at: datetime) -> bool:
    """Note that words were taken back where they were said; False where that was known. Call within a verb."""
    _, is_new = Withdrawn.objects.get_or_create(mark=name, defaults={"at": at})
    return is_new


def is_withdrawn(name: str) -> bool:
    """Whether these words were taken back."""
    return Withdrawn.objects.filter(mark=name).exists()
